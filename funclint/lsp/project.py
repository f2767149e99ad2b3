"""One app while it is edited: its findings, and which of its functions have to be looked at again after a change.

A finding stays until the function, or the app, that it comes from was looked at again. A document that does not parse
and is not saved yet is a thing of a moment: only what is said about itself counts, everywhere else the last good
knowledge stays.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from funclint.app.model import Function, FunctionApp
from funclint.diagnostic import Diagnostic
from funclint.engine import Checked, marked_among
from funclint.files import Buffers
from funclint.jsonc import parse
from funclint.lsp.files import Held, LiveFiles
from funclint.python.search_path import SIGNS
from funclint.rulebook import Rulebook
from funclint.run import Run, in_order, read_app
from funclint.settings import Settings, SettingsError, SettingsFinder
from funclint.suppressions import UNUSED
from funclint.text import ReadError
from funclint.workspace import BASELINE, App, nearest_baseline

_LOCAL = (".py", "function.json")
"""How the names of files end that concern only those functions that read them."""
_SETTINGS = frozenset(("pyproject.toml", "funclint.toml", ".funclint.toml", BASELINE))
"""Files that count from folders above the app too."""


class _Found(NamedTuple):
    """What one function was found to have, and the files that it was read from."""

    findings: list[Diagnostic]
    reads: frozenset[Path]


class Project:
    """One app. ``trouble`` says why its settings cannot be used; then the last good ones hold, or the default."""

    def __init__(self, root: Path, held: Held, *, owns: Callable[[Path], bool]) -> None:
        """``owns`` says of a file below the root that no app further in has it."""
        self.root = root
        self.trouble: str | None = None
        self._held = held
        self._owns = owns
        self._settings: Settings | None = None
        self._found: dict[str, _Found] = {}
        self._modules: dict[Path, list[Diagnostic]] = {}
        self._app_findings: list[Diagnostic] = []
        self._broken: dict[Path, list[Diagnostic]] = {}
        self._good: dict[Path, bytes] = {}
        self._put_off: set[Path] = set()
        self._waiting: dict[str, None] = {}
        self._app_waits = True
        self.restart()

    # what has to be done

    def restart(self) -> None:
        """Read everything anew; what is known of functions stays until they were looked at again."""
        self._files = LiveFiles(self._held)
        self._book: tuple[tuple[Path, ...], Rulebook] | None = None
        self._modules = {}
        self._begin()
        self._waiting = dict.fromkeys(self._functions)
        self._app_waits = True
        self._found = {name: found for name, found in self._found.items() if name in self._functions}

    def _begin(self) -> None:
        """A run over the files as they are now, under the settings as they are now."""
        try:
            settings = SettingsFinder().settings_for(self.root)
            self._run = self._run_with(settings)
            self._settings, self.trouble = settings, None
        except SettingsError as error:
            self.trouble = str(error)
            self._run = self._run_with(self._settings or Settings())
        self._functions = {function.name: function for function in self._run.functions}
        self._waiting = {name: None for name in self._waiting if name in self._functions}

    def _run_with(self, settings: Settings) -> Run:
        if self._book is None or self._book[0] != settings.rule_paths:
            # The shipped rules stay as they are; those of a team may be edited, and are read anew with everything else.
            book = Rulebook.with_shipped(settings.rule_paths) if settings.rule_paths else _shipped()
            self._book = settings.rule_paths, book
        return Run(App(self.root), settings, self._book[1], self._files)

    @property
    def rulebook(self) -> Rulebook:
        """The rules that there are, on or off."""
        return self._book[1] if self._book is not None else _shipped()

    def touch(self, paths: Iterable[Path], unsaved: Callable[[Path], bool]) -> bool:
        """Files have other contents now; ``unsaved`` says of which the disk has another than the editor.

        Whether any of them has to do with the app.
        """
        changed = {path for path in paths if self._is_inside(path)}
        if not changed:
            return False
        faulty = {path for path in changed if self._is_faulty(path) and unsaved(path)}
        sound = changed - faulty
        self._files.drop(changed)
        for path in sound:
            self._broken.pop(path, None)
        before = self._settings
        if faulty and not sound:
            self._begin()
            for path in faulty:
                self._put_off.add(path)
                self._broken[path] = self._about(path)
            return True
        self._put_off -= sound
        if self._changes_all(sound):
            self.restart()
        else:
            self._begin()
            if self._settings != before:
                self.restart()
            else:
                self._await(sound)
        for path in faulty | self._broken.keys():
            self._put_off.add(path)
            self._broken[path] = self._about(path)
        return True

    def _await(self, paths: set[Path]) -> None:
        for path in paths:
            self._modules.pop(path, None)
        self._app_waits = True
        folders = _folders_of(paths)
        for name, function in self._functions.items():
            found = self._found.get(name)
            if found is None or function.folder in folders or not found.reads.isdisjoint(paths):
                self._waiting[name] = None

    def _changes_all(self, paths: set[Path]) -> bool:
        for path in paths:
            if not path.name.endswith(_LOCAL) or (path.parent == self.root and path.name == "function_app.py"):
                return True
            try:
                data = self._files.bytes(path)
            except ReadError:
                return True
            if path.suffix == ".py" and any(sign in data for sign in SIGNS):
                return True
        return False

    def _is_inside(self, path: Path) -> bool:
        """Whether a file has to do with the app."""
        if self.root not in path.parents:
            return path.name in _SETTINGS and path.parent in self.root.parents
        known = path.name.endswith(_LOCAL) or path.name in _SETTINGS or self._files.was_asked_for(path)
        return known and self._owns(path)

    def _is_faulty(self, path: Path) -> bool:
        """Whether a held document does not parse; keeps the last one that did."""
        data = self._held.get(path)
        if data is None:
            return False
        if path.suffix == ".py":
            try:
                ast.parse(data)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return True
        elif path.suffix == ".json":
            document = parse(data.decode("utf-8", "replace"))
            if document.root is None or any(problem.level == "refused" for problem in document.problems):
                return True
        self._good[path] = data
        return False

    def _about(self, path: Path) -> list[Diagnostic]:
        """What is found in one file itself, by the first function that reads it, else by the app."""
        readers = [
            function
            for name, function in self._functions.items()
            if function.folder in path.parents or (name in self._found and path in self._found[name].reads)
        ]
        if not readers or not path.name.endswith(_LOCAL):
            return [item for item in self._run.check_app() if item.span.path == path]
        modules: dict[Path, list[Diagnostic]] = {}
        findings = self._run.check_function(readers[0], modules)
        return [item for item in (*findings, *modules.get(path, ())) if item.span.path == path]

    @property
    def waiting(self) -> int:
        """How many functions have to be looked at; the app itself counts as one."""
        return len(self._waiting) + self._app_waits

    @property
    def size(self) -> int:
        """How many functions it has."""
        return len(self._functions)

    def first_waiting(self, near: Iterable[Path]) -> list[str]:
        """The waiting functions that have to do with some files, first those in whose folders they are."""
        paths = set(near)
        folders = _folders_of(paths)
        owners, readers = [], []
        for name in self._waiting:
            found = self._found.get(name)
            if self._functions[name].folder in folders:
                owners.append(name)
            elif found is not None and not found.reads.isdisjoint(paths):
                readers.append(name)
        return owners + readers

    def check_function(self, name: str | None = None) -> None:
        """Look at a function that waits, the next one without a name."""
        if name is None:
            name = next(iter(self._waiting))
        del self._waiting[name]
        function = self._functions[name]
        for path in self._found[name].reads if name in self._found else ():
            if function.folder in path.parents:  # whether its script's import is its entry point may have changed
                self._modules.pop(path, None)
        try:
            findings = self._run.examine(function, self._modules)
            self._found[name] = _Found(findings, _reads(function))
        finally:
            function.release()

    @property
    def has_functions_waiting(self) -> bool:
        """Whether functions, not only the app as a whole, have to be looked at."""
        return bool(self._waiting)

    def check_app(self) -> None:
        """Look at the app as a whole, unless a document that is being written keeps it from being understood."""
        self._app_waits = False
        if not self._broken:
            self._app_findings = self._run.check_app()

    # what is known

    def diagnostics(self) -> list[Diagnostic]:
        """All findings as they are reported, ordered. Raises SettingsError for a baseline that is none."""
        run = self._run
        findings = [*run.failures, *self._app_findings]
        reached: set[Path] = set()
        for found in self._found.values():
            findings += found.findings
            reached |= found.reads
        linted = reached & self._modules.keys()
        for path in linted:
            findings += self._modules[path]
        if self._broken:
            findings = [item for item in findings if item.span.path not in self._broken]
            for about in self._broken.values():
                findings += about
        marked = marked_among({item.span.path for item in findings}, self._files)
        if marked:
            inside = [path for path in marked if self._owns(path)]
            findings = run.without_silenced(findings, marked, inside, linted)
            if self.waiting or self._broken:
                # Who knows whether the comment silences what is not found yet.
                findings = [item for item in findings if item.code != UNUSED]
        findings = in_order(run.settled(findings))
        baseline = nearest_baseline(self.root)
        if baseline is None:
            return findings
        from funclint.baseline import Baselines

        checked = Checked(self.root, findings, run.covers)
        Baselines(baseline).apply([checked])
        return checked.findings

    def knows(self, path: Path) -> bool:
        """Whether the content of a file has been looked at for this app."""
        return self._files.was_asked_for(path)

    def text_files(self) -> LiveFiles:
        """The files as they are read for this app."""
        return self._files

    def understood(self, path: Path) -> FunctionApp | None:
        """The app as it was last understood: documents other than ``path`` that do not parse count as they did before.

        None when it could not be read at all.
        """
        good = {broken: self._good[broken] for broken in self._broken if broken != path and broken in self._good}
        if not good:
            return self._run.app
        contents: Mapping[Path, bytes] = {**self._held.contents(), **good}
        return read_app(self.root, self._run.settings, Buffers(contents))

    def changed_on_disk(self) -> tuple[set[Path], bool]:
        """The files that were changed outside the editor, and whether files came or went."""
        return self._files.changed()


@cache
def _shipped() -> Rulebook:
    return Rulebook.with_shipped(())


def _folders_of(paths: Iterable[Path]) -> set[Path]:
    """The folders that some files are in, all the way up."""
    return {folder for path in paths for folder in path.parents}


def _reads(function: Function) -> frozenset[Path]:
    try:
        return function.files
    except Exception:
        return frozenset((function.path,))  # what went wrong is a finding already
