"""local.settings.json sets a variable that Core Tools set themselves, which ends func start."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


_RESERVED = frozenset({"website_hostname", "azurewebjobsscriptroot", "container_name"})


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """local.settings.json sets a variable that Core Tools set themselves, which ends func start."""
    settings = app.settings
    if settings is None:
        return
    for member in settings.values():
        if member.key.lower() in _RESERVED and member.value.kind != "null":
            yield Diagnostic(
                settings.key_span(member),
                f"'{member.key}' is reserved: 'func start' ends with it",
                help="remove it; Core Tools set it themselves"
                if member.key.lower() != "container_name"
                else "rename it",
            )
