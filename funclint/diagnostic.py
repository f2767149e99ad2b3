"""What a rule reports: plain data that knows no rule, no file system and no output format."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Severity(enum.IntEnum):
    """How much a finding matters; a higher value is worse.

    ERROR: the host or the worker refuses the function, or every call of it fails.
    WARNING: fails on some path, plan or version, or silently does something else than written.
    INFO: deprecated, or better style.
    """

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Applicability(enum.Enum):
    """How far a fix can be trusted: SAFE is applied by ``--fix``, UNSAFE on request, MANUAL only in an editor."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


class Span(NamedTuple):
    """A range of a file: ``start`` and ``end`` are offsets in characters of the decoded text, end exclusive.

    ``Span(path, 0, 0)`` stands for the file as a whole.
    """

    path: Path
    start: int = 0
    end: int = 0


class Label(NamedTuple):
    """The other side of a mismatch: a second place and what it has to do with the first."""

    span: Span
    message: str


class Edit(NamedTuple):
    """Replace the characters of ``span`` by ``content`` (an empty span inserts)."""

    span: Span
    content: str


class Fix(NamedTuple):
    """Edits that belong together, in any number of files; applied all or not at all."""

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]


class Diagnostic:
    """One finding.

    A rule gives ``span``, ``message`` and what it knows of the rest; the engine adds ``code``, ``name``,
    the rule's ``severity`` where the rule left it open, and the ``function`` it looked at.

    A rule that can mend what it found gives ``offer``, which builds the fix (None when there is none after all), or a
    tuple of fixes to choose from. The engine calls it for findings that are reported, while the model is still at
    hand, and puts what it gives into ``fix`` or ``choices``: so an app without findings pays nothing for fixes, and
    behind the engine a fix is plain data. ``choices`` are for editors only.
    """

    __slots__ = (
        "choices", "code", "fix", "function", "help", "message", "name", "offer", "related", "severity", "span", "url"
    )  # fmt: skip

    def __init__(
        self,
        span: Span,
        message: str,
        help: str | None = None,
        related: tuple[Label, ...] = (),
        offer: Callable[[], Fix | tuple[Fix, ...] | None] | None = None,
        fix: Fix | None = None,
        choices: tuple[Fix, ...] = (),
        severity: Severity | None = None,
        code: str = "",
        name: str = "",
        function: str | None = None,
        url: str | None = None,
    ) -> None:
        self.span = span
        self.message = message
        self.help = help
        self.related = related
        self.offer = offer
        self.fix = fix
        self.choices = choices
        self.severity = severity
        self.code = code
        self.name = name
        self.function = function
        self.url = url

    def _values(self) -> tuple[object, ...]:
        """All but how the fix is made."""
        return tuple(getattr(self, name) for name in self.__slots__ if name != "offer")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Diagnostic) and self._values() == other._values()

    __hash__ = None  # type: ignore[assignment]  # the engine fills it in

    def __repr__(self) -> str:
        return f"Diagnostic({self.code} {self.message!r} at {self.span})"
