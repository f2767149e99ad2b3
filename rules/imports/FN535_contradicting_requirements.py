"""A requirement is given twice, with versions that exclude each other or at least differ."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.app.requirements import Requirement
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A requirement is given twice, with versions that exclude each other or at least differ."""
    first: dict[str, Requirement] = {}
    for item in app.requirements.items:
        if item.name is None or item.applies is not True or item.folder is not None:
            continue
        other = first.setdefault(item.name, item)
        if other is item or other.specifier == item.specifier:
            continue
        excluded = _exclude_each_other(other, item)
        yield Diagnostic(
            item.span,
            f"'{item.written}' is required twice, "
            + ("with versions that exclude each other: pip installs nothing" if excluded else "with other versions"),
            help="keep one of the two lines",
            related=(Label(other.span, "required here before"),),
            severity=Severity.ERROR if excluded else None,
        )


def _exclude_each_other(one: Requirement, other: Requirement) -> bool:
    """Whether the version that one of them pins is none that the other allows."""
    from packaging.specifiers import SpecifierSet

    for pinned, allowing in ((one, other), (other, one)):
        version = pinned.specifier.removeprefix("==")
        if pinned.specifier.startswith("==") and not version.startswith("=") and version.replace(".", "").isdigit():
            return not SpecifierSet(allowing.specifier).contains(version, prereleases=True)
    return False
