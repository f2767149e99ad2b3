"""Which folders are function apps, which of them are asked for, and what is ignored."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from funclint.files import Files
from funclint.settings import Patterns, SettingsError
from funclint.text import ReadError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NEVER_ENTERED = frozenset(
    {
        "node_modules", ".python_packages", "__pycache__", ".git", ".hg", ".svn", ".tox", ".nox", ".eggs",
        ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".idea", ".terraform", "site-packages",
    }
)  # fmt: skip

_TELLING = frozenset({"host.json", "function.json", ".gitignore", "pyvenv.cfg"})

BASELINE = "funclint-baseline.json"

_Spec = tuple[str, "GitIgnoreSpec"]
"""Patterns and the folder that they are relative to."""


class App(NamedTuple):
    """A function app that is asked for.

    ``only``: None for the whole app, else the files (and folders) to which the report is confined. ``named``: for a
    whole app, what was named to get it.
    """

    root: Path
    only: frozenset[Path] | None = None
    named: frozenset[Path] = frozenset()

    @property
    def not_excluded(self) -> frozenset[Path]:
        """What was named, which patterns exclude only if they are forced to."""
        return self.named if self.only is None else self.only


class Found:
    """Apps ordered by path, and what has to be said about the search, one sentence each."""

    __slots__ = ("apps", "warnings")

    def __init__(self) -> None:
        self.apps: list[App] = []
        self.warnings: list[str] = []


def find_apps(
    paths: Iterable[str | Path],
    excludes: Callable[[Path], tuple[Patterns, ...]] | None = None,
    forced: Callable[[Path], bool] | None = None,
) -> Found:
    """The apps in the folders and around the files that ``paths`` name.

    A function app is a folder with ``host.json``, or one whose direct subfolders hold ``function.json`` and that lies
    in no folder with ``host.json``. ``excludes`` gives, for the folder in which a search starts, what is not entered.
    What is named itself is never ignored, unless ``forced`` says of its folder that it obeys ``excludes`` too.
    Raises SettingsError for a path that does not exist.
    """
    found = Found()
    whole: dict[str, set[Path]] = {}
    parts: dict[str, set[Path]] = {}
    for given in paths:
        path = os.path.abspath(given)
        if not os.path.lexists(path):
            raise SettingsError(f"{given}: no such file or folder")
        is_folder = os.path.isdir(path)
        folder = Path(path if is_folder else os.path.dirname(path))
        is_forced = forced is not None and forced(folder)
        if is_forced and excludes is not None and Exclusion(excludes(folder)).covers(Path(path), is_folder):
            continue
        if is_folder:
            excluded = excludes(folder) if excludes is not None else ()
            apps = _Walk(path, found.warnings, excluded if is_forced else without_named(excluded, path, True)).apps()
            for app in apps:
                whole.setdefault(app, set()).add(folder)
            if apps:
                continue
            start = path
        else:
            start = os.path.dirname(path)
        around = app_around(start)
        if around is None:
            found.warnings.append(f"no function app {'in' if start == path else 'around'} {given}")
        else:
            parts.setdefault(around, set()).add(Path(path))
    for root in sorted(whole.keys() | parts.keys()):
        named = frozenset(parts.get(root, ()))
        found.apps.append(App(Path(root), None, named | whole[root]) if root in whole else App(Path(root), named))
    return found


def app_around(folder: str) -> str | None:
    """The app that ``folder`` is or lies in: the nearest one with ``host.json``, else one without, in its repository.

    Without ``host.json`` a folder further up counts only if the way from it leads through one of its functions: else a
    stray function.json would make an app of somebody's whole home folder.
    """
    below: str | None = None
    without_host: str | None = None
    for at in up_to_repository(folder):
        if os.path.isfile(os.path.join(at, "host.json")):
            return at
        if without_host is None and (below is None or _is_function_folder(below)) and _is_app(at):
            without_host = at
        below = at
    return without_host


def nearest_baseline(root: Path) -> Path | None:
    """The baseline at or above an app, in its repository."""
    for folder in up_to_repository(str(root)):
        path = os.path.join(folder, BASELINE)
        if os.path.isfile(path):
            return Path(path)
    return None


def up_to_repository(folder: str) -> Iterator[str]:
    """``folder`` and those above it, up to the root of the repository."""
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder or os.path.lexists(os.path.join(folder, ".git")):
            return
        folder = parent


def _is_app(folder: str) -> bool:
    """Whether a folder without ``host.json`` in or above it is an app; _apps_among says the same of a whole walk."""
    names = _names(folder)
    if not any(_is_function_folder(os.path.join(folder, name)) for name in names):
        return False
    parent = os.path.dirname(folder)
    return not ("function.json" in names and parent != folder and _is_app(parent))


def _is_function_folder(folder: str) -> bool:
    # A folder with both files is an app with a misplaced function.json, not a function.
    return os.path.isfile(os.path.join(folder, "function.json")) and not os.path.isfile(
        os.path.join(folder, "host.json")
    )


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


class _Walk:
    """One pass over a folder tree with plain strings, quick enough for thousands of folders."""

    def __init__(self, start: str, warnings: list[str], excluded: tuple[Patterns, ...]) -> None:
        self._start = start
        self._warnings = warnings
        self._real_roots: list[str] = []
        self._excluded: tuple[_Spec, ...] = ()
        if excluded:
            self._excluded = tuple(_specs(excluded))

    def apps(self) -> list[str]:
        outer = _outer_gitignores(self._start)
        if _ignored(self._start, outer):
            outer = ()  # what is named itself is not ignored, nor what is in it
        # One entry for each folder, parents before children: path, index of the parent, ignore patterns.
        pending: list[tuple[str, int, tuple[_Spec, ...]]] = [(self._start, -1, outer)]
        folders: list[str] = []
        parents: list[int] = []
        has_host: list[bool] = []
        has_function: list[bool] = []
        while pending:
            folder, parent, ignores = pending.pop()
            telling: list[str] = []
            inner: list[str] = []
            links: list[str] = []
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        name = entry.name
                        if entry.is_dir(follow_symlinks=False):
                            if name not in NEVER_ENTERED:
                                inner.append(name)
                        elif name in _TELLING:
                            telling.append(name)
                        elif entry.is_symlink() and name not in NEVER_ENTERED:
                            links.append(name)
            except OSError as error:
                self._warnings.append(f"{folder}: cannot be read: {error.strerror or error}")
                continue
            prefix = folder if folder.endswith(os.sep) else folder + os.sep
            # Through os.path, not the entry, which raises for a link to itself.
            telling = [name for name in telling if os.path.isfile(prefix + name)]
            if "pyvenv.cfg" in telling and parent >= 0:
                continue
            index = len(folders)
            folders.append(folder)
            parents.append(parent)
            has_host.append("host.json" in telling)
            has_function.append("function.json" in telling)
            if ".gitignore" in telling:
                ignores = self._with_gitignore(folder, ignores)
            if links:
                inner += [name for name in links if self._enter_link(prefix + name)]
            inner.sort(reverse=True)
            for name in inner:
                path = prefix + name
                if ignores and _ignored(path, ignores):
                    continue
                if self._excluded and _ignored(path, self._excluded):
                    continue
                pending.append((path, index, ignores))
        return _apps_among(folders, parents, has_host, has_function)

    def _enter_link(self, path: str) -> bool:
        """Whether a link leads to a folder that this walk does not see anyway, and that does not contain the walk."""
        if not os.path.isdir(path):
            return False
        real = os.path.realpath(path)
        if not self._real_roots:
            self._real_roots.append(os.path.realpath(self._start))
        for root in self._real_roots:
            if real == root or real.startswith(root.rstrip(os.sep) + os.sep):
                return False
            if root.startswith(real.rstrip(os.sep) + os.sep):
                return False
        self._real_roots.append(real)
        return True

    def _with_gitignore(self, folder: str, ignores: tuple[_Spec, ...]) -> tuple[_Spec, ...]:
        spec = self._read(os.path.join(folder, ".gitignore"))
        return ignores if spec is None else (*ignores, (folder, spec))

    def _read(self, path: str) -> GitIgnoreSpec | None:
        try:
            return _gitignore(path)
        except OSError as error:
            self._warnings.append(f"{path}: cannot be read: {error.strerror or error}")
            return None


def _apps_among(folders: list[str], parents: list[int], has_host: list[bool], has_function: list[bool]) -> list[str]:
    holds_functions = [False] * len(folders)
    for index, parent in enumerate(parents):
        if parent >= 0 and has_function[index] and not has_host[index]:
            holds_functions[parent] = True
    is_app = [False] * len(folders)
    # Below a host.json only another one makes an app: functions there are misplaced ones of the app above.
    hosted = [False] * len(folders)
    for index, parent in enumerate(parents):
        hosted[index] = hosted[parent] or has_host[parent] if parent >= 0 else _is_hosted(folders[index])
        if hosted[index] and not has_host[index]:
            continue
        if not has_function[index]:
            of_outer_app = False
        elif parent >= 0:
            of_outer_app = is_app[parent]
        else:
            of_outer_app = _is_app(os.path.dirname(folders[index]))
        is_app[index] = has_host[index] or (holds_functions[index] and not of_outer_app)
    return [folder for folder, app in zip(folders, is_app, strict=True) if app]


def _is_hosted(folder: str) -> bool:
    """Whether a ``host.json`` lies above a folder, in the same repository."""
    above = list(up_to_repository(folder))[1:]
    return any(os.path.isfile(os.path.join(at, "host.json")) for at in above)


def _outer_gitignores(start: str) -> tuple[_Spec, ...]:
    """The .gitignore files above ``start``, up to the root of its repository; none outside of a repository."""
    found: list[_Spec] = []
    folder = start
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ()
        folder = parent
        path = os.path.join(folder, ".gitignore")
        if os.path.isfile(path):
            try:
                spec = _gitignore(path)
            except OSError:
                spec = None
            if spec is not None:
                found.append((folder, spec))
    return tuple(reversed(found))


def _gitignore(path: str) -> GitIgnoreSpec | None:
    """The patterns of a .gitignore file; None when it has none. Raises OSError."""
    with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
        return _patterns(file.read())


def _patterns(text: str) -> GitIgnoreSpec | None:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return _spec(lines) if lines else None


def _spec(lines: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    spec = _sound_spec(lines)
    if spec is None:  # git, too, lets a malformed pattern match nothing
        spec = _sound_spec([line for line in lines if _sound_spec([line]) is not None])
    return GitIgnoreSpec.from_lines([]) if spec is None else spec


def _sound_spec(lines: list[str]) -> GitIgnoreSpec | None:
    """Patterns as in a .gitignore; None if one is malformed."""
    from pathspec import GitIgnoreSpec

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the regular expressions that pathspec makes of them
            return GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):
        return None


def is_malformed(pattern: str) -> bool:
    """Whether a pattern can match nothing, as a range from z to a or a bracket that is not closed."""
    spec = _sound_spec([pattern])
    if spec is None:
        return True
    # A pattern that pathspec cannot read, a comment and an empty one have no say either way.
    silent = all(item.include is None for item in spec.patterns)
    return silent and "[" in pattern and not pattern.startswith("#")


def without_named(excluded: Iterable[Patterns], path: str, is_folder: bool) -> tuple[Patterns, ...]:
    """The patterns that do not cover a path: by the others it is excluded, which it is not when it is named."""
    left: list[Patterns] = []
    for base, patterns in excluded:
        if _is_below(path, str(base)):
            relative = _relative(path, str(base)) + ("/" if is_folder else "")
            patterns = tuple(
                item for item in patterns if not _spec([_as_in_gitignore(item, str(base))]).match_file(relative)
            )
        left.append((base, patterns))
    return tuple(left)


def _ignored(folder: str, ignores: tuple[_Spec, ...]) -> bool:
    """Whether git ignores a folder: the innermost file that has a say decides."""
    for base, spec in reversed(ignores):
        if not _is_below(folder, base):
            continue
        result = spec.check_file(_relative(folder, base) + "/").include
        if result is not None:
            return result
    return False


class Exclusion:
    """Patterns of the settings, asked about single files; what lies outside of their folder they do not cover.

    ``named``: files and folders that were named themselves; patterns that cover one do not hold for it and in it.
    """

    def __init__(self, excluded: Iterable[Patterns], named: Iterable[Path] = ()) -> None:
        patterns = tuple(excluded)
        self._specs = _specs(patterns)
        self._named = {path: _specs(without_named(patterns, str(path), os.path.isdir(path))) for path in named}
        self._known: dict[Path, bool] = {}

    def covers(self, path: Path, is_folder: bool = False) -> bool:
        """Whether a file or folder (absolute), or a folder it is in, is excluded; the last that fits decides."""
        found = self._known.get(path)
        if found is None:
            end = "/" if is_folder else ""
            inside = [specs for named, specs in self._named.items() if named == path or named in path.parents]
            found = all(_excludes(specs, str(path), end) for specs in inside or [self._specs])
            self._known[path] = found
        return found


def _specs(patterns: Iterable[Patterns]) -> list[_Spec]:
    return [(str(base), _spec([_as_in_gitignore(item, str(base)) for item in items])) for base, items in patterns]


def _as_in_gitignore(pattern: str, base: str) -> str:
    """A pattern with the path of a file, ``./build`` or an absolute one, as .gitignore says that: ``/build``."""
    inverted, path = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
    if path.startswith("./"):
        return inverted + path[1:]
    return inverted + "/" + _relative(path, base) if _is_below(path, base) else pattern


def _excludes(specs: list[_Spec], path: str, end: str) -> bool:
    for base, spec in reversed(specs):
        if _is_below(path, base):
            result = spec.check_file(_relative(path, base) + end).include
            if result is not None:
                return result
    return False


def _is_below(path: str, base: str) -> bool:
    return path.startswith(base if base.endswith(os.sep) else base + os.sep)


def _relative(path: str, base: str) -> str:
    """``path`` relative to ``base``, with slashes; ``path`` itself when it is not below."""
    prefix = base if base.endswith(os.sep) else base + os.sep
    relative = path[len(prefix) :] if path.startswith(prefix) else path
    return relative.replace(os.sep, "/") if os.sep != "/" else relative


def git_ignores(path: Path, files: Files) -> tuple[bool, Path | None] | None:
    """Whether git ignores a file, and the .gitignore nearest above it; None when nothing shows that git is used.

    Without a repository only a .gitignore beside the file counts.
    """
    folders = list(up_to_repository(str(path.parent)))
    if not os.path.lexists(os.path.join(folders[-1], ".git")):
        folders = folders[:1]
        if not os.path.isfile(os.path.join(folders[0], ".gitignore")):
            return None
    nearest: Path | None = None
    decided: bool | None = None
    for folder in folders:
        name = os.path.join(folder, ".gitignore")
        if not os.path.isfile(name):
            continue
        nearest = nearest or Path(name)
        try:
            spec = _patterns(files.bytes(Path(name)).decode("utf-8-sig", "surrogateescape"))
        except ReadError:
            return None
        relative = _relative(str(path), folder)
        parents = [relative[:at] + "/" for at, letter in enumerate(relative) if letter == "/"]
        if spec is not None and any(spec.check_file(parent).include for parent in parents):
            return True, nearest
        if spec is not None and decided is None:
            decided = spec.check_file(relative).include
    return bool(decided), nearest
