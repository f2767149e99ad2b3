"""A function writes blobs where its own trigger listens, so that it calls itself without end."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.wiring import writes_into
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A function writes blobs where its own trigger listens, so that it calls itself without end."""
    trigger = function.trigger
    if not function.readable or trigger is None or (trigger.type or "").lower() != "blobtrigger":
        return
    listened = trigger.text("path") or trigger.text("blobPath")
    if listened is None:
        return
    for binding in function.bindings:
        if (binding.type or "").lower() != "blob" or binding.direction != "out":
            continue
        written = binding.text("path") or binding.text("blobPath")
        same_account = (trigger.text("connection") or "") == (binding.text("connection") or "")
        if written is not None and same_account and writes_into(written, listened):
            yield Diagnostic(
                binding.span("path" if binding.value("path") else "blobPath"),
                f"what is written to '{written}' triggers this function again, without end",
                help="write into another container, or let the names differ by a beginning or an ending",
                related=(Label(trigger.span("path"), "where the trigger listens"),),
            )
