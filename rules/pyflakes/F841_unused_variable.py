"""Unused variable, as pyflakes finds it."""

from __future__ import annotations

from funclint.diagnostic import Applicability, Fix, Severity
from funclint.python.module import Module, PyflakesMessage
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.INFO, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def mend(module: Module, message: PyflakesMessage) -> Fix | None:
    from funclint.python import flake_fixes

    return flake_fixes.unused_variable(module, message)
