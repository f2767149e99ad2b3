"""A rule of funclint failed on a function: reported by the engine itself."""

from __future__ import annotations

from funclint.diagnostic import Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)
