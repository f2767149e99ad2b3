"""What a function returns when it is called, as far as its code tells."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from funclint.python.arguments import is_generator
from funclint.python.endings import Endings
from funclint.python.importing import ModuleState
from funclint.python.interpreter import Interpreter
from funclint.python.own_code import statements
from funclint.python.values import Class, External, FunctionNode


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
    """How a function's calls end: its ``returns``, and whether control may reach the end (``falls_through``).

    ``doubtful``: it may well be that control never does. ``generator``: calling it returns a generator.
    """

    __slots__ = ("doubtful", "falls_through", "generator", "node", "returns")

    def __init__(
        self, node: FunctionNode, returns: list[Return], falls_through: bool, doubtful: bool, generator: bool
    ) -> None:
        self.node = node
        self.returns = returns
        self.falls_through = falls_through
        self.doubtful = doubtful
        self.generator = generator


def results_of(
    node: FunctionNode, state: ModuleState, interpreter: Interpreter, methods: Iterable[str] = ()
) -> Results:
    """Analyse one function of a finished module. ``methods``: those of the requests it gets, if it gets no others."""
    reader = _Reader(node, state, interpreter)
    reader.methods = frozenset(method.upper() for method in methods) or None
    text = state.module.text
    generator = text is not None and "yield" in text.text and is_generator(node)
    if isinstance(node, ast.Lambda):
        return Results(node, [Return(node.body, reader.type_of(node.body))], False, False, generator)
    returns = [
        Return(part, "None" if part.value is None else reader.type_of(part.value))
        for part in statements(node.body)
        if isinstance(part, ast.Return)
    ]
    return Results(node, returns, *reader.falls_through(node.body), generator)


class _Reader(Endings):
    def __init__(self, node: FunctionNode, state: ModuleState, interpreter: Interpreter) -> None:
        super().__init__(node, state, interpreter)
        self.active: set[str] = set()

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
