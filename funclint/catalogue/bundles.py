"""The published extension bundles (bundles.txt)."""

from __future__ import annotations

from functools import cache

from funclint.catalogue.table import FOLDER, Table

TABLE = Table(FOLDER / "bundles.txt")

DEFAULT_ID = "Microsoft.Azure.Functions.ExtensionBundle"
NEWEST_CLOSED_MAJOR = 3
"""Nothing is published any more for bundles up to this major."""

MINIMUM = (2, 6, 1)
"""Host 4.x refuses older versions of the default bundle (ScriptStartupTypeLocator.ValidateBundleRequirements)."""

Version = tuple[int, int, int]


class Release:
    """A major of a bundle: ``bundle`` is how the catalogue calls it (``4``, ``4p``), None if it does not know it."""

    __slots__ = ("bundle", "first", "id", "last")

    def __init__(self, record: list[str]) -> None:
        self.id, bundle, first, last = record
        self.bundle = None if bundle == "-" else bundle
        self.first, self.last = _version(first), _version(last)


@cache
def releases() -> tuple[Release, ...]:
    """All releases, the newest major of an id last."""
    return tuple(Release(record) for record in TABLE.records())


def bundle_ids() -> list[str]:
    """The ids under which Microsoft publishes bundles."""
    return list(dict.fromkeys(release.id for release in releases()))


def newest(bundle: str = "4") -> str:
    """The newest version of a bundle that the catalogue knows, as text."""
    return next(".".join(map(str, item.last)) for item in releases() if item.bundle == bundle)


def title(bundle: str) -> str:
    """What a bundle is called in a message: ``extension bundle 4``."""
    variant = {"p": "preview ", "e": "experimental "}.get(bundle[1:], "")
    return f"{variant}extension bundle {bundle[0]}"


def _version(text: str) -> Version:
    major, minor, patch = map(int, text.split("."))
    return major, minor, patch
