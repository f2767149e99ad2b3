"""Format extra arguments, as pyflakes finds it."""

from __future__ import annotations

from funclint.diagnostic import Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)
