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
from funclint.python.importing import Frame, Importing, ModuleState
from funclint.python.outcomes import ImportFailure, Stuck, alike, join, same, truth
from funclint.python.values import (
    NONE,
    UNKNOWN,
    Alias,
    AppModule,
    BoundMethod,
    Class,
    Constant,
    Container,
    Descriptor,
    External,
    Function,
    Instance,
    NotAType,
    Partial,
    Value,
)

MAX_DEPTH = 12
MAX_STEPS = 20_000
MAX_ITEMS = 20
# Builtin types of which a class can inherit only one.
_SOLID_BASES = frozenset(
    f"builtins.{name}" for name in ("int", "str", "float", "bytes", "list", "dict", "set", "tuple", "complex")
)


class Interpreter(Importing):
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
        return all(self.statement(statement, frame) for statement in body)

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
                if place.kind == "external":
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

    def _do_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
        decorators = [self.eval(decorator, frame) for decorator in node.decorator_list]
        value: Value = self.make_function(node.name, node, frame)
        for decorator, source in zip(reversed(decorators), reversed(node.decorator_list), strict=True):
            value = self.call(decorator, [value], {}, source, frame)
        self.bind(node.name, value, frame)

    _do_AsyncFunctionDef = _do_FunctionDef

    def make_function(
        self, name: str, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, frame: Frame
    ) -> Function:
        """The function that a ``def`` or ``lambda`` makes: defaults and annotations are evaluated now."""
        positional = [*node.args.posonlyargs, *node.args.args]
        optional = positional[len(positional) - len(node.args.defaults) :]
        pairs = [*zip(optional, node.args.defaults, strict=True)]
        pairs += [(p, d) for p, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is not None]
        # A default that can be changed is shared by all calls, so what it holds is not known later.
        defaults = {p.arg: self.unfrozen(self.eval(default, frame)) for p, default in pairs}
        closure = (*frame.closure, frame.locals) if frame.is_function else frame.closure
        type_params = getattr(node, "type_params", None) or []
        if type_params:
            closure = (*closure, {param.name: NotAType("a type parameter", False) for param in type_params})
        function = Function(name, node, frame.state.module, closure)
        function.defaults = defaults
        if not isinstance(node, ast.Lambda):
            lazy = frame.state.module.future_annotations or self.python_version >= (3, 14)
            inner = frame if not type_params else self._scope(frame, closure)
            for parameter in _arguments(node.args):
                if parameter.annotation is not None:
                    function.annotations[parameter.arg] = self._annotation(parameter.annotation, inner, lazy)
            if node.returns is not None:
                function.annotations["return"] = self._annotation(node.returns, inner, lazy)
        return function

    def _scope(self, frame: Frame, closure: tuple[dict[str, Value], ...]) -> Frame:
        inner = Frame(frame.state, frame.locals, closure)
        inner.declared_global = frame.declared_global
        return inner

    def _annotation(self, node: ast.expr, frame: Frame, lazy: bool) -> Value | ast.expr:
        return node if lazy else self.eval(node, frame)

    def _do_ClassDef(self, node: ast.ClassDef, frame: Frame) -> None:
        decorators = [self.eval(decorator, frame) for decorator in node.decorator_list]
        type_params = getattr(node, "type_params", None) or []
        closure = (*frame.closure, frame.locals) if frame.is_function else frame.closure
        bases_frame = frame
        if type_params:
            closure = (*closure, {param.name: NotAType("a type parameter", False) for param in type_params})
            bases_frame = self._scope(frame, closure)
        bases = [UNKNOWN if isinstance(base, ast.Starred) else self.eval(base, bases_frame) for base in node.bases]
        self._check_bases(bases, node, frame)
        cls = Class(node.name, node, frame.state.module, [b.origin if isinstance(b, Alias) else b for b in bases])
        if type_params or any(isinstance(b, Alias) and self.is_generic_origin(b.origin) for b in bases):
            cls.bases = (*cls.bases, External("typing.Generic", "class"))
        for keyword in node.keywords:
            given = self.eval(keyword.value, bases_frame)
            if not (isinstance(given, External) and given.name == "abc.ABCMeta"):
                cls.certain = False
            if keyword.arg == "metaclass":
                cls.metaclass = given
        body = Frame(frame.state, cls.attributes, closure)
        self.block(node.body, body)
        self._class_annotations(cls, node, body)
        for method in cls.attributes.values():
            if isinstance(method, Function) and method.owner is None:
                method.owner = cls
        value: Value = cls
        for decorator, source in zip(reversed(decorators), reversed(node.decorator_list), strict=True):
            value = self.call(decorator, [value], {}, source, frame)
        self.bind(node.name, value, frame)

    def _check_bases(self, bases: Sequence[Value], node: ast.ClassDef, frame: Frame) -> None:
        """What ``class`` refuses about its bases."""
        module = frame.state.module
        for index, (base, source) in enumerate(zip(bases, node.bases, strict=True)):
            if isinstance(base, (Constant, Container, AppModule)) or (
                isinstance(base, External) and base.kind == "module"
            ):
                what = builtin_type(base) or "module"
                raise ImportFailure("TypeError", f"'{what}' object cannot be a base class", module, source)
            if isinstance(base, Class) and any(
                isinstance(other, Class) and other in base.linear()[1:] for other in bases[:index]
            ):
                reason = f"Cannot create a consistent method resolution order (MRO) for base {base.name}"
                raise ImportFailure("TypeError", reason, module, source)
            if isinstance(base, (Class, External)) and any(same(base, other) for other in bases[:index]):
                name = base.name.rpartition(".")[2]
                raise ImportFailure("TypeError", f"duplicate base class {name}", module, source)
        solid = {base.name for base in bases if isinstance(base, External) and base.name in _SOLID_BASES}
        if len(solid) > 1:
            raise ImportFailure("TypeError", "multiple bases have instance lay-out conflict", module, node.bases[0])

    def _class_annotations(self, cls: Class, node: ast.ClassDef, body: Frame) -> None:
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                cls.annotations[statement.target.id] = statement.annotation

    def _do_Assign(self, node: ast.Assign, frame: Frame) -> None:
        value = self.eval(node.value, frame)
        for target in node.targets:
            self.assign(target, value, frame)

    def _do_AnnAssign(self, node: ast.AnnAssign, frame: Frame) -> None:
        value = self.eval(node.value, frame) if node.value is not None else None
        lazy = frame.is_function or frame.state.module.future_annotations or self.python_version >= (3, 14)
        if not lazy and isinstance(node.target, ast.Name):
            self.eval(node.annotation, frame)
        if value is not None:
            self.assign(node.target, value, frame)

    def _do_AugAssign(self, node: ast.AugAssign, frame: Frame) -> None:
        value = self.eval(node.value, frame)
        if not isinstance(node.target, ast.Name):
            self.uncertain += 1
            return
        name = node.target.id
        current = self.lookup(name, frame, node.target)
        if isinstance(current, Container):
            # a list takes whatever can be iterated, and is changed in place: what it holds is not followed
            self.uncertain += 1
            result: Value = UNKNOWN if name == "__all__" else Instance(External("builtins.list", "class"))
        else:
            result = self.binary(node.op, current, value, node, frame)
        self.bind(name, result, frame)

    def _do_TypeAlias(self, node: ast.AST, frame: Frame) -> None:
        self.bind(node.name.id, NotAType("a type alias", False), frame)  # type: ignore[attr-defined]

    def _do_Delete(self, node: ast.Delete, frame: Frame) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.unbind(target.id, frame, target)
            elif isinstance(target, ast.Attribute):
                base = self.eval(target.value, frame)
                if isinstance(base, Function):
                    base.attributes.pop(target.attr, None)
                else:
                    self.set_attribute(base, target.attr, UNKNOWN, frame)
            elif isinstance(target, ast.Subscript):
                self._delete_item(target, frame)

    def _delete_item(self, target: ast.Subscript, frame: Frame) -> None:
        base, key = self.eval(target.value, frame), self.eval(target.slice, frame)
        if isinstance(base, External) and base.name == "builtins.globals()":
            if isinstance(key, Constant) and isinstance(key.value, str):
                frame.state.names.pop(key.value, None)
            else:
                self.lose_sight(frame.state)
        else:
            self.uncertain += 1

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
            caught = getattr(builtins, kind.name.rpartition(".")[2], None) if isinstance(kind, External) else None
            raised = getattr(builtins, failure.kind, None)
            if isinstance(caught, type) and isinstance(raised, type):
                answers.append(issubclass(raised, caught))
            else:
                answers.append(None)
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
            if isinstance(value, External):
                kind = value.name.rpartition(".")[2]
            elif isinstance(value, Class):
                kind = next(
                    (c.name.rpartition(".")[2] for c in value.linear() if isinstance(c, External)), "BaseException"
                )
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

    # assignment

    def assign(self, target: ast.expr, value: Value, frame: Frame) -> None:
        """Bind a target of an assignment, unpacking as Python does."""
        if isinstance(target, ast.Name):
            self.bind(target.id, value, frame)
        elif isinstance(target, (ast.Tuple, ast.List)):
            items = value.items if isinstance(value, Container) and value.type_name in ("tuple", "list") else None
            if isinstance(value, (Constant, Function)) and not hasattr(getattr(value, "value", None), "__iter__"):
                what = type(value.value).__name__ if isinstance(value, Constant) else "function"
                raise ImportFailure(
                    "TypeError", f"cannot unpack non-iterable {what} object", frame.state.module, target
                )
            starred = any(isinstance(element, ast.Starred) for element in target.elts)
            if items is not None and not starred and len(items) != len(target.elts):
                what = "too many" if len(items) > len(target.elts) else "not enough"
                raise ImportFailure("ValueError", f"{what} values to unpack", frame.state.module, target)
            if items is not None and starred and len(items) < len(target.elts) - 1:
                raise ImportFailure("ValueError", "not enough values to unpack", frame.state.module, target)
            for index, element in enumerate(target.elts):
                value_of: Value = UNKNOWN
                if items is not None and not starred:
                    value_of = items[index]
                elif items is not None and not isinstance(element, ast.Starred):
                    star = next(i for i, part in enumerate(target.elts) if isinstance(part, ast.Starred))
                    at = index if index < star else index - len(target.elts)
                    value_of = items[at] if -len(items) <= at < len(items) else UNKNOWN
                self.assign(element, value_of, frame)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, UNKNOWN, frame)
        elif isinstance(target, ast.Attribute):
            self.set_attribute(self.eval(target.value, frame), target.attr, value, frame)
        elif isinstance(target, ast.Subscript):
            base = self.eval(target.value, frame)
            key = self.eval(target.slice, frame)
            if isinstance(base, External) and base.name == "builtins.globals()":
                if isinstance(key, Constant) and isinstance(key.value, str):
                    frame.state.names[key.value] = value
                else:
                    frame.state.opaque = True
            else:
                self._set_item(base, key, value, target, frame)

    def _set_item(self, base: Value, key: Value, value: Value, target: ast.Subscript, frame: Frame) -> None:
        """``base[key] = value``. Raises ImportFailure for what takes no items."""
        if isinstance(base, Descriptor) and base.kind == "annotations" and isinstance(base.inner, Function):
            if isinstance(key, Constant) and isinstance(key.value, str):
                base.inner.annotations[key.value] = value
            else:
                base.inner.attributes["__annotations__"] = UNKNOWN
            return
        what = {Function: "function", BoundMethod: "method", AppModule: "module"}.get(type(base))
        if isinstance(base, Constant) or (isinstance(base, Container) and base.type_name in ("tuple", "set")):
            what = builtin_type(base)
        if what is not None:
            reason = f"'{what}' object does not support item assignment"
            raise ImportFailure("TypeError", reason, frame.state.module, target)
        self.uncertain += 1

    def set_attribute(self, base: Value, name: str, value: Value, frame: Frame) -> None:
        """``base.name = value``."""
        if isinstance(base, (Function, Instance, Class, Partial)):
            base.attributes[name] = value
        elif isinstance(base, AppModule) and base.module is not None:
            state = self.imported.get(base.name) or self.states.get(base.module.path)
            if state is not None:
                state.names[name] = value
        elif isinstance(base, External) and base.kind == "module":
            self.added[f"{base.name}.{name}"] = value
        else:
            self.uncertain += 1

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


def _arguments(args: ast.arguments) -> list[ast.arg]:
    extra = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *extra]


def _jumps(body: Sequence[ast.stmt]) -> bool:
    """Whether a loop's body leaves or repeats it early."""
    return any(isinstance(node, (ast.Break, ast.Continue)) for statement in body for node in ast.walk(statement))


__all__ = ["Frame", "Interpreter", "ModuleState"]
