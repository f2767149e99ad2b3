"""Apps in, diagnostics out: runs the rules, names their findings, confines and orders them."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from funclint import processes
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.files import Files
from funclint.rulebook import Check, Rulebook, RuleFile
from funclint.settings import Overrides, Settings, SettingsFinder
from funclint.workspace import App, Exclusion, find_apps

if TYPE_CHECKING:
    from funclint.app.model import Function, FunctionApp

MANY_FUNCTIONS = 150
"""From this many functions on, several processes are quicker than one."""

INTERNAL_ERROR = "FN000"


@dataclass(slots=True)
class Result:
    """What a run found.

    ``apps`` are the roots that were read, ``functions`` the number of functions in them, ``warnings`` sentences for
    stderr. ``failing`` counts the diagnostics at or above the ``fail-on`` of their app, ``internal_errors`` those that
    are faults of funclint.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    apps: list[Path] = field(default_factory=list)
    functions: int = 0
    warnings: list[str] = field(default_factory=list)
    failing: int = 0
    internal_errors: int = 0


def check_paths(
    paths: Sequence[str | Path],
    *,
    overrides: Overrides | None = None,
    files: Files | None = None,
    jobs: int | None = None,
) -> Result:
    """Lint the apps in and around ``paths``.

    ``jobs``: at most so many processes; None lets the number of functions decide. Raises SettingsError.
    """
    finder = SettingsFinder(overrides)
    found = find_apps(paths, lambda folder: _exclude(finder.settings_for(folder)))
    files = files or Files()
    result = Result(warnings=found.warnings)
    collecting = gc.isenabled()
    # A run allocates much and frees little in cycles: the collector would only walk the growing heap again and again.
    gc.disable()
    try:
        books: dict[tuple[Path, ...], Rulebook] = {}
        runs = []
        for app in found.apps:
            settings = finder.settings_for(app.root)
            rulebook = books.get(settings.rule_paths)
            if rulebook is None:
                rulebook = books[settings.rule_paths] = Rulebook.with_shipped(settings.rule_paths)
            runs.append(_Run(app, settings, rulebook, files))
        for run, diagnostics in zip(runs, _check(runs, jobs), strict=True):
            result.apps.append(run.root)
            result.functions += len(run.functions)
            result.failing += sum(item.severity >= run.settings.fail_on for item in diagnostics if item.severity)
            result.diagnostics += diagnostics
    finally:
        if collecting:
            gc.enable()
    result.diagnostics = _in_order(result.diagnostics)
    result.internal_errors = sum(item.code == INTERNAL_ERROR for item in result.diagnostics)
    return result


def check_app(
    root: Path, settings: Settings, files: Files, rulebook: Rulebook, only: frozenset[Path] | None = None
) -> list[Diagnostic]:
    """Lint one app; ``only`` confines the report to files and to the functions that read them. Raises SettingsError."""
    return _check([_Run(App(root, only), settings, rulebook, files)], 1)[0]


def read_apps(paths: Sequence[str | Path], files: Files) -> tuple[list[FunctionApp], list[str]]:
    """The apps in and around ``paths``, read but not linted, and the sentences for stderr. Raises SettingsError."""
    finder = SettingsFinder()
    found = find_apps(paths, lambda folder: _exclude(finder.settings_for(folder)))
    return [_read_app(app.root, finder.settings_for(app.root), files) for app in found.apps], found.warnings


@dataclass(slots=True)
class _Outcome:
    """What a slice of the work gave, for each run by its number: findings of rules, and those of linted modules."""

    findings: dict[int, list[Diagnostic]] = field(default_factory=dict)
    modules: dict[int, dict[Path, list[Diagnostic]]] = field(default_factory=dict)


def _check(runs: list[_Run], jobs: int | None) -> list[list[Diagnostic]]:
    """The findings of each run, in order."""
    tasks = [(number, function) for number, run in enumerate(runs) for function in run.tasks()]

    def work(part: Sequence[tuple[int, Function | None]]) -> _Outcome:
        outcome = _Outcome()
        for number, function in part:
            findings = outcome.findings.setdefault(number, [])
            if function is None:
                findings += runs[number].check_app()
            else:
                findings += runs[number].check_function(function, outcome.modules.setdefault(number, {}))
        return outcome

    together: list[list[Diagnostic]] = [list(run.failures) for run in runs]
    linted: set[tuple[int, Path]] = set()
    for outcome in processes.run(tasks, work, _process_count(runs, jobs)):
        for number, findings in outcome.findings.items():
            together[number] += findings
        for number, modules in outcome.modules.items():
            for path, findings in modules.items():
                if (number, path) not in linted:
                    linted.add((number, path))
                    together[number] += findings
    return [_in_order(run.without_excluded(findings)) for run, findings in zip(runs, together, strict=True)]


