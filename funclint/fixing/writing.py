"""New contents on the disk: at any moment, whatever happens, each file is either the old or the new one.

A file is written beside the old one under a name of ``leftovers``, flushed to the disk, given the old one's mode, owner
and extended attributes, and renamed over it. A link stays a link: what it leads to is replaced.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import signal
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from funclint.leftovers import PREFIX, SUFFIX, is_leftover

_STALE = 3600
"""Seconds after which a temporary file belongs to nobody, even if a process has its number by now."""

_BATCH = 64
"""So many groups of files are prepared before they are renamed."""
_WRITERS = 8

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Change:
    """One file (links resolved) with the content that it must still have, and the one it gets."""

    path: Path
    before: bytes
    after: bytes


class WriteError(Exception):
    """A file that could not be written; the text is a sentence that names it."""


def obstacle(path: Path) -> str | None:
    """Why a file (links resolved) cannot be replaced, a clause; None if it can be."""
    try:
        status = path.stat()
    except OSError as error:
        return f"it cannot be written: {error.strerror or error}"
    if not stat.S_ISREG(status.st_mode):
        return "it is no ordinary file"
    # The mode counts for root too, who may write anything: somebody has made this file read-only.
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        return "it is read-only"
    if not os.access(path.parent, os.W_OK):
        return "its folder is read-only"
    return None


def write(groups: Iterable[Sequence[Change]]) -> tuple[list[Path], list[str]]:
    """Write the changes, those of a group all or not at all.

    Gives the files written and a sentence for each file that was not. KeyboardInterrupt passes through between two
    groups; nothing temporary stays.
    """
    written: list[Path] = []
    problems: list[str] = []
    waiting = list(groups)
    for first in range(0, len(waiting), _BATCH):
        batch = waiting[first : first + _BATCH]
        prepared: dict[Path, str | WriteError] = {}
        try:
            _prepare_all([change for group in batch for change in group], prepared)
            for group in batch:
                try:
                    _replace_group(group, prepared)
                except WriteError as error:
                    problems.append(str(error))
                    others = [change.path for change in group if not str(error).startswith(f"{change.path}:")]
                    problems += [f"{path}: left as it is: the fix needs the other file too" for path in others]
                else:
                    written += [change.path for change in group]
        finally:
            for temporary in prepared.values():
                if isinstance(temporary, str):
                    with contextlib.suppress(OSError):
                        os.unlink(temporary)
    return written, problems


def remove_leftovers(folders: Iterable[Path]) -> None:
    """Remove the temporary files of runs that have ended without cleaning up."""
    for folder in folders:
        try:
            names = [name for name in os.listdir(folder) if is_leftover(name)]
        except OSError:
            continue
        for name in names:
            path = folder / name
            with contextlib.suppress(OSError):
                if not _in_use(name) or time.time() - path.stat().st_mtime > _STALE:
                    path.unlink()


def _in_use(name: str) -> bool:
    """Whether the process that a temporary file is named after still writes it."""
    found = re.match(r"[0-9]+", name[len(PREFIX) :])
    number = found[0] if found else ""
    if not number.isdigit() or int(number) == os.getpid():
        return False  # this process has written nothing yet, so another one had its number
    if os.name == "nt":
        return True  # asking for a process would end it there
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _prepare_all(changes: Sequence[Change], prepared: dict[Path, str | WriteError]) -> None:
    """Write the new contents beside the files, several at a time: nearly all of it is waiting for the disk."""
    from concurrent.futures import ThreadPoolExecutor

    def prepare(change: Change) -> None:
        try:
            prepared[change.path] = _prepare(change)
        except WriteError as error:
            prepared[change.path] = error

    with ThreadPoolExecutor(min(_WRITERS, len(changes) or 1)) as pool:
        for done in [pool.submit(prepare, change) for change in changes]:
            done.result()


def _replace_group(group: Sequence[Change], prepared: dict[Path, str | WriteError]) -> None:
    """Rename the new files of a group over the old ones. Raises WriteError, and then all are as before."""
    done: list[Change] = []
    with _without_interrupts():
        try:
            for change in group:
                temporary = prepared[change.path]
                if isinstance(temporary, WriteError):
                    raise temporary
                _check_unchanged(change)
            for change in group:
                _replace(str(prepared[change.path]), change.path)
                del prepared[change.path]
                done.append(change)
        except WriteError:
            for change in done:
                with contextlib.suppress(WriteError):
                    _replace(_prepare(Change(change.path, change.after, change.before)), change.path)
            raise


def _prepare(change: Change) -> str:
    """Write the new content beside the file and give its name. Raises WriteError."""
    path = change.path
    temporary = os.path.join(path.parent, f"{PREFIX}{os.getpid()}-{next(_numbers)}{SUFFIX}")
    try:
        status = path.stat()
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        raise WriteError(f"{path}: left as it is: {error.strerror or error}") from None
    try:
        with open(handle, "wb") as file:
            file.write(change.after)
            file.flush()
            _take_over(path, status, file.fileno(), temporary)
            os.fsync(file.fileno())
    except OSError as error:
        os.unlink(temporary)
        raise WriteError(f"{path}: left as it is: {error.strerror or error}") from None
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _take_over(path: Path, status: os.stat_result, handle: int, temporary: str) -> None:
    """Give the new file the owner, the mode and the extended attributes of the old one. Raises OSError."""
    if hasattr(os, "fchown"):
        own = os.fstat(handle)
        if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
            os.fchown(handle, status.st_uid, status.st_gid)
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
    else:
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):  # file systems without them
            for name in os.listxattr(path):
                os.setxattr(handle, name, os.getxattr(path, name))


def _check_unchanged(change: Change) -> None:
    try:
        now = change.path.read_bytes()
    except OSError as error:
        raise WriteError(f"{change.path}: left as it is: {error.strerror or error}") from None
    if now != change.before:
        raise WriteError(f"{change.path}: left as it is: it was changed meanwhile")


def _replace(temporary: str, path: Path) -> None:
    try:
        os.replace(temporary, path)
    except OSError as error:
        raise WriteError(f"{path}: left as it is: {error.strerror or error}") from None


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C waits until the files of a group are all renamed, a matter of microseconds."""
    try:
        previous = signal.getsignal(signal.SIGINT) or signal.SIG_DFL
        pressed: list[int] = []
        signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    except ValueError:  # not the main thread: Ctrl-C does not arrive here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
        if pressed:
            signal.raise_signal(signal.SIGINT)
