"""A comment silences a rule that reports nothing there. The engine finds it once all other rules have run."""

from __future__ import annotations

from funclint.diagnostic import Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS)
