"""A property under a name that only other generations of the extension read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.shape import Shape
from funclint.catalogue.bindings import Property
from funclint.catalogue.bundles import title
from funclint.diagnostic import Diagnostic, Fix, Label, Severity
from funclint.jsonc import Member
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """A property under a name that only other generations of the extension read."""
    for shape in function.shapes:
        for member in shape.unknown:
            old = shape.renamed(member)
            if old is None or (not old.bundles and old.renamed is None):
                continue
            today = shape.name_today(old)
            by = title(shape.bundle) if shape.bundle and old.bundles else "the host"
            since = "" if old.bundles else " since Functions 2.x"
            yield Diagnostic(
                shape.binding.key_span(member.key),
                f"{by} does not read '{old.name}'{since}"
                + (f": it reads '{today}'" if today else ", so it is ignored"),
                help=f'write "{today}"' if today and today.lower() not in shape.members else None,
                related=_bundle_label(function, shape) if old.bundles else (),
                severity=_severity(shape, old, today),
                offer=partial(_fix, shape, member, today),
            )


def _fix(shape: Shape, member: Member, today: str | None) -> Fix | None:
    from funclint.app import property_fixes

    return property_fixes.rename_to_today(shape, member, today) if today is not None else None


def _severity(shape: Shape, old: Property, today: str | None) -> Severity | None:
    """An error where the host refuses the binding, or every call fails, for want of the property by today's name.

    A cosmosDB binding gets its container from a constructor that takes both names, else it has none. Where both names
    are written nothing is lost.
    """
    if today is None:
        return None
    if today.lower() in shape.present:
        return Severity.INFO
    fatal = today in shape.missing or (shape.type.type == "cosmosDB" and old.by_constructor)
    return Severity.ERROR if fatal else None


def _bundle_label(function: Function, shape: Shape) -> tuple[Label, ...]:
    host = function.app.host
    section = host.bundle if host is not None else None
    if host is None or section is None or shape.bundle is None:
        return ()
    return (Label(host.span(section.version_node or section.node), f"this is {title(shape.bundle)}"),)
