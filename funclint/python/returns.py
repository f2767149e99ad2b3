"""What a function returns when it is called, as far as its code tells."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from funclint.python.arguments import is_generator
from funclint.python.importing import Frame, ModuleState
from funclint.python.interpreter import Interpreter
from funclint.python.outcomes import ImportFailure
from funclint.python.values import (
    UNKNOWN,
    Class,
    External,
    FunctionNode,
    Value,
)
from funclint.python.walking import children

# Expressions that bind nothing: most of a tree.
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_SCOPE_CLASSES = frozenset(_SCOPES)
_BINDING_NOTHING = frozenset(
    {
        *(ast.Name, ast.Constant, ast.Attribute, ast.Call, ast.keyword, ast.Expr, ast.Return, ast.If, ast.Compare),
        *(ast.BinOp, ast.BoolOp, ast.JoinedStr, ast.FormattedValue, ast.Subscript, ast.Tuple, ast.List, ast.Dict),
    }
)
"""What most of a tree is made of."""
_NO_RETURN = frozenset(("sys.exit", "builtins.exit", "builtins.quit", "os._exit", "os.abort"))
_NO_RETURN_NAMES = frozenset(name.rpartition(".")[2] for name in _NO_RETURN)


class Return:
    """One ``return``: its node and the type of its value.

    ``type``: ``None`` (the value is None), a dotted class name with builtins by their bare name (``str``, ``dict``,
    ``azure.functions._http.HttpResponse``), ``<app>`` for an object of a class of the app, or ``?`` when unknown.
    """

    __slots__ = ("node", "type")

    def __init__(self, node: ast.AST, type_: str) -> None:
        self.node = node
        self.type = type_


class Results:
    """How a function's calls end: its ``returns``, and whether control may reach the end (``falls_through``, with the
    last statement it comes from). ``generator``: calling it returns a generator."""

    __slots__ = ("falls_through", "generator", "node", "returns")

    def __init__(self, node: FunctionNode, returns: list[Return], falls_through: bool, generator: bool) -> None:
        self.node = node
        self.returns = returns
        self.falls_through = falls_through
        self.generator = generator


def results_of(node: FunctionNode, state: ModuleState, interpreter: Interpreter) -> Results:
    """Analyse one function of a finished module."""
    reader = _Reader(node, state, interpreter)
    text = state.module.text
    generator = text is not None and "yield" in text.text and is_generator(node)
    if isinstance(node, ast.Lambda):
        return Results(node, [Return(node.body, reader.type_of(node.body))], False, generator)
    returns = [
        Return(part, "None" if part.value is None else reader.type_of(part.value))
        for part in statements(node.body)
        if isinstance(part, ast.Return)
    ]
    return Results(node, returns, reader.ends(node.body), generator)


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a function's own code in order, those inside other statements too; nested functions and
    classes are given, but not entered."""
    waiting = [*reversed(body)]
    while waiting:
        statement = waiting.pop()
        yield statement
        if not isinstance(statement, _SCOPES):
            for block in reversed([*_blocks(statement)]):
                waiting += reversed(block)


