"""The baseline: findings that are known and not reported, by file, code and number, in ``funclint-baseline.json``.

It is written once for an old app; from then on only what is above the numbers is reported. Numbers survive lines that
move. Beside a number stand short digests of the messages, only to tell which of several findings is the new one.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from funclint.diagnostic import Diagnostic
from funclint.engine import Checked
from funclint.report.summary import plural
from funclint.report.view import View
from funclint.settings import SettingsError
from funclint.workspace import BASELINE, nearest_baseline, up_to_repository

VERSION = 1
INTERNAL_ERROR = "FN000"
UNREADABLE = frozenset(("FN001", "FN002", "FN003", "FN004", "FN615", "FN630"))
"""What is reported of a file that could not be read: it hides what would be found with it."""

_LINES = re.compile(r"\bline \d+")
_WHAT_IT_IS = "findings of funclint that are known; 'funclint check --prune-baseline' drops those that are mended"


@dataclass(slots=True)
class Entry:
    """How many findings of one rule are known in one file, and the digests of their messages."""

    count: int
    seen: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry with more findings than there are: so many are gone."""

    path: Path
    code: str
    gone: int


class Baseline:
    """One file. Raises SettingsError if it exists and is none.

    ``searched``: folders that were looked through as a whole, so that what is not there any more is gone.
    """

    def __init__(self, path: Path, searched: Iterable[Path] = ()) -> None:
        self.path = path
        self._searched = tuple(searched)
        self._files: dict[str, dict[str, Entry]] = _read(path) if path.exists() else {}

    def known(self, findings: list[Diagnostic]) -> set[int]:
        """The indexes of the findings that are known."""
        indexes: dict[tuple[str, str], list[int]] = {}
        for index, item in enumerate(findings):
            if item.code != INTERNAL_ERROR:
                indexes.setdefault((self._name(item.span.path), item.code), []).append(index)
        found: set[int] = set()
        for (name, code), places in indexes.items():
            entry = self._files.get(name, {}).get(code)
            if entry is not None:
                seen = Counter(entry.seen)
                # A finding with the message of a known one comes first; the sort keeps their order otherwise.
                ranked = sorted(places, key=lambda index: not _take(seen, digest(findings[index])))
                found.update(ranked[: entry.count])
        return found

    def stale(self, apps: Iterable[Checked]) -> Iterator[Stale]:
        """The entries that are higher than what there is, in the files that the apps' runs covered."""
        apps = list(apps)
        counts = Counter((self._name(item.span.path), item.code) for app in apps for item in app.findings)
        hidden = _hidden(apps)
        for name, entries in self._files.items():
            path = self._path(name)
            app = _owner(apps, path)
            if self._is_deleted(path):
                yield from (Stale(path, code, entry.count) for code, entry in entries.items() if entry.count)
                continue
            if app is None or app.root in hidden or not _could_be_read(path):
                continue
            for code, entry in entries.items():
                gone = entry.count - counts[name, code]
                if gone > 0 and app.covers(path, code):
                    yield Stale(path, code, gone)

    def write(self, apps: Iterable[Checked], *, prune: bool) -> tuple[int, int]:
        """Write what the apps' runs found; with ``prune`` only lower the numbers. What was not covered stays.

        Gives the number of findings in the file and of files. Raises SettingsError.
        """
        apps = list(apps)
        found: dict[str, dict[str, list[str]]] = {}
        for app in apps:
            for item in app.findings:
                if item.code != INTERNAL_ERROR:
                    found.setdefault(self._name(item.span.path), {}).setdefault(item.code, []).append(digest(item))
        hidden = _hidden(apps)
        files: dict[str, dict[str, Entry]] = {}
        for name in sorted({*self._files, *found}):
            path = self._path(name)
            if name not in found and self._is_deleted(path):
                continue
            owner = _owner(apps, path)
            is_hidden = owner is None or owner.root in hidden or not _could_be_read(path)
            for code in sorted({*self._files.get(name, ()), *found.get(name, ())}):
                old = self._files.get(name, {}).get(code)
                now = sorted(found.get(name, {}).get(code, []))
                entry: Entry | None = Entry(len(now), now)
                if owner is None or not (now or (owner.covers(path, code) and not is_hidden)):
                    entry = old
                elif prune:
                    entry = _lowered(old, now)
                if entry is not None and entry.count:
                    files.setdefault(name, {})[code] = entry
        self._files = files
        self._save()
        return sum(entry.count for entries in files.values() for entry in entries.values()), len(files)

    def _save(self) -> None:
        from funclint.console import write_file

        # By hand, for one line for each rule: so a merge touches no more than it must.
        blocks = [
            f"    {json.dumps(name)}: {{\n"
            + ",\n".join(
                f'      {json.dumps(code)}: {{"count": {entry.count}, "seen": {json.dumps(entry.seen)}}}'
                for code, entry in entries.items()
            )
            + "\n    }"
            for name, entries in self._files.items()
        ]
        files = "{\n" + ",\n".join(blocks) + "\n  }" if blocks else "{}"
        lines = f'{{\n  "about": {json.dumps(_WHAT_IT_IS)},\n  "version": {VERSION},\n  "files": {files}\n}}'
        try:
            write_file(self.path, f"{lines}\n".encode())
        except OSError as error:
            raise SettingsError(f"{self.path}: cannot be written: {error.strerror or error}") from None

    def _is_deleted(self, path: Path) -> bool:
        """Whether a file is certainly not there any more, nor a folder that it was in."""
        searched = any(folder in path.parents for folder in self._searched)
        return searched and not os.path.lexists(path) and _could_be_read(path)

    def _name(self, path: Path) -> str:
        return os.path.relpath(path, self.path.parent).replace(os.sep, "/")

    def _path(self, name: str) -> Path:
        return Path(os.path.normpath(self.path.parent / name))


