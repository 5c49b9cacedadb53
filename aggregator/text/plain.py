"""Records as plain data, for JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct


def as_plain(value: object) -> Any:
    """`value` as JSON knows it, every field: instants as UTC text (RFC 3339), spans in seconds, bytes in hexadecimal."""
    match value:
        case Struct():
            return {name: as_plain(getattr(value, name)) for name in value.__struct_fields__}
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case timedelta():
            return value.total_seconds()
        case bytes():
            return value.hex()
        case tuple() | list():
            return [as_plain(inner) for inner in value]
        case Mapping():
            return {str(key): as_plain(inner) for key, inner in value.items()}
        case _:
            return value
