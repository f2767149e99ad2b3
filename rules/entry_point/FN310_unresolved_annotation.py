"""An annotation of the entry point names something that does not exist when the worker evaluates it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.matching import return_span
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """An annotation of the entry point names something that does not exist when the worker evaluates it."""
    entry = function.entry_point
    if not function.readable or entry.state != "found" or function.import_failure is not None:
        return
    for name, form in entry.annotation_forms:
        if form.failure is None:
            continue
        parameter = next((p for p in entry.parameters or () if p.name == name), None)
        place = parameter.annotation_span if parameter is not None else return_span(entry)
        yield Diagnostic(
            place,
            f"the annotation cannot be evaluated: {form.failure.reason}",
            help="the worker evaluates annotations at load: import the name outside 'if TYPE_CHECKING'",
            offer=partial(_fix, function, form.failure.reason),
        )


def _fix(function: Function, reason: str) -> Fix | None:
    from funclint.app import code_fixes

    module, names = function.entry_point.module, re.findall(r"'(\w+)'", reason)
    if module is None:
        return None
    return code_fixes.import_always(module, names) or code_fixes.import_needed(module, names)
