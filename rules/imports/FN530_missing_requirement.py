"""A module is imported that no requirement of the app brings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.missing_packages import MissingPackage, missing_packages
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity, Span
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.MANUAL))


def check(function: Function) -> Iterator[Diagnostic]:
    """A module is imported that no requirement of the app brings."""
    if not function.readable:
        return
    requirements = function.app.requirements
    if requirements.path is None:
        return
    name = requirements.path.name
    for missing in missing_packages(function):
        yield Diagnostic(
            missing.span,
            _message(missing, name),
            help=_help(missing, name),
            related=(Label(Span(requirements.path), "does not bring it"),),
            offer=partial(_fix, function, missing),
        )


def _message(missing: MissingPackage, name: str) -> str:
    if missing.removed_in is not None:
        return f"the standard library of Python {missing.removed_in} has no '{missing.module}', and {name} brings none"
    return f"'{missing.module}' is imported, but nothing in {name} brings it"


def _help(missing: MissingPackage, name: str) -> str:
    if len(missing.candidates) == 1:
        return f"add {missing.candidates[0]} to {name}"
    if missing.candidates:
        return f"add one of {', '.join(missing.candidates)} to {name}"
    return f"correct the name, add what brings it to {name}, or list it in the setting known-modules"


def _fix(function: Function, missing: MissingPackage) -> Fix | None:
    requirements = function.app.requirements
    if len(missing.candidates) != 1:
        return None
    edit = requirements.appended(missing.candidates[0])
    applicability = Applicability.MANUAL if requirements.compiled else Applicability.SAFE
    return Fix(f"require {missing.candidates[0]}", applicability, (edit,)) if edit is not None else None
