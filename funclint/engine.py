"""Apps in, diagnostics out: runs the rules, names their findings, confines and orders them."""

from __future__ import annotations

import contextlib
import gc
import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from funclint import processes
from funclint.diagnostic import Diagnostic
from funclint.files import Files
from funclint.rulebook import Rulebook
from funclint.run import INTERNAL_ERROR, Run, in_order, phase, read_app
from funclint.settings import Overrides, Settings, SettingsFinder
from funclint.text import ReadError, SourceText
from funclint.workspace import App, Found, find_apps

if TYPE_CHECKING:
    from funclint.app.function import Function
    from funclint.app.model import FunctionApp
    from funclint.timing import Timing
    from funclint.watching import Memory

MANY_FUNCTIONS = 8
"""From this many functions on, several processes are quicker than one."""

COLLECTED_AFTER = 100
"""So many functions are checked between two collections: what they leave in cycles is some 15 MB then."""

Progress = Callable[[int, int], None]
"""Is told how many functions are done, and of how many."""


class Result:
    """What a run found.

    ``apps`` are the roots that were read, ``functions`` the number of functions in them, ``warnings`` sentences for
    stderr. ``failing`` counts the diagnostics at or above the ``fail-on`` of their app, ``internal_errors`` those that
    are faults of funclint. ``known`` counts findings that were left out because the baseline has them. ``partial``:
    only what is in named files was asked for.
    """

    __slots__ = ("apps", "diagnostics", "failing", "functions", "internal_errors", "known", "partial", "warnings")

    def __init__(
        self,
        diagnostics: list[Diagnostic] | None = None,
        apps: list[Path] | None = None,
        functions: int = 0,
        warnings: list[str] | None = None,
    ) -> None:
        self.diagnostics = diagnostics if diagnostics is not None else []
        self.apps = apps if apps is not None else []
        self.functions = functions
        self.warnings = warnings if warnings is not None else []
        self.failing = 0
        self.internal_errors = 0
        self.known = 0
        self.partial = False


class Checked:
    """What a run found in one app. ``covers`` says whether the run would have found a rule's fault in a file."""

    __slots__ = ("covers", "findings", "root")

    def __init__(self, root: Path, findings: list[Diagnostic], covers: Callable[[Path, str], bool]) -> None:
        self.root = root
        self.findings = findings
        self.covers = covers


def check_paths(
    paths: Sequence[str | Path],
    *,
    overrides: Overrides | None = None,
    files: Files | None = None,
    jobs: int | None = None,
    leave_out: Callable[[list[Checked]], int] | None = None,
    memory: Memory | None = None,
    timing: Timing | None = None,
    progress: Progress | None = None,
) -> Result:
    """Lint the apps in and around ``paths``.

    ``jobs``: at most so many processes; None lets the number of functions decide. ``leave_out`` takes findings out of
    the apps that are known, and says how many. With ``memory`` apps that have not changed are not checked again.
    ``timing`` is told where the time goes, ``progress`` how much of how much is done. Raises SettingsError.
    """
    finder = SettingsFinder(overrides)
    with phase(timing, "finding apps"):
        found = apps_around(paths, finder)
    files = files or Files()
    result = Result(warnings=found.warnings)
    collecting = gc.isenabled()
    # A run allocates much and frees little in cycles: the collector would only walk the growing heap again and again.
    gc.disable()
    try:
        books: dict[tuple[Path, ...], Rulebook] = {}
        runs: list[Run] = []
        kept: list[list[Diagnostic]] = []
        for app in found.apps:
            settings = finder.settings_for(app.root)
            rulebook = books.get(settings.rule_paths)
            if rulebook is None:
                rulebook = books[settings.rule_paths] = Rulebook.with_shipped(settings.rule_paths)
            if memory is None:
                with phase(timing, "loading rules"):
                    runs.append(Run(app, settings, rulebook, files, timing))
            else:
                alone = partial(_check_alone, app, settings, rulebook)
                run, diagnostics = memory.recall(app.root, settings, app.only, alone)
                runs.append(run)
                kept.append(list(diagnostics))
        found_in = zip(runs, _check(runs, files, jobs, timing, progress) if memory is None else kept, strict=True)
        checked = [Checked(run.root, diagnostics, run.covers) for run, diagnostics in found_in]
        if leave_out is not None:
            result.known = leave_out(checked)
        for run, outcome in zip(runs, checked, strict=True):
            result.apps.append(run.root)
            result.functions += run.reported_functions()
            result.partial |= run.is_partial
            result.failing += sum(item.severity >= run.settings.fail_on for item in outcome.findings if item.severity)
            result.diagnostics += outcome.findings
    finally:
        if collecting:
            # All that was made counts as new, and the next collection would walk it: let it count as old instead.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
    result.diagnostics = in_order(result.diagnostics)
    result.internal_errors = sum(item.code == INTERNAL_ERROR for item in result.diagnostics)
    return result


def check_app(
    root: Path, settings: Settings, files: Files, rulebook: Rulebook, only: frozenset[Path] | None = None
) -> list[Diagnostic]:
    """Lint one app; ``only`` confines the report to files and to the functions that read them. Raises SettingsError."""
    return _check([Run(App(root, only), settings, rulebook, files)], files, 1)[0]


