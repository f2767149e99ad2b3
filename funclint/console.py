"""Streams and terminals: what is printed where, and how."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pathlib import Path


def write(pieces: Iterable[str]) -> None:
    """Print to stdout; a reader that has gone away ends the output, not the run. Raises ClickException."""
    stdout = sys.stdout
    if hasattr(stdout, "reconfigure"):
        stdout.reconfigure(errors="backslashreplace")
    with _reader_may_go():
        for piece in pieces:
            stdout.write(piece)
        stdout.flush()


def write_bytes(data: bytes) -> None:
    """Print the content of a file to stdout, newlines and encoding as they are. Raises ClickException."""
    with _reader_may_go():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def write_to_stderr(pieces: Iterable[str]) -> None:
    """Print to stderr, when stdout is taken by something else."""
    for piece in pieces:
        click.echo(piece, err=True, nl=False)


@contextmanager
def _reader_may_go() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # What is left in the buffer is flushed once more at the end, which would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise click.ClickException(f"the output cannot be written: {error.strerror or error}") from None


def replace_closed_streams() -> None:
    """Let stdout and stderr lead nowhere where the caller has closed them (Python has None for those)."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (open as long as the process is there)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115


def write_file(path: Path, data: bytes) -> None:
    """Write a file in one go, the folders above it too; at any moment it is the old or the new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():  # a pipe or a device is written to, not replaced
        path.write_bytes(data)
        return
    path = path.resolve()
    # The name is short: that of the file may already have the length that the file system allows.
    beside = path.with_name(f".funclint-{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def notice(text: str) -> None:
    """Say something on stderr, on one line. A stderr that takes nothing does not end the run."""
    from funclint.report.visible import visible

    with suppress(OSError):
        click.echo(f"funclint: {visible(text)}", err=True)


def use_color(choice: str, stream: Any) -> bool:
    """Whether to use colours on a stream; ``choice`` is auto, always or never."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def is_terminal(stream: Any) -> bool:
    """Whether somebody looks at a stream."""
    try:
        return bool(stream.isatty())
    except ValueError:  # it is closed
        return False


def width() -> int:
    """The columns of the terminal; without one a fixed number, so that output is the same on every machine."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 120
    except (OSError, ValueError):
        return 120
