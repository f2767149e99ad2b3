"""What ``azure.functions`` and ``azure.durable_functions`` offer to an app: modules, names, classes (sdk.txt)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from funclint.catalogue.table import FOLDER, Table

TABLE = Table(FOLDER / "sdk.txt")
KINDS = {"c": "class", "f": "function", "m": "module", "o": "other"}


class SdkName:
    """A name of an SDK module, or an SDK class.

    ``kind`` is ``class``, ``function``, ``module`` or ``other`` (constants, typing aliases, instances). ``target`` is
    where the class or module really lives (``azure.functions.HttpRequest`` is ``azure.functions._http.HttpRequest``);
    for the other kinds it is the dotted name asked for.

    Of a class: ``mro``, dotted names from itself to ``object``, builtins by their bare name; ``generic``, whether it
    is a subclass of ``typing.Generic``; ``abstract``, whether calling it raises TypeError for want of methods;
    ``read``, whether it has a callable attribute ``read``.
    """

    __slots__ = ("abstract", "generic", "kind", "mro", "read", "target")

    def __init__(
        self, kind: str, target: str, mro: tuple[str, ...] = (), abstract: bool = False, read: bool = False
    ) -> None:
        self.kind = kind
        self.target = target
        self.mro = mro
        self.generic = "typing.Generic" in mro
        self.abstract = abstract
        self.read = read

    def __repr__(self) -> str:
        return f"SdkName({self.kind}, {self.target})"


class SdkModule(Mapping[str, SdkName]):
    """The attributes of a module right after it is imported, without those of double underscores.

    ``dynamic``: its attributes are not all known (it could not be imported, or has a ``__getattr__``).
    ``star``: what ``from module import *`` binds. ``star_missing``: names of ``__all__`` that the module lacks, for
    which that statement raises AttributeError. ``submodules``: the modules of this package, attributes or not.
    """

    __slots__ = ("_cache", "_targets", "dynamic", "name", "star", "star_missing", "submodules")

    def __init__(self, record: list[str]) -> None:
        self.name, _, flags, star, missing, submodules, *groups = record
        self._targets: dict[str, tuple[str, str]] = {}
        self._cache: dict[str, SdkName] = {}
        for kind, group in zip(KINDS, groups, strict=True):
            for token in group.split():
                name, _, target = token.partition("=")
                self._targets[name] = (kind, target or f"{self.name}.{name}")
        self.dynamic = "d" in flags
        self.star_missing = tuple(missing.split())
        self.submodules = tuple(submodules.split())
        self.star = (
            tuple(star.split()) if "s" in flags else tuple(name for name in self._targets if not name.startswith("_"))
        )

    def __getitem__(self, name: str) -> SdkName:
        found = self._cache.get(name)
        if found is None:
            kind, target = self._targets[name]
            found = (sdk_class(target) if kind == "c" else None) or SdkName(KINDS[kind], target)
            self._cache[name] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._targets)

    def __len__(self) -> int:
        return len(self._targets)

    def __contains__(self, name: object) -> bool:
        return name in self._targets


_modules: dict[str, SdkModule | None] = {}
_classes: dict[str, SdkName | None] = {}


def sdk_module(name: str) -> SdkModule | None:
    """The module of this dotted name, None when the SDK has none.

    The namespace ``azure`` itself is not among them: other packages share it.
    """
    if name not in _modules:
        record = TABLE.record(name)
        _modules[name] = SdkModule(record) if record is not None and record[1] == "module" else None
    return _modules[name]


def sdk_class(canonical: str) -> SdkName | None:
    """The class whose real home is this dotted name, e.g. ``azure.functions._abc.HttpRequest``.

    Also classes of other packages that SDK modules or their classes refer to, such as ``datetime.datetime``.
    """
    if canonical not in _classes:
        record = TABLE.record(canonical)
        found = None
        if record is not None and record[1] == "class":
            flags = record[2]
            mro = (canonical, *record[3].split())
            found = SdkName("class", canonical, mro, "a" in flags, "r" in flags)
        _classes[canonical] = found
    return _classes[canonical]
