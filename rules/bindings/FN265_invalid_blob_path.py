"""The path of a blob trigger has no container, no blob, or an expression as container."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The path of a blob trigger has no container, no blob, or an expression as container."""
    trigger = function.trigger
    if not function.readable or trigger is None or (trigger.type or "").lower() != "blobtrigger":
        return
    key = "path" if trigger.value("path") else "blobPath"
    path = trigger.text(key)
    if path is None or "%" in path:
        return
    container, slash, blob = path.partition("/")
    if (slash and not (container and blob)) or "\\" in container:
        yield Diagnostic(
            trigger.span(key),
            f"'{path}' is no path of a blob",
            help="write 'container/name' or 'container', with no '/' at the beginning",
        )
    elif "{" in container:
        yield Diagnostic(
            trigger.span(key),
            f"the container of a blob trigger is fixed, but here it is '{container}'",
            help="name the container; braces can stand in the rest of the path",
        )