@dataclass(slots=True)
class Baselines:
    """The baselines of a run. ``named``: the file of ``--baseline``, else the nearest at or above each app counts.
    ``searched``: the folders that were named to the run.

    After ``apply``: ``known`` findings were left out, ``stale`` entries are too high.
    """

    named: Path | None = None
    searched: tuple[Path, ...] = ()
    known: int = 0
    stale: list[Stale] = field(default_factory=list)
    used: list[Path] = field(default_factory=list)

    def apply(self, apps: list[Checked]) -> None:
        """Take the known findings out of each app's. Raises SettingsError."""
        for path, group in self._grouped(apps).items():
            if path is None or not path.exists():
                continue
            baseline = Baseline(path, self.searched)
            self.used.append(path)
            self.stale += baseline.stale(group)
            together = [(app, item) for app in group for item in app.findings]
            known = baseline.known([item for _, item in together])
            self.known += len(known)
            for app in group:
                app.findings = []
            for index, (app, item) in enumerate(together):
                if index not in known:
                    app.findings.append(item)

    def advice(self, view: View) -> Iterator[str]:
        """What is to be said of entries that are too high, a sentence for stderr."""
        gone = sum(entry.gone for entry in self.stale)
        if gone:
            files = sorted({view.filename(entry.path) for entry in self.stale})
            shown = files[0] if len(files) == 1 else f"{len(files)} files"
            names = " and ".join(view.filename(path) for path in self.used)
            yield (
                f"{plural(gone, 'finding')} of {names} in {shown} {'is' if gone == 1 else 'are'} gone:"
                " 'funclint check --prune-baseline' drops what is mended"
            )

    def write(self, apps: list[Checked], *, prune: bool) -> Iterator[str]:
        """Write the findings of all apps; gives a sentence for each file. Raises SettingsError."""
        for path, group in self._grouped(apps, new=not prune).items():
            if path is None or (prune and not path.exists()):
                continue
            count, files = Baseline(path, self.searched).write(group, prune=prune)
            verb = "holds" if prune else "holds now"
            yield f"{os.path.relpath(path)} {verb} {plural(count, 'finding')} in {plural(files, 'file')}"

    def _grouped(self, apps: list[Checked], *, new: bool = False) -> dict[Path | None, list[Checked]]:
        """The apps by their baselines; ``new``: those without one get one."""
        default = _new_baselines(apps) if new else {}
        groups: dict[Path | None, list[Checked]] = {}
        for app in apps:
            groups.setdefault(self.named or nearest_baseline(app.root) or default.get(app.root), []).append(app)
        return groups


