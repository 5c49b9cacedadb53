"""The invented newsroom: its week as data, its loopback server."""
