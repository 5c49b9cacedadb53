"""The core, in the order of an entry's journey; no clock, chance, files, sockets or logs."""
