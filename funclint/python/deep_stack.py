"""Work that recurses deeper than the interpreter allows by default."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

_STACK_BYTES = 64 * 1024 * 1024
_RECURSION_LIMIT = 10_000

T = TypeVar("T")


def with_room(function: Callable[[], T]) -> T:
    """Call a function; once more on a deep stack if it recurses too deeply for this one."""
    try:
        return function()
    except RecursionError:
        return on_deep_stack(function)


def on_deep_stack(function: Callable[[], T]) -> T:
    """Call a function in a thread with a large stack, which native recursion needs, and a high recursion limit."""
    import threading

    results: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:
            failures.append(error)

    limit = sys.getrecursionlimit()
    size = threading.stack_size(_STACK_BYTES)
    try:
        thread = threading.Thread(target=run, name="funclint-deep", daemon=True)
        sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
        thread.start()
    finally:
        threading.stack_size(size)
    try:
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
    if failures:
        raise failures[0]
    return results[0]
