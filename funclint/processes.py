"""Work spread over forked processes: slices of one list, each done by a child, the results in the order of the list."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


def can_fork() -> bool:
    """Whether this process can be forked safely: the system knows how, and no other thread runs."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


def cpus() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Slice(Generic[Task]):
    """A part of the tasks: the one with this ``number`` of so many (``count``)."""

    __slots__ = ("count", "number", "tasks")

    def __init__(self, tasks: Sequence[Task], number: int, count: int) -> None:
        self.tasks = tasks
        self.number = number
        self.count = count


def run(tasks: Sequence[Task], work: Callable[[Slice[Task]], Outcome], processes: int) -> list[Outcome]:
    """``work`` over contiguous slices of ``tasks``, one slice in this process and each other one in a child.

    ``Outcome`` must be picklable. A slice whose child fails in any way is done again here.
    """
    slices = _split(tasks, processes)
    if len(slices) < 2:
        return [work(part) for part in slices]
    import pickle

    sys.stdout.flush()
    sys.stderr.flush()
    children: list[tuple[int, int]] = []
    try:
        for part in slices[1:]:
            child = _fork(part, work)
            if child is None:
                break
            children.append(child)
        outcomes = [work(slices[0])]
        for part in slices[1:]:
            data = _collect(*children.pop(0)) if children else b""
            outcomes.append(pickle.loads(data) if data else work(part))
        return outcomes
    except BaseException:
        _end(children)
        raise


def _split(tasks: Sequence[Task], count: int) -> list[Slice[Task]]:
    if not tasks:
        return []
    count = max(1, min(count, len(tasks)))
    edges = [len(tasks) * number // count for number in range(count + 1)]
    return [Slice(tasks[start:end], number, count) for number, (start, end) in enumerate(itertools.pairwise(edges))]


def _fork(part: Slice[Task], work: Callable[[Slice[Task]], Outcome]) -> tuple[int, int] | None:
    """Start a child; its process id and the end of the pipe to read from, None when the system refuses."""
    try:
        readable, writable = os.pipe()
    except OSError:
        return None
    try:
        pid = os.fork()
    except OSError:
        os.close(readable)
        os.close(writable)
        return None
    if pid:
        os.close(writable)
        return pid, readable
    status = 1
    try:
        import pickle

        os.close(readable)
        with os.fdopen(writable, "wb") as pipe:
            pipe.write(pickle.dumps(work(part), pickle.HIGHEST_PROTOCOL))
        status = 0
    finally:
        # Neither the exception nor the parent's exit handlers are the child's business: the parent redoes the slice.
        os._exit(status)


def _collect(pid: int, readable: int) -> bytes:
    """What a child wrote, or nothing if it did not end well."""
    with os.fdopen(readable, "rb") as pipe:
        data = pipe.read()
    return data if os.waitpid(pid, 0)[1] == 0 else b""


def _end(children: list[tuple[int, int]]) -> None:
    import signal

    for pid, readable in children:
        os.close(readable)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
