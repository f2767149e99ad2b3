"""Importing a module without running it: its statements in order, on every path that can be told.

What raises on the way whatever happens is an ``ImportFailure``; what cannot be told is UNKNOWN. Where a condition is
unknown both branches are followed and what differs afterwards is UNKNOWN; an exception that is raised on only one of
them ends that branch alone. Functions called at import are followed too, with bounds on depth and number of steps.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Sequence
from functools import partial

from funclint.python.concrete import builtin_type
from funclint.python.definitions import Definitions
from funclint.python.importing import Frame
from funclint.python.outcomes import ImportFailure, Stuck, alike, join, truth
from funclint.python.values import (
    NONE,
    UNKNOWN,
    AppModule,
    Class,
    Constant,
    Container,
    External,
    Function,
    Value,
)

MAX_DEPTH = 12
MAX_STEPS = 20_000
MAX_ITEMS = 20
_GROUPS = ("BaseException", "BaseExceptionGroup", "ExceptionGroup")  # the first for what is not known, too


class Interpreter(Definitions):
    """Runs statements; see the module."""

    # branches

    def _save(self, frame: Frame) -> tuple[dict[str, Value], dict[str, Value]]:
        return dict(frame.locals), dict(frame.state.names) if frame.locals is not frame.state.names else {}

    def _restore(self, frame: Frame, saved: tuple[dict[str, Value], dict[str, Value]]) -> None:
        frame.locals.clear()
        frame.locals.update(saved[0])
        if frame.locals is not frame.state.names:
            frame.state.names.clear()
            frame.state.names.update(saved[1])

    def branches(self, frame: Frame, runs: Sequence[Callable[[], bool]]) -> bool:
        """Follow several ways on from here, only one of which will be taken; whether any goes on."""
        start = self._save(frame)
        ends = []
        failures: list[ImportFailure] = []
        for run in runs:
            self._restore(frame, start)
            try:
                if run():
                    ends.append(self._save(frame))
            except ImportFailure as failure:
                self.uncertain += 1
                failures.append(failure)
        if not ends:
            if len(failures) == len(runs):
                raise failures[0]
            return False
        merged = ends[0]
        for end in ends[1:]:
            merged = join(merged[0], end[0]), join(merged[1], end[1])
        self._restore(frame, merged)
        return True

    def _maybe(self, frame: Frame, run: Callable[[], bool]) -> None:
        """Follow something that may or may not happen."""
        self.branches(frame, [run, lambda: True])

    # statements

    def block(self, body: Sequence[ast.stmt], frame: Frame) -> bool:
        """Run statements in order; whether control comes out at the end. Raises ImportFailure."""
        # A generator inside ``all`` would count against Python 3.12's limit of native recursion.
        for statement in body:  # noqa: SIM110
            if not self.statement(statement, frame):
                return False
        return True

    def statement(self, node: ast.stmt, frame: Frame) -> bool:
        """Run one statement; whether control goes on behind it. Raises ImportFailure."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Stuck
        method = getattr(self, "_do_" + type(node).__name__, None)
        if method is None:
            return True
        return bool(method(node, frame) is not False)

    def _do_Import(self, node: ast.Import, frame: Frame) -> None:
        for alias in node.names:
            module = self.import_module(alias.name, frame, node)
            if alias.asname:
                self.bind(alias.asname, module, frame)
            else:
                first = alias.name.partition(".")[0]
                place = self.importer.place(first)
                if first in self.replaced:
                    self.bind(first, UNKNOWN, frame)
                elif place.kind == "external":
                    self.bind(first, External(first, "module"), frame)
                elif place.kind == "file" and first in self.imported:
                    self.bind(first, AppModule(first, self.imported[first].module, None), frame)
                elif place.kind == "folder":
                    self.bind(first, AppModule(first, None, str(place.path)), frame)
                else:
                    self.bind(first, UNKNOWN, frame)

    def _do_ImportFrom(self, node: ast.ImportFrom, frame: Frame) -> None:
        self.import_from(node, frame)

    def _do_Expr(self, node: ast.Expr, frame: Frame) -> bool:
        self.eval(node.value, frame)
        return True

    def _do_If(self, node: ast.If, frame: Frame) -> bool:
        decided = truth(self.eval(node.test, frame))
        if decided is not None:
            return self.block(node.body if decided else node.orelse, frame)
        return self.branches(frame, [lambda: self.block(node.body, frame), lambda: self.block(node.orelse, frame)])

    def _do_For(self, node: ast.For | ast.AsyncFor, frame: Frame) -> bool:
        iterable = self.eval(node.iter, frame)
        if isinstance(iterable, Constant) and not hasattr(iterable.value, "__iter__"):
            raise ImportFailure(
                "TypeError", f"'{type(iterable.value).__name__}' object is not iterable", frame.state.module, node.iter
            )
        items = iterable.items if isinstance(iterable, Container) and iterable.keys is None else None
        if items is not None and len(items) <= MAX_ITEMS and not _jumps(node.body):
            for item in items:
                self.assign(node.target, item, frame)
                if not self.block(node.body, frame):
                    return False
            return self.block(node.orelse, frame)

        def once() -> bool:
            self.assign(node.target, UNKNOWN, frame)
            self.block(node.body, frame)
            return True

        self._maybe(frame, once)
        self._maybe(frame, lambda: self.block(node.orelse, frame))
        return True

    _do_AsyncFor = _do_For

    def _do_While(self, node: ast.While, frame: Frame) -> bool:
        decided = truth(self.eval(node.test, frame))
        if decided is False:
            return self.block(node.orelse, frame)
        last = next((index for index, part in enumerate(node.body) if isinstance(part, ast.Break)), None)
        if decided and last is not None and not _jumps(node.body[:last]):
            return self.block(node.body[:last], frame)
        if decided and not _jumps(node.body) and not self.block(node.body, frame):
            return False

        def once() -> bool:
            self.block(node.body, frame)
            return True

        self._maybe(frame, once)
        return True

    def _do_With(self, node: ast.With | ast.AsyncWith, frame: Frame) -> bool:
        for item in node.items:
            manager = self.eval(item.context_expr, frame)
            type_name = builtin_type(manager)
            if type_name is not None:
                reason = f"'{type_name}' object does not support the context manager protocol"
                raise ImportFailure("TypeError", reason, frame.state.module, item.context_expr)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, UNKNOWN, frame)
        try:
            return self.block(node.body, frame)
        except ImportFailure as failure:
            if all(self._lets_through(item.context_expr, failure, frame) for item in node.items):
                raise
            # the context manager may swallow it
            self.uncertain += 1
            return True

    _do_AsyncWith = _do_With

    def _lets_through(self, manager: ast.expr, failure: ImportFailure, frame: Frame) -> bool:
        """Whether a context manager certainly does not swallow an exception."""
        if not isinstance(manager, ast.Call):
            return False
        function = self.eval(manager.func, frame)
        if not isinstance(function, External):
            return False
        if function.name == "contextlib.suppress":
            return all(self.handler_matches(kind, failure, frame) is False for kind in manager.args)
        return function.name == "builtins.open"

    def _do_Try(self, node: ast.Try, frame: Frame) -> bool:
        try:
            goes_on = self._try_body(node, frame)
        except ImportFailure:
            if not self.block(node.finalbody, frame):
                return False
            raise
        return self.block(node.finalbody, frame) and goes_on

    _do_TryStar = _do_Try

    def _try_body(self, node: ast.Try, frame: Frame) -> bool:
        start = self._save(frame)
        uncertain = self.uncertain
        try:
            goes_on = self.block(node.body, frame)
        except ImportFailure as failure:
            for handler in node.handlers:
                matches = self.handler_matches(handler.type, failure, frame)
                if type(node).__name__ == "TryStar" and failure.kind in _GROUPS:
                    matches = None  # it depends on what is in the group
                if matches:
                    return self._handler(handler, frame)
                if matches is None:
                    self._maybe(frame, partial(self._handler, handler, frame))
                    self.uncertain += 1
                    return True
            raise
        if self.uncertain == uncertain or not node.handlers:
            return self.block(node.orelse, frame) if goes_on else False
        ways: list[Callable[[], bool]] = [
            lambda: goes_on and self.block(node.orelse, frame),
        ]
        after = self._save(frame)
        anywhere = join(start[0], after[0]), join(start[1], after[1])

        def way(handler: ast.ExceptHandler) -> Callable[[], bool]:
            def run() -> bool:
                self._restore(frame, anywhere)
                return self._handler(handler, frame)

            return run

        return self.branches(frame, [*ways, *map(way, node.handlers)])

    def _handler(self, handler: ast.ExceptHandler, frame: Frame) -> bool:
        if handler.name:
            self.bind(handler.name, UNKNOWN, frame)
        goes_on = self.block(handler.body, frame)
        if handler.name:
            frame.locals.pop(handler.name, None)
        return goes_on

    def handler_matches(self, node: ast.expr | None, failure: ImportFailure, frame: Frame) -> bool | None:
        """Whether an ``except`` clause takes a failure; None when that cannot be told."""
        if node is None:
            return True
        try:
            value = self.eval(node, frame)
        except ImportFailure:
            return None
        kinds = value.items if isinstance(value, Container) else [value]
        answers: list[bool | None] = []
        for kind in kinds:
            name = kind.name if isinstance(kind, External) else ""
            caught = getattr(builtins, name.removeprefix("builtins."), None) if name.startswith("builtins.") else None
            raised = getattr(builtins, failure.kind, None)
            if not isinstance(caught, type) or not isinstance(raised, type):
                answers.append(None)
            elif raised is BaseException and caught is not BaseException:
                answers.append(None)  # raised is something that is not known
            else:
                answers.append(issubclass(raised, caught))
        if any(answers):
            return True
        return None if None in answers else False

    def _do_Match(self, node: ast.Match, frame: Frame) -> bool:
        subject = self.eval(node.subject, frame)
        for case in node.cases:
            matches = self._matches(case.pattern, subject, frame)
            if matches is None or (matches and case.guard is not None):
                break
            if matches:
                return self.block(case.body, frame)
        else:
            return True

        def way(case: ast.match_case) -> Callable[[], bool]:
            def run() -> bool:
                for part in ast.walk(case.pattern):
                    name = getattr(part, "name", None) or getattr(part, "rest", None)
                    if isinstance(name, str):
                        self.bind(name, UNKNOWN, frame)
                return self.block(case.body, frame)

            return run

        last = node.cases[-1]
        catches_all = last.guard is None and isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
        ways = [way(case) for case in node.cases]
        return self.branches(frame, ways if catches_all else [*ways, lambda: True])

    def _matches(self, pattern: ast.pattern, subject: Value, frame: Frame) -> bool | None:
        """Whether a pattern matches, its names bound when it does; None when that cannot be told."""
        if isinstance(pattern, ast.MatchAs) and pattern.pattern is None:
            if pattern.name is not None:
                self.bind(pattern.name, subject, frame)
            return True
        if isinstance(pattern, ast.MatchValue) and isinstance(subject, Constant):
            value = self.eval(pattern.value, frame)
            return subject.value == value.value if isinstance(value, Constant) else None
        if isinstance(pattern, ast.MatchSingleton) and isinstance(subject, Constant):
            return subject.value is pattern.value
        if isinstance(pattern, ast.MatchSequence) and isinstance(subject, Container) and subject.keys is None:
            if any(isinstance(part, ast.MatchStar) for part in pattern.patterns):
                return None
            if len(pattern.patterns) != len(subject.items):
                return False
            answers = [self._matches(p, item, frame) for p, item in zip(pattern.patterns, subject.items, strict=True)]
            return None if None in answers else all(answers)
        return None

    def _do_Return(self, node: ast.Return, frame: Frame) -> bool:
        frame.returns.append(self.eval(node.value, frame) if node.value is not None else NONE)
        return False

    def _do_Break(self, node: ast.Break, frame: Frame) -> bool:
        return False

    def _do_Continue(self, node: ast.Continue, frame: Frame) -> bool:
        return False

    def _do_Raise(self, node: ast.Raise, frame: Frame) -> bool:
        kind = "BaseException"
        if node.exc is not None:
            target = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            self.eval(node.exc, frame)
            value = self.eval(target, frame)
            outside = [c for c in value.linear() if not isinstance(c, Class)] if isinstance(value, Class) else [value]
            if len(outside) == 1 and isinstance(outside[0], External) and outside[0].name.startswith("builtins."):
                kind = outside[0].name.removeprefix("builtins.")
            if not isinstance(getattr(builtins, kind, None), type):
                kind = "BaseException"
        raise ImportFailure(kind, "is raised", frame.state.module, node)

    def _do_Assert(self, node: ast.Assert, frame: Frame) -> bool:
        decided = truth(self.eval(node.test, frame))
        if decided is False:
            raise ImportFailure("AssertionError", "the assertion fails", frame.state.module, node)
        if decided is None:
            self.uncertain += 1
        return True

    def _do_Global(self, node: ast.Global, frame: Frame) -> None:
        if frame.locals is not frame.state.names:
            frame.declared_global.update(node.names)

    def _do_Nonlocal(self, node: ast.Nonlocal, frame: Frame) -> None:
        frame.declared_nonlocal.update(node.names)

    # calls of functions of the app

    def run_function(self, function: Function, arguments: dict[str, Value], node: ast.AST) -> Value:
        """What a call of a function returns; its effects on the module happen. Raises ImportFailure."""
        code = function.node
        assert code is not None
        assert function.module is not None
        state = self.state_of_module(function.module)
        if state is None or self.depth >= MAX_DEPTH or code in self.calling:
            self.uncertain += 1
            return UNKNOWN
        frame = Frame(state, arguments, function.closure)
        frame.is_function = True
        self.depth += 1
        self.calling.append(code)
        try:
            if isinstance(code, ast.Lambda):
                return self.eval(code.body, frame)
            if self.block(code.body, frame):
                frame.returns.append(NONE)
        finally:
            self.depth -= 1
            self.calling.pop()
        if not frame.returns:
            return UNKNOWN
        return alike(frame.returns)


def _jumps(body: Sequence[ast.stmt]) -> bool:
    """Whether a loop's body leaves or repeats it early."""
    return any(isinstance(node, (ast.Break, ast.Continue)) for statement in body for node in ast.walk(statement))