def _process_count(runs: list[_Run], jobs: int | None) -> int:
    if not processes.can_fork():
        return 1
    if jobs is not None:
        return jobs
    return processes.cpus() if sum(len(run.functions) for run in runs) >= MANY_FUNCTIONS else 1


class _Run:
    """One app with its settings and the rules that are on."""

    def __init__(self, app: App, settings: Settings, rulebook: Rulebook, files: Files) -> None:
        self.root = app.root
        self.settings = settings
        self.failures: list[Diagnostic] = []
        self.functions: list[Function] = []
        self._only = app.only
        self._rulebook = rulebook
        self._active = rulebook.select(settings.selection)
        self._app: FunctionApp | None = None
        try:
            self._app = _read_app(app.root, settings, files)
            self.functions = list(self._app.functions)
        except Exception as error:
            self.failures.append(self._failure("reading the app", error, app.root / "host.json"))
        self._owners: dict[Path, str] = {function.folder: function.name for function in self.functions}

    def tasks(self) -> list[Function | None]:
        """What there is to do, piece by piece: each function, and None for the app as a whole."""
        return [] if self._app is None else [*self.functions, None]

    def check_function(self, function: Function, modules: dict[Path, list[Diagnostic]]) -> list[Diagnostic]:
        """The findings about one function; those of modules that it reaches, each linted once, go to ``modules``."""
        findings: list[Diagnostic] = []
        try:
            findings += self._function_findings(function)
            if self._only is not None and not self._reads_any(function, findings):
                findings = [item for item in findings if self._confined(item)]
            if self._active.pyflakes:
                self._lint_modules(function, modules, findings)
        finally:
            function.release()
        return findings

    def _function_findings(self, function: Function) -> list[Diagnostic]:
        findings: list[Diagnostic] = []
        for rule, check in self._active.function_rules:
            findings += self._apply(rule, check, function, function.name, function.path)
        alternatives = function.alternatives()
        if not alternatives:
            return findings
        # Which way the worker goes cannot be told: only if it refuses the function on every one is that certain.
        errors = []
        for alternative in alternatives:
            further = [
                item
                for rule, check in self._active.function_rules
                for item in self._apply(rule, check, alternative, function.name, function.path)
                if item.severity is Severity.ERROR and item not in findings
            ]
            if not further:
                return findings
            errors += further
        return findings + errors

    def check_app(self) -> list[Diagnostic]:
        """The findings about the app as a whole."""
        assert self._app is not None  # there is no task for an app that could not be read
        findings: list[Diagnostic] = []
        for rule, check in self._active.app_rules:
            findings += self._apply(rule, check, self._app, None, self.root / "host.json")
        if self._only is None:
            return findings
        named = {function.name: function for function in self.functions}
        return [
            item
            for item in findings
            if self._confined(item)
            or (item.function is not None and item.function in named and self._reads_any(named[item.function], []))
        ]

    def without_excluded(self, findings: list[Diagnostic]) -> list[Diagnostic]:
        """The findings outside of the settings' ``exclude``; files that were named themselves stay."""
        path, patterns = self.settings.path, self.settings.exclude
        if path is None or not patterns or not findings:
            return findings
        exclusion = Exclusion(path.parent, patterns)
        return [
            item
            for item in findings
            if item.code == INTERNAL_ERROR or self._is_named(item.span.path) or not exclusion.covers(item.span.path)
        ]

    def _apply(
        self, rule: RuleFile, check: Check, subject: Function | FunctionApp, function: str | None, path: Path
    ) -> list[Diagnostic]:
        findings: list[Diagnostic] = []
        try:
            for item in check(subject) or ():
                if item.function is None:
                    item.function = function
                findings.append(self._mended(_stamp(item, rule), findings))
        except Exception as error:
            findings.append(self._failure(f"rule {rule.code} ({rule.name})", error, path, function))
        return findings

    def _lint_modules(
        self, function: Function, modules: dict[Path, list[Diagnostic]], findings: list[Diagnostic]
    ) -> None:
        try:
            for module in function.modules:
                path = module.path
                if path in modules:
                    continue
                modules[path] = []  # not again, even if it fails
                if self._only is not None and not self._is_named(path):
                    continue
                owner = self._owner(path)
                for message in function.lint(module):
                    rule = self._active.get(message.code)
                    if rule is not None:
                        item = Diagnostic(message.span, message.message, severity=message.severity, function=owner)
                        if rule.mend is not None:
                            item.offer = partial(rule.mend, module, message)
                        modules[path].append(self._mended(_stamp(item, rule), modules[path]))
        except Exception as error:
            findings.append(self._failure("reading the modules", error, function.path, function.name))

    def _mended(self, item: Diagnostic, findings: list[Diagnostic]) -> Diagnostic:
        """The finding with its fix built; what goes wrong in that is a finding of its own."""
        if item.offer is not None:
            try:
                offered = item.offer()
                if isinstance(offered, tuple):
                    item.choices = offered
                else:
                    item.fix = offered
            except Exception as error:
                path, function = item.span.path, item.function
                findings.append(self._failure(f"the fix of {item.code} ({item.name})", error, path, function))
            item.offer = None
        return item

    def _owner(self, path: Path) -> str | None:
        """The function in whose folder a module is; None for a shared one. The same whoever reaches it first."""
        for folder in path.parents:
            owner = self._owners.get(folder)
            if owner is not None:
                return owner
            if folder == self.root:
                break
        return None

    def _reads_any(self, function: Function, findings: list[Diagnostic]) -> bool:
        try:
            return any(self._is_named(path) for path in function.files)
        except Exception as error:
            findings.append(self._failure("listing the files", error, function.path, function.name))
            return True

    def _confined(self, item: Diagnostic) -> bool:
        """Whether a finding touches a file that was asked for, with either of its sides."""
        return (
            item.code == INTERNAL_ERROR
            or self._is_named(item.span.path)
            or any(self._is_named(label.span.path) for label in item.related)
        )

    def _is_named(self, path: Path) -> bool:
        only = self._only
        return only is not None and (path in only or any(parent in only for parent in path.parents))

    def _failure(self, what: str, error: BaseException, path: Path, function: str | None = None) -> Diagnostic:
        rule = self._rulebook.find(INTERNAL_ERROR)
        whom = "" if function is None else f" on function '{function}'"
        return Diagnostic(
            Span(path),
            f"internal error: {what} failed{whom}: {_describe(error)}",
            help="This is a fault of funclint, please report it with the files of the function;"
            " all other findings are complete.",
            severity=Severity.ERROR,
            code=INTERNAL_ERROR,
            name="internal-error",
            function=function,
            url=rule.url if rule is not None else None,
        )


