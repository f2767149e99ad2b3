"""A comment that speaks to funclint names no rule that there is. The engine finds it when it looks for suppressions."""

from __future__ import annotations

from funclint.diagnostic import Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS)
