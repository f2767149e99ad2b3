"""A step or range of a schedule does something else than it says."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.cron import Kind, Piece
from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A step or range of a schedule does something else than it says."""
    timer = function.timer
    cron = timer.schedule.cron if timer is not None else None
    if timer is None or cron is None:
        return
    for field in cron.fields:
        for piece in field.pieces:
            fact, remedy = _trap(field.kind, piece)
            if fact is not None:
                yield Diagnostic(
                    timer.span, f"'{piece.text}' in the {field.kind.name} field of the schedule {fact}", help=remedy
                )


def _trap(kind: Kind, piece: Piece) -> tuple[str | None, str | None]:
    if piece.step < 1:
        return f"means every {kind.name}: a step of {piece.step} counts as 1", "write a step of at least 1"
    if piece.swapped:
        first, last = (kind.names[at - kind.first] if kind.names else str(at) for at in (piece.start, piece.end))
        return (
            f"means {first} to {last}: a range that is written backwards is turned around",
            f"a range does not go past the end: write two, up to {_word(kind, kind.last)}"
            f" and from {_word(kind, kind.first)}",
        )
    if piece.step > kind.count:
        return (
            f"means {kind.name} {_word(kind, piece.start)} only: there are no more than {kind.count}",
            _longer_step(kind, piece.step),
        )
    return None, None


def _word(kind: Kind, value: int) -> str:
    return kind.names[value - kind.first] if kind.names else str(value)


def _longer_step(kind: Kind, step: int) -> str:
    if kind.name == "minute" and step % 60 == 0 and 24 % (step // 60) == 0:
        return f"every {step // 60} hours is '0 0 */{step // 60} * * *'"
    if kind.name == "second" and step % 60 == 0 and 60 % (step // 60) == 0:
        return f"every {step // 60} minutes is '0 */{step // 60} * * * *'"
    return (
        "a step counts within its field and begins anew with the next one; several expressions need several functions"
    )
