"""One app while it is edited: its findings, and which of its functions have to be looked at again after a change.

The model is kept from one edit to the next, and only what an edit concerns is read again. A finding stays until the
function, the module or the app that it comes from was looked at again. A document that does not parse and is not saved
yet is a thing of a moment: only what is said about itself counts, for everything else its last good text stays.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from funclint.app.function import Function
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic
from funclint.engine import Checked, marked_among
from funclint.files import Buffers
from funclint.jsonc import parse as parse_json
from funclint.lsp.files import Held, LiveFiles
from funclint.python.errors import PythonSyntaxError
from funclint.python.module import parse as parse_python
from funclint.python.search_path import SearchPath
from funclint.rulebook import Rulebook
from funclint.run import Run, in_order, read_app
from funclint.settings import Settings, SettingsError, SettingsFinder
from funclint.suppressions import UNUSED
from funclint.text import ReadError, SourceText, decode_json, decode_python
from funclint.workspace import BASELINE, App, nearest_baseline

_LOCAL = (".py", "function.json")
"""How the names of files end that concern only those functions that read them."""
_SETTINGS = frozenset(("pyproject.toml", "funclint.toml", ".funclint.toml", BASELINE))
"""Files that count from folders above the app too."""
_NEWEST = (3, 14)


class _Found(NamedTuple):
    """What one function was found to have, the files that it was read from, its script, the modules that it imports."""

    findings: list[Diagnostic]
    reads: frozenset[Path]
    script: Path | None
    modules: tuple[Path, ...]


class Project:
    """One app. ``trouble`` says why its settings cannot be used; then the last good ones hold, or the default."""

    def __init__(self, root: Path, held: Held, *, owns: Callable[[Path], bool]) -> None:
        """``owns`` says of a file below the root that no app further in has it."""
        self.root = root
        self.trouble: str | None = None
        self._held = held
        self._owns = owns
        self._settings: Settings | None = None
        self._tried: Settings | str | None = None
        self._found: dict[str, _Found] = {}
        self._modules: dict[Path, list[Diagnostic]] = {}
        self._app_findings: list[Diagnostic] = []
        self._broken: dict[Path, list[Diagnostic]] = {}
        self._good: dict[Path, bytes] = {}
        self._understood: dict[Path, FunctionApp] = {}
        self.restart()

    # what has to be done

    def restart(self) -> None:
        """Read everything anew; what was found stays until that was looked at again."""
        self._understood.clear()
        self._files = LiveFiles(self._held)
        for path, data in self._good.items():
            if path in self._broken:
                self._files.pin(path, data)
        self._book: tuple[tuple[Path, ...], Rulebook] | None = None
        self._run = self._begin()
        self._functions = {function.name: function for function in self._run.functions}
        self._searched: SearchPath | None = None
        self._app_waits = self._run.app is not None
        for name in [name for name in self._found if name not in self._functions]:
            self._let_go(self._found.pop(name).reads)
        if self._run.app is None:
            self._app_findings = []
        self._stale = set(self._modules)
        self._waiting = dict.fromkeys(self._functions)
        # Findings that an edit has moved: their places are wrong until they are found again.
        self._moved: dict[str, None] = {}
        self._moved_modules: dict[Path, None] = {}
        self._app_moved = False

    def _begin(self) -> Run:
        """A run over the files as they are now, under the settings as they are now, or the last that could be used."""
        self._tried = self._read_settings()
        if isinstance(self._tried, Settings):
            try:
                run = self._run_with(self._tried)
                self._settings, self.trouble = self._tried, None
                return run
            except SettingsError as error:
                self.trouble = str(error)
        else:
            self.trouble = self._tried
        try:
            return self._run_with(self._settings or Settings())
        except SettingsError:  # a team's own rules, which were good when they were read last
            return self._run_with(Settings())

    def _read_settings(self) -> Settings | str:
        """The settings as they are now, or why they cannot be read."""
        try:
            return SettingsFinder().settings_for(self.root)
        except SettingsError as error:
            return str(error)

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
        faulty = {path for path in changed if self._is_broken(path)}
        broken = {path for path in faulty if unsaved(path)}
        for path in faulty - broken:
            del self._good[path]  # it was saved so
        self._understood.clear()
        for path in broken:
            self._files.pin(path, self._good[path])
            self._broken[path] = []
        sound = changed - broken
        for path in sound:
            self._files.unpin(path)
            self._broken.pop(path, None)
            if path not in self._held:
                self._good.pop(path, None)
        if self._read_settings() != self._tried or not all(map(self._edited, sound)):
            self.restart()
        for path in self._broken:
            self._broken[path] = self._about(path)
        return True

    def _edited(self, path: Path) -> bool:
        """Have looked at again what a file concerns; False if that is the whole app, which must be read anew."""
        app = self._run.app
        function = self._functions.get(path.parent.name)
        is_function = function is not None and function.path == path
        if app is None or not (is_function or path.suffix == ".py"):
            return False
        self._forget(path)
        try:
            self._files.bytes(path)
        except ReadError:
            return False
        if self._searched is not None and self._searched != app.search_path:
            return False  # it matters to every import that leads nowhere
        if path in self._modules:
            self._moved_modules[path] = None
        self._app_waits = True
        self._app_moved |= path in _places(self._app_findings)
        for name, other in self._functions.items():
            found = self._found.get(name)
            if other.folder == path.parent or (found is not None and path in found.reads):
                self._waiting[name] = None
                if found is not None and path in _places(found.findings):
                    self._moved[name] = None
        return True

    def _is_inside(self, path: Path) -> bool:
        """Whether a file has to do with the app."""
        if self.root not in path.parents:
            return path.name in _SETTINGS and path.parent in self.root.parents
        known = (
            path.name.endswith(_LOCAL)
            or path.name in _SETTINGS
            or path in self._broken
            or self._files.was_asked_for(path)
        )
        return known and self._owns(path)

    def _is_broken(self, path: Path) -> bool:
        """Whether a held document does not parse, while the text before does; that is kept."""
        data = self._held.get(path)
        if data is None:
            return False
        if parses(path, data):
            self._good[path] = data
            return False
        if path not in self._good:
            try:
                before = LiveFiles(Held()).bytes(path)
            except ReadError:
                return False
            if not parses(path, before):
                return False
            self._good[path] = before
        return True

    def _about(self, path: Path) -> list[Diagnostic]:
        """What is found in a file that is only half typed, by the first function that reads it, else by the app."""
        files = Buffers(self._held.contents())
        run = Run(App(self.root), self._run.settings, self.rulebook, files)
        reader = next(
            (
                function
                for function in run.functions
                if function.folder == path.parent
                or (function.name in self._found and path in self._found[function.name].reads)
            ),
            None,
        )
        if run.app is None:
            findings = list(run.failures)
        elif reader is None or not path.name.endswith(_LOCAL):
            findings = run.check_app()
        else:
            modules: dict[Path, list[Diagnostic]] = {}
            findings = [*run.check_function(reader, modules), *modules.get(path, ())]
        return [item for item in findings if item.span.path == path]

    @property
    def waiting(self) -> int:
        """How many functions have to be looked at; the app itself counts as one."""
        return len(self._waiting) + self._app_waits

    @property
    def size(self) -> int:
        """How many functions it has."""
        return len(self._functions)

    @property
    def has_moved(self) -> bool:
        """Whether findings are left whose places an edit has moved: too early for a report."""
        return bool(self._moved or self._moved_modules or self._app_moved)

    def check_moved(self) -> None:
        """Find again one of the findings that an edit has moved."""
        if self._moved_modules:
            self._lint(next(iter(self._moved_modules)))
        elif self._moved:
            self.check_function(next(iter(self._moved)))
        elif self._app_moved:
            self.check_app()

    def next_waiting(self, near: Iterable[Path]) -> str | None:
        """The waiting function to be looked at first: one in whose folder a file lies, else one that reads a file."""
        paths = set(near)
        for name in {path.parent.name for path in paths if path.parent.parent == self.root}:
            if name in self._waiting:
                return name
        for name in self._waiting:
            found = self._found.get(name)
            if found is not None and not found.reads.isdisjoint(paths):
                return name
        return None

    def check_function(self, name: str | None = None) -> None:
        """Look at a function that waits, the next one without a name."""
        if name is None:
            name = next(iter(self._waiting))
        del self._waiting[name]
        self._moved.pop(name, None)
        function = self._functions[name]
        before = self._found.get(name)
        try:
            findings = self._run.examine(function)
            found = self._found[name] = _found(function, findings)
        finally:
            function.release()
        # Whether the import of an entry point is used depends on the functions that enter there.
        entered = {found.script, before.script if before is not None else None}
        for path in (*found.modules, *(entered & self._modules.keys())):
            if path is not None and (path not in self._modules or path in self._stale or path in entered):
                self._lint(path)
                entered.discard(path)
        if before is not None:
            self._let_go(before.reads - found.reads)

    def _lint(self, path: Path) -> None:
        self._stale.discard(path)
        self._moved_modules.pop(path, None)
        self._modules[path] = self._run.lint(path)

    def _let_go(self, paths: Iterable[Path]) -> None:
        """Forget modules that no function reads any more, as if they had never been read."""
        for path in paths:
            if any(path in found.reads for found in self._found.values()):
                continue
            self._modules.pop(path, None)
            self._moved_modules.pop(path, None)
            self._forget(path)
            self._app_waits = self._run.app is not None  # it may have read the file for a reason of its own

    def _forget(self, path: Path) -> None:
        """Have a file read again by the model."""
        app = self._run.app
        if app is not None:
            self._searched = app.known_search_path or self._searched
            app.changed(path)

    @property
    def has_functions_waiting(self) -> bool:
        """Whether functions, not only the app as a whole, have to be looked at."""
        return bool(self._waiting)

    def check_app(self) -> None:
        """Look at the app as a whole."""
        self._app_waits = self._app_moved = False
        if self._run.app is not None:
            self._app_findings = self._run.check_app()

    # what is known

    def diagnostics(self) -> list[Diagnostic]:
        """All findings as they are reported, ordered. Raises SettingsError for a baseline that is none."""
        run = self._run
        findings = [*run.failures, *self._app_findings]
        linted: set[Path] = set()
        for found in self._found.values():
            findings += found.findings
            linted.update(found.modules)
        for path in linted:
            findings += self._modules.get(path, ())
        if self._broken:
            findings = [item for item in findings if item.span.path not in self._broken]
            for about in self._broken.values():
                findings += about
        read = set(self._files.marked)
        marked = dict(marked_among({item.span.path for item in findings}, self._files))
        for path in marked.keys() - read:
            self._files.changed(path)  # read for the sake of a finding, which may be gone the next time
        for path in self._broken:
            source = self.text(path)
            if path in marked and source is not None:
                marked[path] = source
        if marked:
            inside = [path for path in marked if self._owns(path)]
            findings = run.without_silenced(findings, marked, inside, linted)
            if self.is_partial:
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

    @property
    def is_partial(self) -> bool:
        """Whether not all is known: then no finding says that a comment silences nothing."""
        return bool(self.waiting or self._broken)

    def is_broken(self, path: Path) -> bool:
        """Whether a document is only half typed, so that the model has an older text of it."""
        return path in self._broken

    def text(self, path: Path) -> SourceText | None:
        """The present text of a file; None if it cannot be read."""
        held = self._held.get(path) if path in self._broken else None
        return self.text_in_model(path) if held is None else _decoded(path, lambda: held)

    def text_in_model(self, path: Path) -> SourceText | None:
        """The text of a file that the model was made of; None if it cannot be read."""
        # Not by way of the files' own texts: a comment counts only in files that were read for their own sake.
        return _decoded(path, lambda: self._files.bytes(path))

    def understood(self, path: Path) -> FunctionApp | None:
        """The app with a document as it is now, and with others that are only half typed as they were before.

        None when it could not be read at all.
        """
        if path not in self._broken:
            return self._run.app
        if path not in self._understood:
            others = {other: self._good[other] for other in self._broken if other != path}
            files = Buffers({**self._held.contents(), **others})
            self._understood[path] = read_app(self.root, self._run.settings, files)
        return self._understood[path]

    def changed_on_disk(self) -> tuple[set[Path], bool]:
        """The files that were changed outside the editor, and whether files came or went."""
        return self._files.changed_on_disk()


def parses(path: Path, data: bytes) -> bool:
    """Whether a Python or JSON file can be read by those who read it; other files always can."""
    if path.suffix == ".py":
        try:
            parse_python(decode_python(path, data).text, _NEWEST)
        except (PythonSyntaxError, ReadError):
            return False
    elif path.suffix == ".json":
        document = parse_json(decode_json(path, data).text)
        return document.root is not None and document.accepted
    return True


def _decoded(path: Path, content: Callable[[], bytes]) -> SourceText | None:
    try:
        return decode_python(path, content()) if path.suffix == ".py" else decode_json(path, content())
    except ReadError:
        return None


@cache
def _shipped() -> Rulebook:
    return Rulebook.with_shipped(())


def _places(findings: Iterable[Diagnostic]) -> set[Path]:
    """The files that findings touch, with either of their sides, or with what would mend them."""
    places = set()
    for item in findings:
        places.add(item.span.path)
        places.update(label.span.path for label in item.related)
        for fix in (item.fix, *item.choices):
            if fix is not None:
                places.update(edit.span.path for edit in fix.edits)
    return places


def _found(function: Function, findings: list[Diagnostic]) -> _Found:
    """The findings of a function with what it was read from."""
    reads = {function.path}
    modules: list[Path] = []
    script: Path | None = None
    with contextlib.suppress(Exception):  # what went wrong is a finding already
        script = function.script.path
        modules += (module.path for module in function.modules)
        reads.update(modules)
        reads.update(module.path for module, _ in function.imports.modules)
    return _Found(findings, frozenset(reads), script, tuple(modules))
