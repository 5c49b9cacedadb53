"""Child processes with bounds on CPU time and memory, for work that a hostile document can make endless.

A child is started when first needed, does one task at a time, is used again for the next, and ends by itself when it has
been idle for a while or when its parent is gone. A task that goes past its bounds kills the child and nothing else; the
next task starts a new one. The bounds are the kernel's (setitimer, setrlimit), so they hold inside C code too.
"""

import asyncio
import functools
import os
import pickle
import resource
import select
import signal
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import IO, Any, Literal, TypeVar

from msgspec import Struct

T = TypeVar("T")

IDLE = 60.0  # seconds after which a child that has nothing to do ends
WAITING = 6.0  # wall time allowed for each second of CPU: the machine may be busy
STARTING = 30.0  # seconds of wall time on top, for a child that has to start and import
_SIZE = struct.Struct(">Q")


class Exceeded(Struct, frozen=True, kw_only=True):
    """A task was stopped because it went past its bounds."""

    what: Literal["cpu", "memory", "time", "crash"]
    message: str


class Workers:
    """A child process for bounded tasks, one at a time; callers wait for their turn."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def run(self, function: Callable[..., T], *args: object, seconds: float, max_bytes: int) -> T | Exceeded:
        """What `function(*args)` returns, computed in the child; blocks until then.

        Args:
            function: a function of a module (it is pickled by name), pure: it may be run twice when a child was lost
                while idle.
            seconds: of CPU time.
            max_bytes: by which the address space of the child may grow.

        Raises:
            RuntimeError: the function itself raised; the child's traceback is in the message.
        """
        task = pickle.dumps((function, args, seconds, max_bytes), protocol=5)
        deadline = monotonic() + STARTING + WAITING * seconds
        with self._turn:
            for _attempt in range(2):
                child, fresh = self._ready()
                answer = _exchange(child, task, deadline)
                if answer is not None:
                    result: T | Exceeded = _opened(answer)
                    return result
                ended = self._bury(child)
                # A child that went away by itself before it read the task (idle, killed by an operator) says nothing
                # about the task; a fresh one that dies does.
                if fresh or ended in _VERDICTS or monotonic() > deadline:
                    return _verdict(ended, seconds, timed_out=monotonic() > deadline)
            return _verdict(ended, seconds, timed_out=False)

    def close(self) -> None:
        """End the child, if there is one."""
        with self._turn:
            if self._child is not None:
                self._bury(self._child)

    def _ready(self) -> tuple[subprocess.Popen[bytes], bool]:
        if self._child is not None and self._child.poll() is None:
            return self._child, False
        if self._child is not None:
            self._bury(self._child)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._child = subprocess.Popen(
            [sys.executable, "-c", "from aggregator.edge.workers import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        return self._child, True

    def _bury(self, child: subprocess.Popen[bytes]) -> int:
        """Make sure that the child is gone; its return code."""
        self._child = None
        if child.poll() is None and not _ends_soon(child):
            child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _close(pipe)
        return child.wait()


_VERDICTS = (-signal.SIGPROF, -signal.SIGSEGV, -signal.SIGABRT)


def _ends_soon(child: subprocess.Popen[bytes]) -> bool:
    """Whether the child is ending by itself: its pipe was closed a moment before its return code is there."""
    try:
        child.wait(timeout=0.5)
    except subprocess.TimeoutExpired:
        return False
    return True


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:  # what was buffered for a dead child goes with it
        return


def _verdict(ended: int, seconds: float, *, timed_out: bool) -> Exceeded:
    if ended == -signal.SIGPROF:
        return Exceeded(what="cpu", message=f"it took more than {seconds:g} s of CPU time")
    if timed_out:
        return Exceeded(what="time", message=f"it was not done after {STARTING + WAITING * seconds:g} s")
    return Exceeded(what="crash", message=f"the process that read it ended with code {ended}")


def _exchange(child: subprocess.Popen[bytes], task: bytes, deadline: float) -> bytearray | None:
    """Send the task and wait for the answer; None when the child died or the deadline passed."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        if not (
            _send(child.stdin.fileno(), _SIZE.pack(len(task)), deadline) and _send(child.stdin.fileno(), task, deadline)
        ):
            return None
        header = _receive(child.stdout.fileno(), _SIZE.size, deadline)
        return None if header is None else _receive(child.stdout.fileno(), _SIZE.unpack(header)[0], deadline)
    except (BrokenPipeError, ConnectionResetError):
        return None


def _send(pipe: int, data: bytes, deadline: float) -> bool:
    view = memoryview(data)
    while view:
        if not select.select((), (pipe,), (), max(0.0, deadline - monotonic()))[1]:
            return False
        view = view[os.write(pipe, view[: select.PIPE_BUF]) :]
    return True


def _receive(pipe: int, size: int, deadline: float) -> bytearray | None:
    """`size` bytes, put where they stay: pieces to be joined would be held twice."""
    data = bytearray(size)
    left = memoryview(data)
    while left:
        if not select.select((pipe,), (), (), max(0.0, deadline - monotonic()))[0]:
            return None
        count = os.readv(pipe, [left[: 1 << 20]])
        if not count:
            return None
        left = left[count:]
    return data


def _opened(answer: bytearray) -> Any:
    kind, value = pickle.loads(answer)  # noqa: S301 - written by our own child
    if kind == "raised":
        raise RuntimeError(value)
    return value


@functools.cache
def _shared() -> Workers:
    return Workers()


async def run_limited(function: Callable[..., T], *args: object, seconds: float, max_bytes: int) -> T | Exceeded:
    """What `function(*args)` returns, computed in the child process that this process keeps for such tasks.

    The event loop goes on meanwhile. See `Workers.run` for the arguments and for what is raised.
    """
    return await asyncio.to_thread(_shared().run, function, *args, seconds=seconds, max_bytes=max_bytes)


def close_shared() -> None:
    """End the child that `run_limited` keeps; the next task starts another."""
    _shared().close()


# ------------------------------------------------------------------------------------------------- in the child


def serve() -> None:
    """Do tasks from standard input until it is closed or nothing has come for `IDLE` seconds."""
    tasks, answers = os.dup(0), os.dup(1)
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        header = _receive(tasks, _SIZE.size, monotonic() + IDLE)
        task = _receive(tasks, _SIZE.unpack(header)[0], monotonic() + STARTING) if header else None
        if task is None:
            return
        answer, go_on = _done(task)
        del task
        _send(answers, _SIZE.pack(len(answer)), monotonic() + STARTING)
        _send(answers, answer, monotonic() + STARTING)
        if not go_on:
            return


def _done(task: bytearray) -> tuple[bytes, bool]:
    """The pickled answer to a pickled task, and whether this process is fit for another."""
    function, args, seconds, max_bytes = pickle.loads(task)  # noqa: S301 - written by our own parent
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (_within(_address_space() + max_bytes, hard), hard))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        answer = pickle.dumps(("returned", function(*args)), protocol=5)
    except MemoryError:
        exceeded = Exceeded(what="memory", message=f"it needed more than {max_bytes / 1e6:.0f} MB of memory")
        return pickle.dumps(("returned", exceeded), protocol=5), False
    except Exception:  # noqa: BLE001 - any fault of the function is the caller's to know
        return pickle.dumps(("raised", traceback.format_exc()), protocol=5), False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    return answer, True


def _within(wanted: int, hard: int) -> int:
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def _address_space() -> int:
    """Bytes of address space in use; 1 GB where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 30