def _check_alone(app: App, settings: Settings, rulebook: Rulebook, files: Files) -> tuple[Run, list[Diagnostic]]:
    run = Run(app, settings, rulebook, files)
    return run, _check([run], files, 1)[0]


def read_apps(
    paths: Sequence[str | Path], files: Files, overrides: Overrides | None = None
) -> tuple[list[FunctionApp], list[str]]:
    """The apps in and around ``paths``, read but not linted, and the sentences for stderr. Raises SettingsError."""
    finder = SettingsFinder(overrides)
    found = apps_around(paths, finder)
    return [read_app(app.root, finder.settings_for(app.root), files) for app in found.apps], found.warnings


class _Outcome:
    """What a slice of the work gave, for each run by its number: findings of rules, and those of linted modules.

    ``left``: the modules that another slice lints. ``marked``: the files read in which funclint is spoken to.
    ``timing``: what was measured in this process.
    """

    __slots__ = ("findings", "left", "marked", "modules", "timing")

    def __init__(self) -> None:
        self.findings: dict[int, list[Diagnostic]] = {}
        self.modules: dict[int, dict[Path, list[Diagnostic]]] = {}
        self.left: dict[int, set[Path]] = {}
        self.marked: dict[Path, SourceText] = {}
        self.timing: Timing | None = None

    def leaving(self, number: int, part: processes.Slice[Any]) -> Callable[[Path], bool]:
        """Whether a module that functions share is linted by another slice than this; those that are get noted."""
        left = self.left.setdefault(number, set())

        def leave(path: Path) -> bool:
            if path in left:
                return True
            if zlib.crc32(os.fsencode(path)) % part.count == part.number:
                return False
            left.add(path)
            return True

        return leave


def _check(
    runs: list[Run], files: Files, jobs: int | None, timing: Timing | None = None, progress: Progress | None = None
) -> list[list[Diagnostic]]:
    """The findings of each run, in order."""
    parent = os.getpid()
    tasks = [(number, function) for number, run in enumerate(runs) for function in run.tasks()]

    def work(part: processes.Slice[tuple[int, Function | None]]) -> _Outcome:
        outcome = _Outcome()
        watched = progress if os.getpid() == parent else None
        for done, (number, function) in enumerate(part.tasks):
            if watched is not None:
                watched(done, len(part.tasks))
            if done % COLLECTED_AFTER == COLLECTED_AFTER - 1:
                gc.collect(1)
            findings = outcome.findings.setdefault(number, [])
            if function is None:
                findings += runs[number].check_app()
            else:
                leave = outcome.leaving(number, part) if part.count > 1 else None
                findings += runs[number].check_function(function, outcome.modules.setdefault(number, {}), leave)
        outcome.marked = files.marked
        outcome.timing = timing
        return outcome

    together: list[list[Diagnostic]] = [list(run.failures) for run in runs]
    linted: list[set[Path]] = [set() for _ in runs]
    left: list[set[Path]] = [set() for _ in runs]
    marked = dict(files.marked)
    for outcome in processes.run(tasks, work, _process_count(runs, jobs)):
        marked.update(outcome.marked)
        if timing is not None and outcome.timing is not None and outcome.timing is not timing:
            timing.add(outcome.timing)
        for number, findings in outcome.findings.items():
            together[number] += findings
        for number, modules in outcome.modules.items():
            for path, findings in modules.items():
                if path not in linted[number]:
                    linted[number].add(path)
                    together[number] += findings
        for number, paths in outcome.left.items():
            left[number] |= paths
    for number, run in enumerate(runs):
        # The slice that was to lint them has not come across them.
        for path in left[number] - linted[number]:
            linted[number].add(path)
            together[number] += run.lint(path)
    marked.update(files.marked)
    # What is wrong with a file may be that it lies where nobody reads it; a comment in it counts all the same.
    marked.update(marked_among({item.span.path for findings in together for item in findings}, files))
    if marked:
        of_runs = _by_root(marked, [run.root for run in runs])
        for number, run in enumerate(runs):
            together[number] = run.without_silenced(together[number], marked, of_runs[run.root], linted[number])
    return [in_order(run.settled(findings)) for run, findings in zip(runs, together, strict=True)]


def marked_among(paths: Iterable[Path], files: Files) -> dict[Path, SourceText]:
    """Those of some files in which funclint is spoken to."""
    for path in paths:
        with contextlib.suppress(ReadError):
            files.python(path) if path.suffix == ".py" else files.json(path)
    return files.marked


def _by_root(paths: Iterable[Path], roots: list[Path]) -> dict[Path, list[Path]]:
    """Files by the innermost app that they are in."""
    found: dict[Path, list[Path]] = {root: [] for root in roots}
    for path in paths:
        root = next((folder for folder in path.parents if folder in found), None)
        if root is not None:
            found[root].append(path)
    return found


def _process_count(runs: list[Run], jobs: int | None) -> int:
    if not processes.can_fork():
        return 1
    if jobs is not None:
        return jobs
    return processes.cpus() if sum(len(run.functions) for run in runs) >= MANY_FUNCTIONS else 1


def apps_around(paths: Sequence[str | Path], finder: SettingsFinder) -> Found:
    """The apps in and around ``paths`` as their settings want it. Raises SettingsError."""
    return find_apps(
        paths,
        lambda folder: finder.settings_for(folder).exclude,
        lambda folder: finder.settings_for(folder).force_exclude,
    )
