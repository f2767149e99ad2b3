"""A trigger needs AzureWebJobsStorage, which local.settings.json does not set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.local_settings import LocalSettings
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


_WITHOUT_STORAGE = frozenset(
    {"httptrigger", "kafkatrigger", "rabbitmqtrigger", "orchestrationtrigger", "activitytrigger", "entitytrigger"}
)


def check(function: Function) -> Iterator[Diagnostic]:
    """A trigger needs AzureWebJobsStorage, which local.settings.json does not set."""
    settings = function.app.settings
    if settings is None or settings.encryption != "no" or not function.readable:
        return
    kind = next(
        (b.type for b in function.bindings if b.type and "trigger" in b.type.lower()
         and b.type.lower() not in _WITHOUT_STORAGE), None
    )  # fmt: skip
    if kind is None or settings.value("AzureWebJobsStorage") or settings.has_section("AzureWebJobsStorage"):
        return
    member = next((item for item in reversed(settings.values()) if item.key == "AzureWebJobsStorage"), None)
    yield Diagnostic(
        settings.span(member.value) if member is not None else settings.section_span(),
        f"'AzureWebJobsStorage' is {'missing' if member is None else 'empty'}, but a {kind} needs it",
        help='"UseDevelopmentStorage=true" stands for the storage emulator Azurite',
        offer=partial(_fix, settings),
    )


def _fix(settings: LocalSettings) -> Fix | None:
    from funclint.app import settings_fixes

    return settings_fixes.set_value(settings, "AzureWebJobsStorage", "UseDevelopmentStorage=true")