def _blocks(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """The blocks of a statement, in the order in which they stand."""
    yield getattr(statement, "body", ())
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body
    yield getattr(statement, "orelse", ())
    yield getattr(statement, "finalbody", ())


class _Reader:
    def __init__(self, node: FunctionNode, state: ModuleState, interpreter: Interpreter) -> None:
        self.state = state
        self.interpreter = interpreter
        self.node = node
        self.active: set[str] = set()

    @cached_property
    def assigned(self) -> dict[str, list[ast.expr | None]]:
        """The names that the function binds, each with what is assigned to it; None for what is no plain assignment."""
        found: dict[str, list[ast.expr | None]] = {}
        arguments = self.node.args
        plain = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for argument in [*plain, arguments.vararg, arguments.kwarg]:
            if argument is not None:
                found[argument.arg] = [None]
        if not isinstance(self.node, ast.Lambda):
            for name, value in _bindings(self.node.body):
                found.setdefault(name, []).append(value)
        return found

    def type_of(self, node: ast.expr) -> str:
        """The type of an expression in the function; ``?`` when unknown."""
        if isinstance(node, ast.Name) and node.id in self.assigned:
            return self._local(node.id)
        if isinstance(node, ast.IfExp):
            return self._common([node.body, node.orelse])
        if isinstance(node, ast.BoolOp):
            return self._common(node.values)
        if isinstance(node, (ast.JoinedStr,)):
            return "str"
        if isinstance(node, (ast.List, ast.ListComp)):
            return "list"
        if isinstance(node, (ast.Dict, ast.DictComp)):
            return "dict"
        if isinstance(node, (ast.Set, ast.SetComp)):
            return "set"
        if isinstance(node, ast.Tuple):
            return "tuple"
        if isinstance(node, ast.GeneratorExp):
            return "generator"
        if isinstance(node, ast.Compare) and all(
            isinstance(op, (ast.In, ast.NotIn, ast.Is, ast.IsNot)) for op in node.ops
        ):
            return "bool"
        if isinstance(node, ast.Constant):
            return "None" if node.value is None else type(node.value).__name__
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
            left = self.type_of(node.left)
            if left == "str" and (isinstance(node.op, ast.Mod) or self.type_of(node.right) == "str"):
                return "str"
            return "?"
        if isinstance(node, ast.Call):
            return self._call(node)
        return "?"

    def _common(self, nodes: Iterable[ast.expr]) -> str:
        types = {self.type_of(node) for node in nodes}
        return types.pop() if len(types) == 1 else "?"

    def _local(self, name: str) -> str:
        values = self.assigned[name]
        if name in self.active:
            return "?"
        self.active.add(name)
        try:
            types = {"?" if value is None else self.type_of(value) for value in values}
        finally:
            self.active.discard(name)
        return types.pop() if len(types) == 1 else "?"

    def value(self, node: ast.expr) -> Value:
        """The value of a name or attribute of the module; UNKNOWN for anything local."""
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        if not isinstance(root, ast.Name) or root.id in self.assigned:
            return UNKNOWN
        try:
            return self.interpreter.eval(node, Frame(self.state, self.state.names, ()))
        except ImportFailure:
            return UNKNOWN

    def _call(self, node: ast.Call) -> str:
        function = node.func
        if (
            isinstance(function, ast.Attribute)
            and isinstance(function.value, ast.Constant)
            and isinstance(function.value.value, str)
            and function.attr in ("format", "join", "strip", "upper", "lower")
        ):
            return "str"
        value = self.value(function)
        if isinstance(value, External):
            if value.kind == "class":
                return value.name.removeprefix("builtins.") if value.name != "builtins.type" else "?"
            return {"json.dumps": "str"}.get(value.name, "?")
        if isinstance(value, Class) and value.wholly_certain and value.lookup("__new__") is None:
            outside = [c for c in value.linear() if not isinstance(c, Class)]
            known = all(isinstance(c, External) and c.kind == "class" for c in outside)
            named = [
                c.name
                for c in outside
                if isinstance(c, External) and c.name not in ("builtins.object", "typing.Generic")
            ]
            return ("?" if named else "<app>") if known else "?"
        return "?"

    def ends(self, body: Sequence[ast.stmt]) -> bool:
        """Whether control may come out at the end of a block, exceptions apart.

        A loop, since a generator passed to ``all`` or ``any`` would count against Python 3.12's limit of native
        recursion, which cannot be raised.
        """
        for statement in body:  # noqa: SIM110
            if not self._passes(statement):
                return False
        return True

    def _one_ends(self, bodies: Iterable[Sequence[ast.stmt]]) -> bool:
        for body in bodies:  # noqa: SIM110
            if self.ends(body):
                return True
        return False

    def _passes(self, node: ast.stmt) -> bool:
        if isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
            return False
        if isinstance(node, ast.If):
            return self.ends(node.body) or self.ends(node.orelse)
        if isinstance(node, ast.While):
            endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
            return not endless or _is_left(node.body)
        if isinstance(node, (ast.For, ast.AsyncFor)):
            return not node.orelse or self.ends(node.orelse) or _is_left(node.body)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self.ends(node.body)
        if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            if not self.ends(node.finalbody):  # type: ignore[attr-defined]
                return False
            body = self.ends(node.body) and self.ends(node.orelse)  # type: ignore[attr-defined]
            return body or self._one_ends([handler.body for handler in node.handlers])  # type: ignore[attr-defined]
        if isinstance(node, ast.Match):
            last = node.cases[-1]
            catches_all = last.guard is None and isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
            return not catches_all or self._one_ends([case.body for case in node.cases])
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            function = node.value.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            if name not in _NO_RETURN_NAMES:
                return True
            value = self.value(function)
            return not (isinstance(value, External) and value.name in _NO_RETURN)
        if isinstance(node, ast.Assert):
            return not (isinstance(node.test, ast.Constant) and not node.test.value)
        return True


def _is_left(body: Sequence[ast.stmt]) -> bool:
    """Whether a ``break`` in the body of a loop leaves this loop."""
    waiting = [*body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Break):
            return True
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            waiting += node.orelse
        elif not isinstance(node, _SCOPES):
            for block in _blocks(node):
                waiting += block
    return False


def _bindings(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.expr | None]]:
    """Names bound in a function's own code, with the expression where it is a plain assignment."""
    pending: list[ast.AST] = list(reversed(body))
    while pending:
        node = pending.pop()
        if node.__class__ not in _SCOPE_CLASSES:
            pending += children(node)
        if node.__class__ not in _BINDING_NOTHING:
            yield from _bound_by(node)


def _bound_by(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Names that a statement, a clause or an expression itself binds, as ``_bindings`` gives them."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
            else:
                yield from _stored(target)
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        if node.value is not None:
            yield node.target.id, node.value
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name, None
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0], None
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        for name in node.names:
            yield name, None
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        if node.name:
            yield node.name, None
    elif isinstance(node, ast.MatchMapping):
        if node.rest:
            yield node.rest, None
    else:
        # loops, with, comprehensions, walruses; and a type alias
        for field in ("target", "optional_vars", "name"):
            bound = getattr(node, field, None)
            if isinstance(bound, ast.AST):
                yield from _stored(bound)


def _stored(target: ast.AST) -> Iterator[tuple[str, None]]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id, None
