"""Trouble with us, as exceptions; trouble with the world is a value (`records.Failed`, `records.Problem`).

    AggregatorError            exit 1   anything below, when nothing more exact is known
    ├── UsageError             exit 2   a command asked for something that does not exist
    ├── ConfigError            exit 3   feeds.yaml cannot be used as it is
    ├── ArchiveError           exit 4   the archive cannot be opened or is damaged
    │   ├── ArchiveLocked      exit 5   another process is the writer of this archive
    │   ├── ArchiveTooNew      exit 6   written by a later version of this program
    │   └── DiskFull           exit 7   there is no room to write
    ├── PortInUse              exit 8   the address of the web pages is taken
    ├── NoNetwork              exit 9   no feed at all could be reached
    └── Refused                exit 10  a document cannot be read as what it should be

Every message is one sentence without a final period; `hint` says what to do.
"""


class AggregatorError(Exception):
    """Trouble a person should read about, with a hint on what to do."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AggregatorError):
    """A command asked for a feed, entry or story that does not exist, or options that contradict each other."""

    exit_code = 2


class ConfigError(AggregatorError):
    """feeds.yaml cannot be used; `where` is `FILE:LINE:COLUMN` when that is known."""

    exit_code = 3

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(f"{where}: {message}" if where else message, hint=hint)
        self.where = where


class ArchiveError(AggregatorError):
    """The archive cannot be opened, or what it holds does not fit together."""

    exit_code = 4


class ArchiveLocked(ArchiveError):
    """Another process holds the writer's lock of this archive."""

    exit_code = 5


class ArchiveTooNew(ArchiveError):
    """The archive was written by a later version of this program."""

    exit_code = 6


class DiskFull(ArchiveError):
    """There is no room to write; what was committed before is safe."""

    exit_code = 7


class PortInUse(AggregatorError):
    """The address of the web pages is taken by another program."""

    exit_code = 8


class NoNetwork(AggregatorError):
    """No feed at all could be reached."""

    exit_code = 9


class Refused(AggregatorError):
    """A document cannot be read as what it should be: not a feed, too large, too costly."""

    exit_code = 10
