"""Which modules the packages of an app bring, as far as its requirements and the known distributions tell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.app.requirements import Requirements
from funclint.catalogue.distributions import distribution, normalized, providers
from funclint.files import Files

if TYPE_CHECKING:
    from funclint.catalogue.installed import Installed

OF_THE_WORKER = "azure-functions"
"""The worker brings its own copy, so what this depends on is there as well."""
NEVER_MISSED = frozenset(("pip", "setuptools", "wheel"))
"""Part of the images that functions run in, or of the Python that builds the app."""

_ENVIRONMENTS = (".venv", "venv", "env", ".env", "antenv")
_DEPLOYED = (".python_packages", "lib", "site-packages")


class AppPackages:
    """The packages of one app; everything is read when it is first needed."""

    def __init__(
        self, root: Path, files: Files, requirements: Callable[[], Requirements], known_modules: frozenset[str]
    ) -> None:
        self.root = root
        self.files = files
        self.known_modules = known_modules
        self._requirements = requirements
        self._listed: dict[str, None] | None = None
        self._installed: Installed | None = None
        self._answers: dict[str, bool | None] = {}
        self._closure: tuple[set[str], bool] | None = None

    def provides(self, dotted: str) -> bool | None:
        """Whether a module comes with what is listed, its dependencies included; None when that cannot be told."""
        if dotted not in self._answers:
            self._answers[dotted] = self._provides(dotted)
        return self._answers[dotted]

    def lists(self, name: str) -> bool | None:
        """Whether a distribution is listed or a dependency of one that is; None when that cannot be told."""
        found, complete = self._follow(list(self._names()))
        return True if name in found else False if complete else None

    def is_known(self, dotted: str) -> bool:
        """Whether distributions with this module, or one of its name, are known."""
        return any(providers(dotted)) or distribution(normalized(dotted.partition(".")[0])) is not None

    def resembles(self, name: str) -> bool:
        """Whether something listed, whose modules are not known, is called much like a module."""
        wanted = name.lower().replace("_", "").replace("-", "")
        return any(
            wanted in (item.written or "").lower().replace("_", "").replace("-", "").replace(".", "")
            for item in self._requirements().items
            if item.name is None or distribution(item.name) is None
        )

    def candidates(self, dotted: str) -> list[str]:
        """The distributions to install for the sake of a module, as far as known."""
        mine, _ = providers(dotted)
        if not mine and self.is_known(dotted) and not any(providers(dotted)):
            mine = [normalized(dotted.partition(".")[0])]
        return mine or sorted(self.installed.providers(dotted))

    @property
    def installed(self) -> Installed:
        """What the app's virtual environment has, and the Python that runs funclint."""
        if self._installed is None:
            from funclint.catalogue.installed import installed_in

            self._installed = installed_in((*map(str, self._site_packages()), *sys.path))
        return self._installed

    def _site_packages(self) -> list[Path]:
        found = []
        for name in _ENVIRONMENTS:
            if self.files.is_dir(self.root / name):
                library = self.root / name / "lib"
                below = [library / part for part in self.files.names(library) if part.startswith("python3")]
                folders = [*below, self.root / name / "Lib"]
                found += [f / "site-packages" for f in folders if self.files.is_dir(f / "site-packages")]
        return found

    def _names(self) -> dict[str, None]:
        if self._listed is None:
            items = self._requirements().items
            self._listed = {item.name: None for item in items if item.name is not None and item.applies is not False}
        return self._listed

    def _provides(self, dotted: str) -> bool | None:
        prefixes = _prefixes(dotted)
        if any(prefix in self.known_modules for prefix in prefixes):
            return True
        listed = self._names()
        if any(normalized(prefix.replace(".", "-")) in listed for prefix in prefixes):
            return True
        mine, others = providers(dotted)
        if any(name in listed for name in (*mine, *others)):
            return True
        everything, complete = self.closure()
        if any(name in everything for name in (*mine, *others)) or self._deployed(prefixes[-1]):
            return True
        if not NEVER_MISSED.isdisjoint((*mine, *others)) or self._requirements().path is None:
            return None
        if not complete or self._requirements().open_ended:
            return True if any(name in everything for name in self.installed.providers(dotted)) else None
        return any(name in everything for name in self.installed.providers(dotted))

    def _deployed(self, first: str) -> bool:
        folder = self.root.joinpath(*_DEPLOYED)
        if not self.files.is_dir(self.root / _DEPLOYED[0]):
            return False
        names = self.files.names(folder)
        return first in names or first + ".py" in names

    def closure(self) -> tuple[set[str], bool]:
        """All distributions that are installed, and whether there are certainly no others."""
        if self._closure is None:
            self._closure = self._follow([OF_THE_WORKER, *self._names()])
        return self._closure

    def _follow(self, waiting: list[str]) -> tuple[set[str], bool]:
        requirements = self._requirements()
        complete = all(
            item.name is not None and not item.extras and item.applies is not None
            for item in requirements.items
            if item.applies is not False
        )
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found.add(name)
            known = distribution(name)
            if known is not None:
                waiting += known.requires
            if (known is None or not known.complete) and name in self._names():
                further = self.installed.requires(name)
                waiting += further or []
                complete &= further is not None
        return found, complete


def _prefixes(dotted: str) -> list[str]:
    """A dotted name and the packages above it, the first of all last."""
    parts = dotted.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
