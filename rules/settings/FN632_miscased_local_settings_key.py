"""A key of local.settings.json is written in another case, so it is not read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.local_settings import KEYS, LocalSettings
from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Member, Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A key of local.settings.json is written in another case, so it is not read."""
    settings = app.local_settings
    if not isinstance(settings, LocalSettings) or settings.root is None:
        return
    for member in settings.root.members:
        wanted = next((key for key in KEYS if key.lower() == member.key.lower()), None)
        if wanted is None or wanted in (member.key, "IsEncrypted") or settings.root.get(wanted) is not None:
            continue
        yield Diagnostic(
            settings.span(member),
            f"'{member.key}' is not read: its name is '{wanted}', in this case",
            help=f"write '{wanted}'",
            offer=partial(_fix, settings, settings.root, member, wanted),
        )


def _fix(settings: LocalSettings, root: Node, member: Member, wanted: str) -> Fix:
    from funclint.app import settings_fixes

    return settings_fixes.rename(settings, root, member, wanted, Applicability.SAFE)
