"""One app under the rules: what each of its functions, and the app as a whole, is found to have.

The engine drives it over many apps, the language server over what an edit concerns.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.diagnostic import Diagnostic, Fix, Label, Severity, Span
from funclint.files import Files
from funclint.python.deep_stack import with_room
from funclint.rulebook import Check, Rulebook, RuleFile
from funclint.settings import Settings
from funclint.text import SourceText
from funclint.tuning import Tuning
from funclint.workspace import App, Exclusion

if TYPE_CHECKING:
    from funclint.app.function import Function
    from funclint.app.model import FunctionApp
    from funclint.python.module import Module, PyflakesMessage
    from funclint.timing import Timing

INTERNAL_ERROR = "FN000"


class Run:
    """One app with its settings and the rules that are on."""

    def __init__(
        self, app: App, settings: Settings, rulebook: Rulebook, files: Files, timing: Timing | None = None
    ) -> None:
        self.root = app.root
        self.settings = settings
        self.failures: list[Diagnostic] = []
        self.functions: list[Function] = []
        self._only = app.only
        self._named = frozenset() if settings.force_exclude else app.not_excluded
        self._exclusion = Exclusion(settings.exclude, self._named)
        self._timing = timing
        self._rulebook = rulebook
        self._active = rulebook.select(settings.selection)
        self._tuning = Tuning(settings, rulebook)
        self.app: FunctionApp | None = None
        try:
            self.app = read_app(app.root, settings, files)
            self.functions = list(self.app.functions)
        except Exception as error:
            self.failures.append(self._failure("reading the app", error, app.root / "host.json"))
        self._owners: dict[Path, str] = {function.folder: function.name for function in self.functions}

    @property
    def is_partial(self) -> bool:
        """Whether only what is in named files is reported."""
        return self._only is not None

    def reported_functions(self) -> int:
        """The number of functions that are not excluded."""
        if not self.settings.exclude:
            return len(self.functions)
        return sum(
            not self._exclusion.covers(function.path) or any(function.folder in path.parents for path in self._named)
            for function in self.functions
        )

    def tasks(self) -> list[Function | None]:
        """What there is to do, piece by piece: each function, and None for the app as a whole."""
        return [] if self.app is None else [*self.functions, None]

    def check_function(
        self, function: Function, modules: dict[Path, list[Diagnostic]], leave: Callable[[Path], bool] | None = None
    ) -> list[Diagnostic]:
        """The findings about one function; those of modules that it reaches, each linted once, go to ``modules``.

        ``leave`` says which of the modules that functions share are not to be linted here.
        """
        try:
            findings = self.examine(function)
            if self._active.pyflakes and self._concerns(function):
                self._lint_modules(function, modules, findings, leave)
            return findings
        finally:
            function.release()

    def examine(self, function: Function) -> list[Diagnostic]:
        """The findings about one function alone; what was read for it stays until it is released."""
        findings: list[Diagnostic] = []
        if self._timing is not None:
            with contextlib.suppress(Exception):  # whichever rule needs it will meet it again
                self._timing.read(function)
        if not self._concerns(function):
            return findings
        findings += self._function_findings(function)
        if self._only is not None and not self._reads_any(function, findings):
            findings = [item for item in findings if self._confined(item)]
        return findings

    def lint(self, path: Path) -> list[Diagnostic]:
        """The findings of pyflakes in a module that functions have reached, whichever of them it was."""
        if not self._active.pyflakes:
            return []
        assert self.app is not None  # a function of it has reached the module
        try:
            module = self.app.module(path)
            with phase(self._timing, "pyflakes", path):
                messages = self.app.lint(module)
            return self._of_messages(module, messages)
        except Exception as error:
            return [self._failure("reading the modules", error, path)]

    def _concerns(self, function: Function) -> bool:
        """Whether the files that are asked for can have to do with a function; True when that cannot be told."""
        only = self._only
        if only is None or not all(path.suffix == ".py" or path.name == "function.json" for path in only):
            return True  # what is in a folder, or in a file of the whole app, may concern each
        if any(function.folder in path.parents for path in only):
            return True
        try:
            return not only.isdisjoint(function.files)
        except Exception:
            return True  # the rules will meet it too, and say so

    def _function_findings(self, function: Function) -> list[Diagnostic]:
        rules = self._active.function_rules
        findings = self._apply(rules, function, function.name, function.path)
        alternatives = function.alternatives()
        if not alternatives:
            return findings
        # Which way the worker goes cannot be told: only if it refuses the function on every one is that certain.
        errors = []
        for alternative in alternatives:
            further = [
                item
                for item in self._apply(rules, alternative, function.name, function.path)
                if item.severity is Severity.ERROR and item not in findings
            ]
            if not further:
                return findings
            errors += further
        return findings + errors

    def check_app(self) -> list[Diagnostic]:
        """The findings about the app as a whole."""
        assert self.app is not None  # there is no task for an app that could not be read
        findings = self._apply(self._active.app_rules, self.app, None, self.root / "host.json")
        if self._only is None:
            return findings
        named = {function.name: function for function in self.functions}
        return [
            item
            for item in findings
            if self._confined(item)
            or (item.function is not None and item.function in named and self._reads_any(named[item.function], []))
        ]

    def covers(self, path: Path, code: str) -> bool:
        """Whether a finding of a rule in a file of the app would be reported; the rule may be one that is no more."""
        if self._only is not None and not self._is_named(path):
            return False
        if self._exclusion.covers(path) or self._tuning.ignores(code, path):
            return False
        return self._active.get(code) is not None or self._rulebook.find(code) is None

    def without_silenced(
        self,
        findings: list[Diagnostic],
        marked: Mapping[Path, SourceText],
        inside: Iterable[Path],
        linted: Iterable[Path],
    ) -> list[Diagnostic]:
        """The findings that no comment silences, and those about comments that silence nothing.

        ``marked``: the files in which funclint is spoken to; ``inside``: those that belong to this app; ``linted``:
        those that pyflakes has seen.
        """
        from funclint.suppressions import Suppressions

        reported = [path for path in inside if self._only is None or self._is_named(path)]
        left = Suppressions(marked, reported, linted, self._rulebook, self._active).apply(findings)
        settled = []
        for item in left:
            if not item.name:
                rule = self._active.get(item.code)
                if rule is None:
                    continue
                item.function = self._owner(item.span.path)
                _stamp(item, rule)
            settled.append(item)
        return settled

    def settled(self, findings: list[Diagnostic]) -> list[Diagnostic]:
        """The findings as the settings want them; what was named itself is not excluded."""
        if not findings:
            return findings
        if self.settings.exclude:
            findings = [
                item for item in findings if item.code == INTERNAL_ERROR or not self._exclusion.covers(item.span.path)
            ]
        return self._tuning.apply(findings)

    def _apply(
        self,
        rules: Iterable[tuple[RuleFile, Check]],
        subject: Function | FunctionApp,
        function: str | None,
        path: Path,
    ) -> list[Diagnostic]:
        """The findings of some rules; what goes wrong in one of them is a finding of its own."""
        findings: list[Diagnostic] = []
        timing = self._timing
        for rule, check in rules:
            started = timing.now() if timing is not None else 0.0
            items: list[Diagnostic] = []
            try:
                with_room(partial(_collect, check, subject, items))
            except (Exception, SystemExit) as error:
                findings.append(self._failure(f"rule {rule.code} ({rule.name})", error, path, function))
            for item in items:
                if item.function is None:
                    item.function = function
                findings.append(self._mended(_stamp(item, rule), findings))
            if timing is not None:
                timing.add_rule(rule.code, started)
        return findings

    def _lint_modules(
        self,
        function: Function,
        modules: dict[Path, list[Diagnostic]],
        findings: list[Diagnostic],
        leave: Callable[[Path], bool] | None,
    ) -> None:
        try:
            for module in function.modules:
                path = module.path
                if path in modules:
                    continue
                if self._only is not None and not self._is_named(path):
                    modules[path] = []
                    continue
                if (
                    leave is not None
                    and path != function.script.path
                    and self._owner(path) != function.name
                    and leave(path)
                ):
                    continue
                modules[path] = self.lint(path)
        except Exception as error:
            findings.append(self._failure("reading the modules", error, function.path, function.name))

    def _of_messages(self, module: Module, messages: Iterable[PyflakesMessage]) -> list[Diagnostic]:
        """What pyflakes says, under the rules that are on."""
        owner = self._owner(module.path)
        found: list[Diagnostic] = []
        for message in messages:
            rule = self._active.get(message.code)
            if rule is not None:
                item = Diagnostic(message.span, message.message, severity=message.severity, function=owner)
                if message.statement is not None:
                    item.related = (Label(message.statement, "in this statement"),)
                if rule.mend is not None:
                    item.offer = partial(rule.mend, module, message)
                found.append(self._mended(_stamp(item, rule), found))
        return found

    def _mended(self, item: Diagnostic, findings: list[Diagnostic]) -> Diagnostic:
        """The finding with its fix built; what goes wrong in that is a finding of its own."""
        if item.offer is not None:
            try:
                offered = with_room(item.offer)
                if offered is None or isinstance(offered, Fix):
                    item.fix = offered
                else:
                    item.choices = offered
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


@contextlib.contextmanager
def phase(timing: Timing | None, name: str, path: Path | None = None) -> Iterator[None]:
    """The time in the block belongs to a phase and to a file, if it is measured at all."""
    if timing is None:
        yield
        return
    with timing.phase(name), timing.file(path) if path is not None else contextlib.nullcontext():
        yield


def read_app(root: Path, settings: Settings, files: Files) -> FunctionApp:
    from funclint.app.model import FunctionApp, Target

    target = Target(
        python_version=settings.python_version,
        worker=settings.worker,
        host_version=settings.host_version,
        known_modules=settings.known_modules,
    )
    return FunctionApp.read(root, target, files)


def _collect(check: Check, subject: Function | FunctionApp, items: list[Diagnostic]) -> None:
    """What a rule says goes into ``items``; what it said before it failed stays there."""
    items.clear()
    for item in check(subject) or ():
        _require_sound(item)
        items.append(item)


def _require_sound(item: object) -> None:
    """What a rule yields is a diagnostic whose parts are of the right types. Raises TypeError."""
    if not isinstance(item, Diagnostic):
        raise TypeError(f"a rule yields objects of Diagnostic, not of {type(item).__name__}")
    labels = item.related
    if not (
        isinstance(item.span, Span)
        and isinstance(item.span.path, Path)
        and isinstance(item.message, str)
        and (item.help is None or isinstance(item.help, str))
        and (item.severity is None or isinstance(item.severity, Severity))
        and isinstance(labels, tuple)
        and all(isinstance(label, Label) and isinstance(label.span.path, Path) for label in labels)
    ):
        raise TypeError("a part of a diagnostic is of another type than funclint.diagnostic says")


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


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by file, place, code and message, the same finding only once."""
    unique: dict[tuple[str, int, int, str, str], Diagnostic] = {}
    for item in findings:
        span = item.span
        unique.setdefault((str(span.path), span.start, span.end, item.code, item.message), item)
    return [unique[key] for key in sorted(unique, key=lambda key: (key[0], key[1], key[3], key[4], key[2]))]