def _read_app(root: Path, settings: Settings, files: Files) -> FunctionApp:
    from funclint.app.model import FunctionApp, Target

    target = Target(
        python_version=settings.python_version,
        worker=settings.worker,
        host_version=settings.host_version,
        known_modules=settings.known_modules,
    )
    return FunctionApp.read(root, target, files)


def _stamp(item: Diagnostic, rule: RuleFile) -> Diagnostic:
    item.code = rule.code
    item.name = rule.name
    item.url = rule.url
    if item.severity is None:
        item.severity = rule.rule.severity
    return item


def _describe(error: BaseException) -> str:
    """The exception and where it was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace is not None else ""
    text = str(error).partition("\n")[0]
    return f"{type(error).__name__}{': ' if text else ''}{text}{where}"


def _in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by file, place, code and message, the same finding only once."""
    unique: dict[tuple[str, int, int, str, str], Diagnostic] = {}
    for item in findings:
        span = item.span
        unique.setdefault((str(span.path), span.start, span.end, item.code, item.message), item)
    return [unique[key] for key in sorted(unique, key=lambda key: (key[0], key[1], key[3], key[4], key[2]))]


def _exclude(settings: Settings) -> tuple[Path, tuple[str, ...]] | None:
    return (settings.path.parent, settings.exclude) if settings.path is not None and settings.exclude else None
