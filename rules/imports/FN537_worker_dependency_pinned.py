"""A package that the worker itself uses is pinned to a version that breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

OLDEST = {"protobuf": (3, 20), "grpcio": (1, 33), "grpcio-tools": (1, 33)}
"""The first versions with what today's workers use of them (worker issues 789 and 1332)."""
ISOLATING = (3, 13)
"""From this Python on the worker keeps its own packages apart from those of the app."""

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A package that the worker itself uses is pinned to a version that breaks it."""
    severity = None if app.target.python_version < ISOLATING else Severity.INFO
    for name, oldest in OLDEST.items():
        for item in app.requirements.listing(name):
            pinned = re.match(r"(?:==|~=)(\d+)\.(\d+)", item.specifier)
            if pinned is not None and (int(pinned[1]), int(pinned[2])) < oldest:
                yield Diagnostic(
                    item.span,
                    f"'{item.written}' is too old for the worker, which up to Python 3.12 gets the app's copy of it",
                    help=f"require at least {'.'.join(map(str, oldest))}, or remove the line",
                    severity=severity,
                )
