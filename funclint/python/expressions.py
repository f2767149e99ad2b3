"""What expressions give, as far as it can be told without running them."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from funclint.python.concrete import builtin_type, concrete, known
from funclint.python.operations import Operations
from funclint.python.outcomes import ImportFailure, same, truth
from funclint.python.values import (
    UNKNOWN,
    Alias,
    AppModule,
    BoundMethod,
    BuiltinMethod,
    Class,
    Constant,
    Container,
    External,
    Function,
    Instance,
    Partial,
    Value,
)

if TYPE_CHECKING:
    from funclint.python.importing import Frame

_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_WITHOUT_ARITHMETIC = (Function, BoundMethod, BuiltinMethod, AppModule)
_NEVER_NONE = (Function, Class, BoundMethod, BuiltinMethod, Container, Partial, Instance, AppModule)
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


class Expressions(Operations):
    """Evaluation of expressions; the statements and the imports are the interpreter's."""

    def eval(self, node: ast.expr, frame: Frame) -> Value:
        """The value of an expression. Raises ImportFailure for what it certainly raises."""
        method = getattr(self, "_eval_" + type(node).__name__, None)
        if method is None:
            self.uncertain += 1
            return UNKNOWN
        value: Value = method(node, frame)
        return value

    def _eval_Constant(self, node: ast.Constant, frame: Frame) -> Value:
        return Constant(node.value)

    def _eval_Name(self, node: ast.Name, frame: Frame) -> Value:
        value = self.lookup(node.id, frame, node)
        module = frame.state.module
        if node.id in module.reach.shifting:
            return self.kept(value)
        return value if isinstance(value, Container) and module.only_reads(node.id) else self.unfrozen(value)

    def _eval_Attribute(self, node: ast.Attribute, frame: Frame) -> Value:
        return self.unfrozen(self.attribute(self.eval(node.value, frame), node.attr, node, frame))

    def _eval_Call(self, node: ast.Call, frame: Frame) -> Value:
        function = self.eval(node.func, frame)
        arguments: list[Value] = []
        keywords: dict[str, Value] = {}
        open_ended = False
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                value = self.eval(argument.value, frame)
                if isinstance(value, Container) and value.keys is None:
                    arguments.extend(value.items)
                else:
                    open_ended = True
            else:
                arguments.append(self.eval(argument, frame))
        for keyword in node.keywords:
            value = self.eval(keyword.value, frame)
            if keyword.arg is None:
                open_ended = True
            else:
                keywords[keyword.arg] = value
        if any(
            isinstance(value, External) and value.name == "sys.modules" for value in (*arguments, *keywords.values())
        ):
            self.replace_module(UNKNOWN, frame)  # such as patch.dict(sys.modules, ...)
        return self.call(function, arguments, keywords, node, frame, open_ended)

    def _eval_Subscript(self, node: ast.Subscript, frame: Frame) -> Value:
        return self.unfrozen(self.subscript(self.eval(node.value, frame), self.eval(node.slice, frame), node, frame))

    def _eval_Slice(self, node: ast.Slice, frame: Frame) -> Value:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.eval(part, frame)
        return UNKNOWN

    def _eval_items(self, node: ast.Tuple | ast.List | ast.Set, frame: Frame, name: str) -> Value:
        values = []
        for element in node.elts:
            if isinstance(element, ast.Starred):
                self.eval(element.value, frame)
                return Instance(External("builtins." + name, "class"))
            values.append(self.eval(element, frame))
            if name == "set":
                self._check_hashable(values[-1], element, frame)
        return Container(name, values)

    @staticmethod
    def _check_hashable(value: Value, node: ast.expr, frame: Frame) -> None:
        type_name = builtin_type(value)
        if type_name in ("list", "set", "dict"):
            raise ImportFailure("TypeError", f"unhashable type: '{type_name}'", frame.state.module, node)

    def _eval_Tuple(self, node: ast.Tuple, frame: Frame) -> Value:
        return self._eval_items(node, frame, "tuple")

    def _eval_List(self, node: ast.List, frame: Frame) -> Value:
        return self._eval_items(node, frame, "list")

    def _eval_Set(self, node: ast.Set, frame: Frame) -> Value:
        return self._eval_items(node, frame, "set")

    def _eval_Dict(self, node: ast.Dict, frame: Frame) -> Value:
        keys: list[object] | None = []
        values = []
        for key, value in zip(node.keys, node.values, strict=True):
            known = self.eval(key, frame) if key is not None else UNKNOWN
            if key is not None:
                self._check_hashable(known, key, frame)
            values.append(self.eval(value, frame))
            if keys is not None and isinstance(known, Constant):
                keys.append(known.value)
            else:
                keys = None
        if keys is None:
            return Instance(External("builtins.dict", "class"))
        return Container("dict", values, keys)

    def _eval_JoinedStr(self, node: ast.JoinedStr, frame: Frame) -> Value:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.eval(part.value, frame)
        self.uncertain += 1
        return Instance(External("builtins.str", "class"))

    def _eval_Lambda(self, node: ast.Lambda, frame: Frame) -> Value:
        return self.make_function("<lambda>", node, frame)

    def _eval_NamedExpr(self, node: ast.NamedExpr, frame: Frame) -> Value:
        value = self.eval(node.value, frame)
        self.assign(node.target, value, frame)
        return self.unfrozen(value)

    def _eval_IfExp(self, node: ast.IfExp, frame: Frame) -> Value:
        decided = truth(self.eval(node.test, frame))
        if decided is not None:
            return self.eval(node.body if decided else node.orelse, frame)
        values = [self._perhaps(part, frame) for part in (node.body, node.orelse)]
        return values[0] if same(values[0], values[1]) else UNKNOWN

    def _perhaps(self, node: ast.expr, frame: Frame) -> Value:
        """The value of an expression that may not be reached."""
        self.uncertain += 1
        try:
            return self.eval(node, frame)
        except ImportFailure:
            return UNKNOWN

    def _eval_BoolOp(self, node: ast.BoolOp, frame: Frame) -> Value:
        stops_at = isinstance(node.op, ast.Or)
        value = self.eval(node.values[0], frame)
        for part in node.values[1:]:
            decided = truth(value)
            if decided is stops_at:
                return value
            if decided is None:
                self._perhaps(part, frame)
                return UNKNOWN
            value = self.eval(part, frame)
        return value

    def _eval_UnaryOp(self, node: ast.UnaryOp, frame: Frame) -> Value:
        value = self.eval(node.operand, frame)
        if isinstance(node.op, ast.Not):
            decided = truth(value)
            return UNKNOWN if decided is None else Constant(not decided)
        if isinstance(node.op, ast.USub) and isinstance(value, Constant) and isinstance(value.value, (int, float)):
            return Constant(-value.value)
        if isinstance(node.op, (ast.USub, ast.UAdd)) and builtin_type(value) in (
            "str",
            "bytes",
            "list",
            "dict",
            "tuple",
        ):
            reason = (
                f"bad operand type for unary {'-' if isinstance(node.op, ast.USub) else '+'}: '{builtin_type(value)}'"
            )
            raise ImportFailure("TypeError", reason, frame.state.module, node)
        self.uncertain += 1
        return UNKNOWN

    def _eval_Compare(self, node: ast.Compare, frame: Frame) -> Value:
        left = self.eval(node.left, frame)
        if len(node.ops) > 1:
            for comparator in node.comparators:
                self._perhaps(comparator, frame)
            return UNKNOWN
        right = self.eval(node.comparators[0], frame)
        compare = _COMPARE.get(type(node.ops[0]))
        one, other = self._plain(left), self._plain(right)
        if compare is None or one is None or other is None:
            if compare in (operator.is_, operator.is_not):
                sides = [left, right]
                if any(isinstance(side, Constant) and side.value is None for side in sides) and any(
                    isinstance(side, _NEVER_NONE) or (isinstance(side, External) and side.kind != "other")
                    for side in sides
                ):
                    return Constant(compare is operator.is_not)
                return UNKNOWN
            self.uncertain += 1
            return UNKNOWN
        if self._undecided_version(one[0], other[0]):
            return UNKNOWN
        try:
            return Constant(bool(compare(one[0], other[0])))
        except TypeError:
            self.uncertain += 1
            return UNKNOWN

    def _undecided_version(self, one: object, other: object) -> bool:
        """A comparison of ``sys.version_info`` with a tuple that goes down to the patch level."""
        mine = self.python_version
        return any(
            version is mine and isinstance(against, tuple) and len(against) > 2 and against[:2] == mine
            for version, against in ((one, other), (other, one))
        )

    def _plain(self, value: Value) -> tuple[object] | None:
        """The Python object a value stands for, in a tuple; None when it is not that simple."""
        if isinstance(value, Constant):
            return (value.value,)
        if isinstance(value, Container) and value.type_name in ("tuple", "list"):
            items = [self._plain(item) for item in value.items]
            if any(item is None for item in items):
                return None
            plain = tuple(item[0] for item in items if item is not None)
            return (plain if value.type_name == "tuple" else list(plain),)
        if isinstance(value, External) and value.name == "sys.version_info":
            return (self.python_version,)
        return None

    def _eval_BinOp(self, node: ast.BinOp, frame: Frame) -> Value:
        return self.binary(node.op, self.eval(node.left, frame), self.eval(node.right, frame), node, frame)

    def binary(self, op: ast.operator, left: Value, right: Value, node: ast.AST, frame: Frame) -> Value:
        """``left op right``. Raises ImportFailure for what it certainly raises."""
        if isinstance(op, ast.BitOr) and _is_type(left) and _is_type(right):
            return left if same(left, right) else Alias(External("types.UnionType", "class"), [left, right])
        if isinstance(left, Container) and isinstance(right, Container) and isinstance(op, ast.Add):
            if left.type_name != right.type_name or left.type_name not in ("list", "tuple"):
                what = f"unsupported operand types: {left.type_name} + {right.type_name}"
                raise ImportFailure("TypeError", what, frame.state.module, node)
            return Container(left.type_name, (*left.items, *right.items))
        if isinstance(left, _WITHOUT_ARITHMETIC) and isinstance(right, (*_WITHOUT_ARITHMETIC, Constant, Container)):
            reason = f"unsupported operand types: {_type_of(left)} and {_type_of(right)}"
            raise ImportFailure("TypeError", reason, frame.state.module, node)
        compute = _ARITHMETIC.get(type(op))
        if compute is not None:
            found = self.compute(lambda: known(compute(concrete(left), concrete(right))), node, frame)
            if found is not UNKNOWN:
                return found
        self.uncertain += 1
        if isinstance(op, (ast.Add, ast.Mod)) and (_is_str(left) or _is_str(right)):
            return Instance(External("builtins.str", "class"))
        return UNKNOWN

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, frame: Frame) -> Value:
        self.eval(node.generators[0].iter, frame)
        self.uncertain += 1
        for part in ast.walk(node):
            if isinstance(part, ast.NamedExpr):
                self.assign(part.target, UNKNOWN, frame)
        name = {"ListComp": "builtins.list", "SetComp": "builtins.set", "DictComp": "builtins.dict"}
        return Instance(External(name.get(type(node).__name__, "types.GeneratorType"), "class"))

    _eval_ListComp = _eval_SetComp = _eval_GeneratorExp = _eval_DictComp = _comprehension

    def _eval_Starred(self, node: ast.Starred, frame: Frame) -> Value:
        self.eval(node.value, frame)
        return UNKNOWN


def _type_of(value: Value) -> str:
    """The name of the type of a value that is known to have no arithmetic, or of a plain one."""
    return builtin_type(value) or {AppModule: "module", BoundMethod: "method"}.get(type(value), "function")


def _is_type(value: Value) -> bool:
    return (
        isinstance(value, (Class, Alias))
        or (isinstance(value, External) and (value.kind == "class" or value.name.startswith("typing.")))
        or (isinstance(value, Constant) and value.value is None)
    )


def _is_str(value: Value) -> bool:
    if isinstance(value, Constant):
        return isinstance(value.value, str)
    return isinstance(value, Instance) and isinstance(value.cls, External) and value.cls.name == "builtins.str"
