"""A key stands twice in the same object of host.json."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.host import HostJson
from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Member
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A key stands twice in the same object of host.json."""
    host = app.host
    if host is None:
        return
    for member in host.document.duplicates:
        yield Diagnostic(
            host.span(member),
            f"the key '{member.key}' stands again further down: this one is ignored",
            help="remove one of the two",
            offer=partial(_fix, host, member),
        )


def _fix(host: HostJson, member: Member) -> Fix | None:
    from funclint.app import settings_fixes

    return settings_fixes.repeated(host, member)
