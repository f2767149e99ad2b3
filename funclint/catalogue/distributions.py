"""What distributions of PyPI bring: the modules to import and the distributions they depend on (distributions.txt).

Measured from installed ones where the last field says a version, else as their projects document it; dependencies are
those of any version seen. ``python -m funclint.catalogue.measure.distributions FOLDER`` measures anew.
"""

from __future__ import annotations

import re

from funclint.catalogue.table import FOLDER, Table

TABLE = Table(FOLDER / "distributions.txt")
UNKNOWN = "?"
"""Among the dependencies: there are others."""
OTHER = "~"
"""Before a module: the distribution brings it, but is not the one to install for its sake."""

_SEPARATORS = re.compile(r"[-_.]+")


class Distribution:
    """One distribution: ``modules`` that it brings, ``requires`` the distributions it depends on, both by name.

    ``complete``: whether those are all the dependencies.
    """

    __slots__ = ("complete", "modules", "name", "requires")

    def __init__(self, name: str, modules: tuple[str, ...], requires: tuple[str, ...], complete: bool) -> None:
        self.name = name
        self.modules = modules
        self.requires = requires
        self.complete = complete


_found: dict[str, Distribution | None] = {}
_providers: dict[str, tuple[list[str], list[str]]] = {}


def normalized(name: str) -> str:
    """A distribution's name as PEP 503 normalizes it."""
    return _SEPARATORS.sub("-", name).lower()


def distribution(name: str) -> Distribution | None:
    """What is known of a distribution, by its normalized name."""
    if name not in _found:
        record = TABLE.record(name)
        found = None
        if record is not None:
            requires = tuple(record[2].split())
            modules = tuple(module.lstrip(OTHER) for module in record[1].split())
            known = tuple(item for item in requires if item != UNKNOWN)
            found = Distribution(name, modules, known, known == requires)
        _found[name] = found
    return _found[name]


def providers(dotted: str) -> tuple[list[str], list[str]]:
    """The distributions that bring a module or the nearest package above it that any brings.

    Two lists: those to install for its sake, and the others that have it. Both are empty for what is not known.
    """
    if not _providers:
        for name, modules, *_ in TABLE.records():
            for module in modules.split():
                mine, others = _providers.setdefault(module.lstrip(OTHER), ([], []))
                (others if module.startswith(OTHER) else mine).append(name)
    while dotted:
        found = _providers.get(dotted)
        if found is not None:
            return found
        dotted = dotted.rpartition(".")[0]
    return [], []
