"""The standard library of the Python versions that the worker runs on (stdlib.txt, measured on Linux).

Versions are pairs such as ``(3, 11)``. A version newer than those measured is taken to have what the newest of them
has, an older one what the oldest has; ``measured`` tells whether that guess was needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from funclint.catalogue.table import FOLDER, Table

TABLE = Table(FOLDER / "stdlib.txt")
KINDS = {"c": "class", "f": "function", "m": "module", "o": "other"}
BASES = {
    "s": "str",
    "y": "bytes",
    "b": "bytearray",
    "d": "dict",
    "i": "int",
    "G": "typing.Generic",
    "I": "collections.abc.Iterable",
}
"""Letters of the data file for the classes whose subclasses are told apart."""
READ = "r"
WHOLE = "*"
"""Stands for the submodules of a package that is recorded as a whole: any dotted name below it exists."""
PLATFORM = frozenset(
    [
        "_socket",
        "_ssl",
        "curses",
        "errno",
        "fcntl",
        "mmap",
        "os",
        "posix",
        "resource",
        "select",
        "signal",
        "socket",
        "ssl",
        "syslog",
        "termios",
        "time",
    ]
)
"""Modules whose constants mirror the operating system and the libraries Python was built with."""


class StdlibName:
    """An attribute of a module of the standard library.

    ``kind``: ``class``, ``function``, ``module`` or ``other``, the last also where versions differ. ``target``: the
    bare name when it is one of the builtin classes (``typing.Text`` is ``str``), else the dotted name asked for. Of a
    class: ``bases``, those of str, bytes, bytearray, dict, int, typing.Generic and collections.abc.Iterable that it
    is a subclass of, itself included; ``read``, whether it has a callable attribute ``read``.
    """

    __slots__ = ("_versions", "bases", "kind", "read", "target")

    def __init__(self, kind: str, target: str, bases: frozenset[str], read: bool, versions: str) -> None:
        self.kind = kind
        self.target = target
        self.bases = bases
        self.read = read
        self._versions = versions

    def exists(self, python: tuple[int, int]) -> bool:
        """Whether the module has it on this Python version."""
        return _covers(self._versions, python)

    def __repr__(self) -> str:
        return f"StdlibName({self.kind}, {self.target})"


class StdlibModule:
    """A module of the standard library and its attributes right after it is imported, without private ones.

    ``dynamic``: its attributes are not all known, on one version at least: it has a ``__getattr__``, or importing it
    has effects or needs another system. ``submodules``: the last names of the modules in this package on any version;
    they are attributes only where the package itself imports them, but any import elsewhere makes them so.
    """

    __slots__ = ("_dynamic", "_names", "_record", "dynamic", "name", "submodules")

    def __init__(self, record: list[str]) -> None:
        self.name = record[0]
        self._record = record
        self._dynamic = record[2]
        self._names: dict[str, list[tuple[str, str]]] | None = None
        self.dynamic = record[2] != "-"
        self.submodules = () if record[3] == WHOLE else tuple(record[3].split())

    def exists(self, python: tuple[int, int]) -> bool:
        """Whether this Python version has the module."""
        return _covers(self._record[1], python)

    def attribute(self, name: str) -> StdlibName | None:
        """The attribute of this name on any version; None also for what is not recorded."""
        tokens = self._table().get(name)
        if tokens is None:
            return None
        versions = _join([_split(token)[2] for _, token in tokens])
        if len(tokens) > 1:
            return StdlibName("other", f"{self.name}.{name}", frozenset(), False, versions)
        kind, token = tokens[0]
        flags, target, _ = _split(token)
        if not target:
            target = name if self.name == "builtins" else f"{self.name}.{name}"
        bases = frozenset(BASES[letter] for letter in flags if letter != READ)
        return StdlibName(KINDS[kind], target, bases, READ in flags, versions)

    def names(self) -> Iterator[str]:
        """The recorded attributes, of all versions."""
        return iter(self._table())

    def lacks(self, name: str, python: tuple[int, int]) -> bool:
        """Whether the attribute is surely missing, so that ``from module import name`` fails on Linux.

        False when that cannot be said: a version that was not measured, a dynamic module, a private name, a constant
        that depends on the build, a submodule.
        """
        if not measured(python) or (self.dynamic and _covers(self._dynamic, python)):
            return False
        if name.startswith("_") or name in self.submodules or (self.name in PLATFORM and name.isupper()):
            return False
        found = self.attribute(name)
        return found is None or not found.exists(python)

    def _table(self) -> dict[str, list[tuple[str, str]]]:
        if self._names is None:
            self._names = {}
            for kind, group in zip(KINDS, self._record[4:], strict=True):
                for token in group.split():
                    name, _, rest = token.partition("/")
                    self._names.setdefault(name, []).append((kind, rest))
        return self._names

    def __repr__(self) -> str:
        return f"StdlibModule({self.name})"


_modules: dict[str, StdlibModule | None] = {}
_measured: list[int] = []


def stdlib_module(name: str) -> StdlibModule | None:
    """The module of this dotted name on any of the versions; None when the standard library never had it there.

    Modules below a package that is recorded as a whole (``test.support``) are dynamic ones.
    """
    if name not in _modules:
        record = TABLE.record(name)
        if record is None and "." in name:
            package = TABLE.record(name.partition(".")[0])
            if package is not None and package[3] == WHOLE:
                record = [name, *package[1:]]
        _modules[name] = StdlibModule(record) if record is not None else None
    return _modules[name]


def is_stdlib_module(name: str, python: tuple[int, int]) -> bool:
    """Whether ``import name`` finds a module of the standard library on this Python version."""
    module = stdlib_module(name)
    return module is not None and module.exists(python)


def measured(python: tuple[int, int]) -> bool:
    """Whether the catalogue was made with this Python version."""
    return python[0] == 3 and python[1] in _minors()


def _minors() -> list[int]:
    if not _measured:
        _measured.extend(int(version.split(".")[1]) for version in TABLE.header()["python"].split())
    return _measured


def _covers(versions: str, python: tuple[int, int]) -> bool:
    """Whether a version is among ``versions``: empty for all, else minor versions as ``10-12,14``."""
    if not versions:
        return True
    minors = _minors()
    minor = max(python[1], minors[0])
    known = min(minor, minors[-1])
    for part in versions.split(","):
        first, _, last = part.partition("-")
        if int(first) <= known <= int(last or first) or minors[-1] < int(first) <= minor:
            return True
    return False


def _split(token: str) -> tuple[str, str, str]:
    """Flags, target and versions of what follows a name: ``flags=target@versions``."""
    rest, _, versions = token.partition("@")
    flags, _, target = rest.partition("=")
    return flags, target, versions


def _join(versions: list[str]) -> str:
    return "" if "" in versions else ",".join(versions)
