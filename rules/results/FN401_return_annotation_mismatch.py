"""The return annotation is not among the types that the $return binding takes."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app import judge
from funclint.app.matching import accepted_types, return_span
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The return annotation is not among the types that the $return binding takes."""
    binding, form = function.return_binding, function.entry_point.return_form
    if not function.readable or function.import_failure is not None or binding is None or form is None:
        return
    if judge.return_fault(binding, form) != judge.MISMATCH:
        return
    yield Diagnostic(
        return_span(function.entry_point),
        f"a {binding.type} output cannot be returned as '{form.name}'",
        help=accepted_types(binding, returned=True),
        related=(Label(binding.span("type"), f"'$return' is a {binding.type}"),),
    )
