"""What the server knows: the documents that the editor holds, the apps around them, and what is still to be done.

It knows nothing of the protocol and belongs to one thread. What is to be reported goes to ``publish``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic
from funclint.engine import apps_around
from funclint.files import Files
from funclint.lsp.files import Held
from funclint.lsp.project import Project
from funclint.rulebook import Rulebook
from funclint.run import in_order
from funclint.settings import Overrides, SettingsError, SettingsFinder
from funclint.suppressions import UNUSED
from funclint.text import ReadError, SourceText
from funclint.workspace import app_around

FIRST = 0.03
"""Seconds that are spent on what a change concerns before the first of it is reported; the rest follows."""
EVERY = 0.5
"""Seconds between two reports while many functions are looked at."""
_MAKES_AN_APP = frozenset(("host.json", "function.json"))


class Place(NamedTuple):
    """A place in a document, for what an editor asks about it.

    ``app``: the app as it was last understood, which may be older than the document while that does not parse;
    ``source``: the document as it is now; ``offset`` in characters.
    """

    app: FunctionApp
    path: Path
    source: SourceText
    offset: int


class Reported(NamedTuple):
    """What is reported in one file: the findings, the texts of the files that they point to, and the version of the
    document that was looked at, None for a file that the editor does not hold."""

    findings: list[Diagnostic]
    texts: dict[Path, SourceText]
    version: int | None = None


Publish = Callable[[Path, Reported], None]


class Session:
    """Keeps the findings of all apps up to date, a piece of work at a time.

    ``publish`` is called with a file whose findings are others than before; ``say`` with a sentence for the user;
    ``progress`` with how many functions were looked at and of how many, at the first reading of an app.
    """

    def __init__(
        self,
        publish: Publish,
        say: Callable[[str], None],
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        self.held = Held()
        self._publish = publish
        self._say = say
        self._progress = progress
        self._folders: list[Path] = []
        self._undiscovered: list[Path] = []
        self._projects: dict[Path, Project] = {}
        self._changed: set[Path] = set()
        self._unsaved: set[Path] = set()
        self._unreported: set[Path] = set()
        self._reported: dict[Path, dict[Path, list[Diagnostic]]] = {}
        self._last_report = 0.0
        self._said: dict[Path, str | None] = {}

    # events

    def add_folder(self, folder: Path) -> None:
        """A folder of the workspace; its apps are looked for in the background."""
        if folder not in self._folders:
            self._folders.append(folder)
            self._undiscovered.append(folder)

    def remove_folder(self, folder: Path) -> None:
        """A folder of the workspace no more; apps with open documents stay."""
        if folder in self._folders:
            self._folders.remove(folder)
        self._undiscovered = [item for item in self._undiscovered if item != folder]
        self._review()

    def open(self, path: Path, text: str, version: int = 0) -> None:
        """The editor holds a document from now on."""
        if not self._disk_has(path, text):
            self._unsaved.add(path)
        self.held.hold(path, text, version)
        self._changed.add(path)
        if not path.exists():
            self.files_came_or_went([path])
        elif app_around_file(path) not in self._projects:
            self._add_app_around(path)
        self.look_at_disk()

    def change(self, path: Path, text: str, version: int = 0) -> None:
        """A document has a new text."""
        self.held.hold(path, text, version)
        self._unsaved.add(path)
        self._changed.add(path)

    def save(self, path: Path) -> None:
        """A document was written."""
        self._unsaved.discard(path)
        self._changed.add(path)
        if app_around_file(path) not in self._projects:
            self.files_came_or_went([path])
        self.look_at_disk()

    def close(self, path: Path) -> None:
        """The disk counts again for a document."""
        if path not in self.held:
            return
        self._unsaved.discard(path)
        self.held.let_go(path)
        self._changed.add(path)
        if not path.exists():
            self.files_came_or_went([path])
        self._review()

    def files_changed(self, paths: Iterable[Path]) -> None:
        """Files were changed outside the editor, as it has noticed."""
        self._changed.update(path for path in paths if path not in self.held)

    def look_at_disk(self) -> None:
        """See what was changed outside the editor: not every editor tells."""
        for project in list(self._projects.values()):
            paths, came_or_went = project.changed_on_disk()
            self._changed |= paths
            if came_or_went:
                self._restart(project)
        self._review()

    def files_came_or_went(self, paths: Iterable[Path]) -> None:
        """Files or folders were made, deleted or renamed: the apps around them are read anew, new apps are found."""
        paths = list(paths)
        for project in self._projects.values():
            if any(project.root in path.parents or project.root == path for path in paths):
                self._restart(project)
        if any(path.name in _MAKES_AN_APP or not path.suffix for path in paths):
            self._undiscovered = list(self._folders)
        for path in self.held:
            self._add_app_around(path)
        self._review()

    def _restart(self, project: Project) -> None:
        project.restart()
        self._unreported.add(project.root)

    def recover(self) -> None:
        """Begin anew with what the editor holds: something went wrong, and nothing that is known can be trusted."""
        self._projects.clear()
        self._undiscovered = list(self._folders)
        self._unreported = set()
        self._changed = set(self.held)
        for path in self.held:
            self._add_app_around(path)

    # work

    @property
    def is_urgent(self) -> bool:
        """Whether documents were changed that nobody has looked at yet."""
        return bool(self._changed)

    @property
    def has_work(self) -> bool:
        """Whether anything is left to be done."""
        return bool(
            self._changed
            or self._undiscovered
            or self._unreported
            or any(project.waiting for project in self._projects.values())
        )

    def refresh(self) -> None:
        """Look at what changes concern most, and report it."""
        changed, self._changed = self._changed, set()
        for project in self._projects.values():
            if project.touch(changed, self._unsaved.__contains__):
                self._unreported.add(project.root)
        for project in self._projects.values():
            while project.has_moved:
                project.check_moved()
        started = time.monotonic()
        for project in self._projects.values():
            while time.monotonic() - started < FIRST:
                name = project.next_waiting(changed) or project.next_waiting(self.held)
                if name is None:
                    break
                project.check_function(name)
        self._report(set(self._unreported), changed)

    def has_work_now(self, quiet: bool) -> bool:
        """Whether ``work`` has something to do."""
        return bool(
            self._undiscovered
            or self._unreported
            or any(project.has_functions_waiting or (quiet and project.waiting) for project in self._projects.values())
        )

    def work(self, quiet: bool = True) -> None:
        """Do one more piece; ``quiet``: nothing was changed for a while, so that apps as a whole are looked at too."""
        for root, project in self._projects.items():
            if project.has_functions_waiting:
                project.check_function(project.next_waiting(self.held))
                self._unreported.add(root)
                self._progress(project.size - project.waiting, project.size)
                if not project.has_functions_waiting or time.monotonic() - self._last_report > EVERY:
                    self._report({root})
                return
        for root, project in self._projects.items():
            if quiet and project.waiting:
                project.check_app()
                self._report({root})
                return
        if self._unreported:
            self._report(set(self._unreported))
        elif self._undiscovered:
            self._discover(self._undiscovered.pop())

    def finish(self) -> None:
        """Do all that is left."""
        while self.has_work:
            self.settle()
            self.work()

    def settle(self) -> None:
        """Look at all that was changed, so that what is asked next is answered by the present documents."""
        if self._changed:
            self.refresh()

    # answers

    def findings(self, path: Path) -> Reported:
        """What is reported in a file now."""
        for root, reported in self._reported.items():
            if path in reported:
                return self._reported_in(root, path, reported[path])
        return Reported([], {}, self.held.version(path))

    def all_findings(self) -> dict[Path, Reported]:
        """What is reported in each file that has findings."""
        return {
            path: self._reported_in(root, path, items)
            for root, reported in self._reported.items()
            for path, items in reported.items()
        }

    def place(self, path: Path) -> Place | None:
        """A document in its app, at its beginning; None outside any app, and when one of both cannot be read."""
        project = self._project_of(path)
        if project is None:
            return None
        app = project.understood(path)
        source = project.text(path)
        return None if app is None or source is None else Place(app, path, source, 0)

    def text(self, path: Path) -> SourceText | None:
        """The present text of a file; None if it cannot be read."""
        project = self._project_of(path)
        return project.text(path) if project is not None else text_of(path, Files())

    def is_broken(self, path: Path) -> bool:
        """Whether a document is only half typed, so that findings elsewhere are about an older text of it."""
        project = self._project_of(path)
        return project is not None and project.is_broken(path)

    def rulebook(self, path: Path) -> Rulebook:
        """The rules that there are for a file."""
        project = self._project_of(path)
        return project.rulebook if project is not None else Rulebook.with_shipped()

    def trouble(self, path: Path) -> str | None:
        """Why the settings of the app around a file cannot be used; None if they can."""
        project = self._project_of(path)
        return project.trouble if project is not None else None

    # the rest

    def _disk_has(self, path: Path, text: str) -> bool:
        source = text_of(path, Files())
        return source is not None and source.text == text

    def _project_of(self, path: Path) -> Project | None:
        for folder in path.parents:
            if folder in self._projects:
                return self._projects[folder]
        return None

    def _add_app_around(self, path: Path) -> None:
        root = app_around_file(path)
        if root is not None:
            self._add(root)

    def _add(self, root: Path) -> None:
        if root not in self._projects:
            self._projects[root] = Project(root, self.held, owns=lambda path: self._owner(path) == root)
            self._unreported.add(root)

    def _owner(self, path: Path) -> Path | None:
        project = self._project_of(path)
        return project.root if project is not None else None

    def _discover(self, folder: Path) -> None:
        """Find the apps in a folder of the workspace."""
        if not folder.is_dir():
            return
        try:
            found = apps_around([folder], SettingsFinder())
        except SettingsError:
            found = apps_around([folder], SettingsFinder(Overrides(isolated=True)))
        for app in found.apps:
            self._add(app.root)

    def _review(self) -> None:
        """Let go of apps that are no more, or that nobody has to do with any more."""
        for root in list(self._projects):
            is_app = app_around(str(root)) == str(root)
            wanted = any(folder == root or folder in root.parents or root in folder.parents for folder in self._folders)
            if not is_app or not (wanted or any(root in path.parents for path in self.held)):
                del self._projects[root]
                self._unreported.discard(root)
                for path in self._reported.pop(root, {}):
                    if not any(path in reported for reported in self._reported.values()):
                        self._publish(path, Reported([], {}, self.held.version(path)))

    def _report(self, roots: set[Path], changed: Iterable[Path] = ()) -> None:
        """Publish the findings of some apps where they are others than before, and those in ``changed`` documents."""
        self._last_report = time.monotonic()
        self._unreported -= roots
        for root in roots:
            project = self._projects.get(root)
            if project is None:
                continue
            self._tell_trouble(project)
            try:
                findings = project.diagnostics()
            except SettingsError as error:
                self._tell(root, str(error))
                continue
            now: dict[Path, list[Diagnostic]] = {}
            for item in findings:
                now.setdefault(item.span.path, []).append(item)
            before = self._reported.get(root, {})
            if project.is_partial:
                _keep_unused(now, before, changed)
            self._reported[root] = now
            documents = {path for path in changed if path in self.held and self._owner(path) == root}
            moved = {path for path in changed if not project.is_broken(path)}
            for path in sorted(now.keys() | before.keys() | documents):
                items = now.get(path, [])
                if items != before.get(path, []) or path in documents or not _labelled(items).isdisjoint(moved):
                    self._publish(path, self._reported_in(root, path, items))

    def _reported_in(self, root: Path, path: Path, items: list[Diagnostic]) -> Reported:
        project = self._projects[root]
        paths = {label.span.path for item in items for label in item.related} - {path}
        texts = {each: text for each in paths if (text := project.text_in_model(each)) is not None}
        own = project.text(path)
        if own is not None:
            texts[path] = own
        return Reported(items, texts, self.held.version(path))

    def _tell_trouble(self, project: Project) -> None:
        self._tell(project.root, project.trouble and f"{project.trouble}; the last good settings hold")

    def _tell(self, root: Path, sentence: str | None) -> None:
        if self._said.get(root) != sentence:
            self._said[root] = sentence
            if sentence is not None:
                self._say(sentence)


def app_around_file(path: Path) -> Path | None:
    """The root of the app that a file lies in, whether the file is there or not."""
    root = app_around(str(path.parent))
    return Path(root) if root is not None else None


def _keep_unused(
    now: dict[Path, list[Diagnostic]], before: dict[Path, list[Diagnostic]], changed: Iterable[Path]
) -> None:
    """Let what was said of needless comments stand until it is looked at again, where the text is the same."""
    for path in before.keys() - set(changed):
        kept = [item for item in before[path] if item.code == UNUSED]
        if kept:
            now[path] = in_order([*now.get(path, ()), *kept])


def _labelled(items: Iterable[Diagnostic]) -> set[Path]:
    """The files that hold the other sides of findings."""
    return {label.span.path for item in items for label in item.related}


def text_of(path: Path, files: Files) -> SourceText | None:
    """The text of a file; None if it cannot be read."""
    try:
        return files.python(path) if path.suffix == ".py" else files.json(path)
    except ReadError:
        return None