def digest(item: Diagnostic) -> str:
    """A short name for what a finding says, without rows, which move."""
    return f"{zlib.crc32(_LINES.sub('line', item.message).encode('utf-8', 'surrogatepass')):08x}"


def _new_baselines(apps: list[Checked]) -> dict[Path, Path]:
    """Where the findings of each app go that has no baseline: where later runs look for it, at or above the app in its
    repository. That is here, if this folder is one of those; from within the app its root, else that of the
    repository."""
    here = os.getcwd()
    found: dict[Path, Path] = {}
    for app in apps:
        above = list(up_to_repository(str(app.root)))
        within = app.root in Path(here).parents
        in_repository = os.path.lexists(os.path.join(above[-1], ".git"))
        folder = here if here in above else above[-1] if in_repository and not within else str(app.root)
        found[app.root] = Path(folder, BASELINE)
    return found


def _owner(apps: list[Checked], path: Path) -> Checked | None:
    """The innermost app that a file is in."""
    around = [app for app in apps if app.root in path.parents]
    return max(around, key=lambda app: len(app.root.parts), default=None)


def _hidden(apps: Iterable[Checked]) -> set[Path]:
    """The roots of apps in which a file cannot be read: nobody knows what else is to be found there."""
    return {app.root for app in apps if any(item.code in UNREADABLE for item in app.findings)}


def _could_be_read(path: Path) -> bool:
    """Whether a file can be read, or is certainly not there."""
    # Not by the methods of Path, which raise for what is in a locked folder.
    folder = next(parent for parent in path.parents if os.path.exists(parent))
    return os.access(folder, os.R_OK | os.X_OK) and (not os.path.exists(path) or os.access(path, os.R_OK))


def _lowered(old: Entry | None, now: list[str]) -> Entry | None:
    if old is None:
        return None
    left = Counter(now) & Counter(old.seen)
    return Entry(min(old.count, len(now)), sorted(left.elements()))


def _take(counts: Counter[str], key: str) -> bool:
    if not counts[key]:
        return False
    counts[key] -= 1
    return True


def _read(path: Path) -> dict[str, dict[str, Entry]]:
    if not path.is_file():
        raise SettingsError(f"{path}: is no file")
    try:
        value: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror or error}") from None
    except json.JSONDecodeError as error:
        raise SettingsError(f"{path}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}") from None
    except (ValueError, RecursionError):  # other encodings, endless numbers
        raise SettingsError(f"{path}: not valid JSON") from None
    if not isinstance(value, dict) or not isinstance(value.get("files"), dict):
        raise SettingsError(f"{path}: is no baseline of funclint: an object with 'files' is expected")
    if value.get("version") != VERSION:
        raise SettingsError(f"{path}: is of version {value.get('version')!r}; this funclint knows version {VERSION}")
    files: dict[str, dict[str, Entry]] = {}
    for name, entries in value["files"].items():
        if not isinstance(entries, dict):
            raise SettingsError(f"{path}: '{name}' must hold an object")
        files[name] = {code: _entry(path, name, code, entry) for code, entry in entries.items()}
    return files


def _entry(path: Path, name: str, code: str, value: Any) -> Entry:
    count, seen = (value.get("count"), value.get("seen", [])) if isinstance(value, dict) else (value, [])
    if isinstance(count, int) and not isinstance(count, bool) and count >= 0 and isinstance(seen, list):
        return Entry(count, [str(item) for item in seen])
    raise SettingsError(f"{path}: '{code}' of '{name}' must be a number or an object with 'count'")
