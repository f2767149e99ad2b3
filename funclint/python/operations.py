"""What expressions give: names, attributes, calls, subscripts, as far as it can be told without running them."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from funclint.catalogue import sdk_class, sdk_module, stdlib_module
from funclint.python.values import (
    NONE,
    UNKNOWN,
    Alias,
    AppModule,
    BoundMethod,
    Class,
    Constant,
    Container,
    Decorator,
    Descriptor,
    External,
    Function,
    Instance,
    NotAType,
    Partial,
    Value,
)

if TYPE_CHECKING:
    from funclint.python.interpreter import Frame
    from funclint.python.module import Module

GENERIC_BASES = ("typing.Generic", "typing.Protocol")
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
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
# builtin classes that cannot be subscripted; the containers can
_PLAIN_BUILTINS = frozenset(("str", "int", "float", "bool", "bytes", "bytearray", "complex", "object"))
_DURABLE_CREATE = (
    "azure.durable_functions.orchestrator.Orchestrator",
    "azure.durable_functions.entity.Entity",
)


class Stuck(Exception):
    """The bound on the number of steps is reached."""


class ImportFailure(Exception):
    """What an import certainly raises.

    ``kind``: class name of the exception; ``reason``: what it says; ``module`` and ``node``: where it is raised;
    ``alias``: the name of a from-import it is about; ``chain``: the imports that lead there, outermost last.
    """

    def __init__(
        self, kind: str, reason: str, module: Module, node: ast.AST | None, alias: ast.alias | None = None
    ) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind = kind
        self.reason = reason
        self.module = module
        self.node = node
        self.alias = alias
        self.chain: tuple[tuple[Module, ast.AST], ...] = ()

    def through(self, module: Module, node: ast.AST) -> ImportFailure:
        """The same failure as the importing module meets it."""
        outer = ImportFailure(self.kind, self.reason, self.module, self.node, self.alias)
        outer.chain = (*self.chain, (module, node))
        return outer


def truth(value: Value) -> bool | None:
    """Whether a value is true; None when that cannot be told."""
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, Container):
        return bool(value.items)
    if isinstance(value, (Function, Class, BoundMethod, Partial, AppModule)):
        return True
    if isinstance(value, External) and value.kind in ("module", "class", "function"):
        return True
    return None


def same(one: Value, other: Value) -> bool:
    """Whether two values are certainly the same thing."""
    if one is other:
        return True
    if isinstance(one, Constant) and isinstance(other, Constant):
        return type(one.value) is type(other.value) and one.value == other.value
    if isinstance(one, External) and isinstance(other, External):
        return one.name == other.name
    if isinstance(one, AppModule) and isinstance(other, AppModule):
        return one.module is other.module and one.folder == other.folder
    if isinstance(one, Alias) and isinstance(other, Alias):
        return (
            same(one.origin, other.origin) and len(one.args) == len(other.args) and all(map(same, one.args, other.args))
        )
    return False


def join(one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
    """The namespace after either of two ways was taken."""
    merged: dict[str, Value] = {}
    for name, value in one.items():
        also = other.get(name)
        merged[name] = value if also is not None and same(value, also) else UNKNOWN
    for name in other:
        if name not in merged:
            merged[name] = UNKNOWN
    return merged


class Operations:
    """Evaluation of expressions; the statements and the imports are the interpreter's."""

    def __init__(self, python_version: tuple[int, int]) -> None:
        self.python_version = python_version
        # Counts what may raise or have effects that cannot be told.
        self.uncertain = 0

    # given by the interpreter
    if TYPE_CHECKING:

        def lookup(self, name: str, frame: Frame, node: ast.AST) -> Value: ...
        def bind(self, name: str, value: Value, frame: Frame) -> None: ...
        def assign(self, target: ast.expr, value: Value, frame: Frame) -> None: ...
        def set_attribute(self, base: Value, name: str, value: Value, frame: Frame) -> None: ...
        def make_function(self, name: str, node: ast.Lambda, frame: Frame) -> Function: ...
        def module_attribute(self, value: AppModule, name: str, node: ast.AST, frame: Frame) -> Value: ...
        def import_module(self, name: str, frame: Frame, node: ast.stmt) -> Value: ...
        def run_function(self, function: Function, arguments: dict[str, Value], node: ast.AST) -> Value: ...

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
        if isinstance(value, Container) and value.type_name != "tuple":
            # what a name refers to may have been changed in place since
            return Instance(External("builtins." + value.type_name, "class"))
        return value

    def _eval_Attribute(self, node: ast.Attribute, frame: Frame) -> Value:
        return self.attribute(self.eval(node.value, frame), node.attr, node, frame)

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
        return self.call(function, arguments, keywords, node, frame, open_ended)

    def _eval_Subscript(self, node: ast.Subscript, frame: Frame) -> Value:
        return self.subscript(self.eval(node.value, frame), self.eval(node.slice, frame), node, frame)

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
        return Container(name, values)

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
        return value

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
            if compare in (operator.is_, operator.is_not) and NONE in (left, right):
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
        left, right = self.eval(node.left, frame), self.eval(node.right, frame)
        if isinstance(node.op, ast.BitOr) and _is_type(left) and _is_type(right):
            return left if same(left, right) else Alias(External("types.UnionType", "class"), [left, right])
        if isinstance(left, Container) and isinstance(right, Container) and isinstance(node.op, ast.Add):
            if left.type_name != right.type_name or left.type_name not in ("list", "tuple"):
                what = f"unsupported operand types: {left.type_name} + {right.type_name}"
                raise ImportFailure("TypeError", what, frame.state.module, node)
            return Container(left.type_name, (*left.items, *right.items))
        compute = _ARITHMETIC.get(type(node.op))
        if compute is not None and isinstance(left, Constant) and isinstance(right, Constant):
            try:
                return Constant(compute(left.value, right.value))
            except (ZeroDivisionError, TypeError) as error:
                raise ImportFailure(type(error).__name__, str(error), frame.state.module, node) from None
            except (ValueError, OverflowError, KeyError):
                pass
        self.uncertain += 1
        if isinstance(node.op, (ast.Add, ast.Mod)) and (_is_str(left) or _is_str(right)):
            return Instance(External("builtins.str", "class"))
        return UNKNOWN

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, frame: Frame) -> Value:
        self.eval(node.generators[0].iter, frame)
        self.uncertain += 1
        for part in ast.walk(node):
            if isinstance(part, ast.NamedExpr):
                self.assign(part.target, UNKNOWN, frame)
        name = {"ListComp": "list", "SetComp": "set", "DictComp": "dict"}.get(type(node).__name__)
        return UNKNOWN if name is None else Instance(External("builtins." + name, "class"))

    _eval_ListComp = _eval_SetComp = _eval_GeneratorExp = _eval_DictComp = _comprehension

    def _eval_Starred(self, node: ast.Starred, frame: Frame) -> Value:
        self.eval(node.value, frame)
        return UNKNOWN

    # attributes

    def builtin(self, name: str) -> Value | None:
        """A name of the ``builtins`` module; None when it has none."""
        module = stdlib_module("builtins")
        found = module.attribute(name) if module is not None else None
        if found is not None and found.exists(self.python_version):
            return External(f"builtins.{name}", found.kind)
        return UNKNOWN if name.startswith("__") or name in ("WindowsError",) else None

    def attribute(self, base: Value, name: str, node: ast.AST, frame: Frame) -> Value:
        """``base.name``. Raises ImportFailure (AttributeError) when it certainly has none."""
        if isinstance(base, External):
            if base.kind == "module":
                return self.external_attribute(base, name, frame.state.module, node)
            if base.name in _DURABLE_CREATE and name == "create":
                return External(base.name + ".create", "function")
            if base.name == "sys.version_info" and name in ("major", "minor"):
                return Constant(self.python_version[name == "minor"])
            if base.name == "sys.modules":
                return UNKNOWN
        elif isinstance(base, AppModule):
            return self.module_attribute(base, name, node, frame)
        elif isinstance(base, Class):
            found = base.lookup(name)
            if found is None:
                if name.startswith("__") or any(isinstance(c, External) for c in base.linear()[1:]):
                    return UNKNOWN
                raise ImportFailure(
                    "AttributeError", f"type object '{base.name}' has no attribute '{name}'", frame.state.module, node
                )
            if isinstance(found, Descriptor):
                if found.kind == "classmethod" and isinstance(found.inner, Function):
                    return BoundMethod(found.inner, base)
                return found.inner if found.kind == "staticmethod" else UNKNOWN
            return found
        elif isinstance(base, Instance):
            return self._instance_attribute(base, name)
        elif isinstance(base, Function) and name == "__annotations__":
            return base.attributes.get(name) or Descriptor("annotations", base)
        elif isinstance(base, (Function, Partial)):
            return base.attributes.get(name, UNKNOWN)
        elif isinstance(base, Constant) and not hasattr(base.value, name):
            raise ImportFailure(
                "AttributeError",
                f"'{type(base.value).__name__}' object has no attribute '{name}'",
                frame.state.module,
                node,
            )
        self.uncertain += 1
        return UNKNOWN

    def _instance_attribute(self, base: Instance, name: str) -> Value:
        if name in base.attributes:
            return base.attributes[name]
        if isinstance(base.cls, Class):
            found = base.cls.lookup(name)
            if isinstance(found, Function):
                return BoundMethod(found, base)
            if isinstance(found, Descriptor):
                if found.kind == "classmethod" and isinstance(found.inner, Function):
                    return BoundMethod(found.inner, base.cls)
                return found.inner if found.kind == "staticmethod" else UNKNOWN
            if found is not None and not isinstance(found, (Instance, Class)):
                return found
        self.uncertain += 1
        return UNKNOWN

    def external_attribute(self, base: External, name: str, module: Module, node: ast.AST) -> Value:
        """An attribute of a module of the standard library or the SDK."""
        dotted = f"{base.name}.{name}"
        if dotted == "typing.TYPE_CHECKING":
            return Constant(False)
        library = stdlib_module(base.name)
        if library is not None:
            found = library.attribute(name)
            if found is not None and found.exists(self.python_version):
                target = found.target if "." in found.target else f"builtins.{found.target}"
                return External(target, found.kind)
            if library.lacks(name, self.python_version):
                raise ImportFailure("AttributeError", f"module '{base.name}' has no attribute '{name}'", module, node)
            if name in library.submodules:
                return External(dotted, "module")
            if base.name == "typing" and found is None and not name.startswith("_"):
                # its __getattr__ knows only names that other versions have as well
                raise ImportFailure("AttributeError", f"module 'typing' has no attribute '{name}'", module, node)
            self.uncertain += 1
            return UNKNOWN
        sdk = sdk_module(base.name)
        if sdk is None:
            return External(dotted, "module") if sdk_module(dotted) is not None else UNKNOWN
        known = sdk.get(name)
        if known is not None:
            target = known.target if "." in known.target else f"builtins.{known.target}"
            return External(target, known.kind)
        if sdk.dynamic or name in sdk.submodules or name.startswith("__"):
            return UNKNOWN
        raise ImportFailure("AttributeError", f"module '{base.name}' has no attribute '{name}'", module, node)

    def external_import(self, base: External, name: str, module: Module, node: ast.AST, alias: ast.alias) -> Value:
        """``from base import name``: an attribute, or a module below."""
        dotted = f"{base.name}.{name}"
        try:
            return self.external_attribute(base, name, module, node)
        except ImportFailure:
            if sdk_module(dotted) is not None or stdlib_module(dotted) is not None:
                return External(dotted, "module")
            raise ImportFailure(
                "ImportError", f"cannot import name '{name}' from '{base.name}'", module, node, alias
            ) from None

    def external_star(self, base: External, module: Module, node: ast.AST) -> dict[str, Value] | None:
        """The names of ``from base import *``; None when they are not known. Raises ImportFailure."""
        sdk = sdk_module(base.name)
        if sdk is None or sdk.dynamic:
            return None
        if sdk.star_missing:
            missing = sdk.star_missing[0]
            raise ImportFailure("AttributeError", f"module '{base.name}' has no attribute '{missing}'", module, node)
        return {name: self.external_attribute(base, name, module, node) for name in sdk.star}

    # subscripts

    def is_generic_origin(self, origin: Value) -> bool:
        """Whether subscripting this makes a class that inherits from the result a subclass of typing.Generic."""
        if isinstance(origin, External):
            known = sdk_class(origin.name)
            return origin.name in GENERIC_BASES or (known is not None and known.generic)
        return isinstance(origin, Class) and any(self.is_generic_origin(c) for c in origin.linear()[1:])

    def subscript(self, base: Value, index: Value, node: ast.AST, frame: Frame) -> Value:
        """``base[index]``. Raises ImportFailure for what certainly fails."""
        module = frame.state.module
        args = index.items if isinstance(index, Container) and index.type_name == "tuple" else (index,)
        if isinstance(base, External):
            if base.name == "sys.modules":
                if isinstance(index, Constant) and index.value == frame.state.name:
                    return AppModule(frame.state.name, module, None)
                return UNKNOWN
            if base.name == "sys.version_info":
                plain = self._plain(index)
                if plain is not None and plain[0] in (0, 1):
                    return Constant(self.python_version[plain[0] == 1])
                return UNKNOWN
            if base.kind == "class":
                self._check_subscript(base, args, module, node)
                return Alias(base, args)
            if base.name.startswith(("typing.", "collections.abc.")):
                return Alias(base, args)
        elif isinstance(base, Class):
            if any(isinstance(c, External) and c.name in GENERIC_BASES for c in base.linear()) or any(
                self.is_generic_origin(c) for c in base.linear()[1:]
            ):
                return Alias(base, args)
            if base.lookup("__class_getitem__") is None and not any(isinstance(c, External) for c in base.linear()[1:]):
                raise ImportFailure("TypeError", f"type '{base.name}' is not subscriptable", module, node)
        elif isinstance(base, Container):
            return self._item(base, index, module, node)
        elif isinstance(base, Constant) and not hasattr(base.value, "__getitem__"):
            raise ImportFailure("TypeError", f"'{type(base.value).__name__}' object is not subscriptable", module, node)
        elif isinstance(base, (Function, BoundMethod)):
            raise ImportFailure("TypeError", "'function' object is not subscriptable", module, node)
        self.uncertain += 1
        return UNKNOWN

    def _check_subscript(self, base: External, args: Sequence[Value], module: Module, node: ast.AST) -> None:
        short = base.name.rpartition(".")[2]
        if base.name.startswith("builtins.") and short in _PLAIN_BUILTINS:
            raise ImportFailure("TypeError", f"type '{short}' is not subscriptable", module, node)
        known = sdk_class(base.name) if base.name.startswith("azure.") else None
        if known is not None and not known.generic and not {"dict", "list"} & set(known.mro):
            if not any(name.startswith("collections.") for name in known.mro):
                raise ImportFailure("TypeError", f"type '{short}' is not subscriptable", module, node)
        if base.name == "azure.functions._abc.Out" and len(args) > 1:
            raise ImportFailure("TypeError", "Too many arguments for <class 'azure.functions._abc.Out'>", module, node)

    def _item(self, base: Container, index: Value, module: Module, node: ast.AST) -> Value:
        if isinstance(index, Constant):
            if base.keys is not None:
                if index.value in base.keys:
                    return base.items[base.keys.index(index.value)]
                raise ImportFailure("KeyError", repr(index.value), module, node)
            if base.type_name in ("tuple", "list") and isinstance(index.value, int):
                if -len(base.items) <= index.value < len(base.items):
                    return base.items[index.value]
                raise ImportFailure("IndexError", f"{base.type_name} index out of range", module, node)
        self.uncertain += 1
        return UNKNOWN

    # calls

    def call(
        self,
        function: Value,
        arguments: Sequence[Value],
        keywords: Mapping[str, Value],
        node: ast.AST,
        frame: Frame,
        open_ended: bool = False,
    ) -> Value:
        """What a call returns. ``open_ended``: there are more arguments than those known. Raises ImportFailure."""
        module = frame.state.module
        if isinstance(function, Function):
            return self._call_function(function, arguments, keywords, node, frame, open_ended)
        if isinstance(function, BoundMethod):
            given = [function.receiver, *arguments]
            return self._call_function(function.function, given, keywords, node, frame, open_ended)
        if isinstance(function, Class):
            return self._instantiate(function, arguments, keywords, node, frame, open_ended)
        if isinstance(function, External):
            return self._call_external(function, arguments, keywords, node, frame)
        if isinstance(function, Decorator):
            return self._decorate(function, arguments)
        if isinstance(function, Descriptor) and function.kind == "staticmethod":
            return self.call(function.inner, arguments, keywords, node, frame, open_ended)
        if isinstance(function, Instance) and isinstance(function.cls, Class):
            method = function.cls.lookup("__call__")
            if isinstance(method, Function):
                return self._call_function(method, [function, *arguments], keywords, node, frame, open_ended)
            if method is None and not any(isinstance(c, External) for c in function.cls.linear()[1:]):
                raise ImportFailure("TypeError", f"'{function.cls.name}' object is not callable", module, node)
        what = type(function.value).__name__ if isinstance(function, Constant) else None
        if isinstance(function, Container):
            what = function.type_name
        if isinstance(function, AppModule) or (isinstance(function, Descriptor) and function.kind != "staticmethod"):
            what = "module" if isinstance(function, AppModule) else function.kind
        if what is not None:
            raise ImportFailure("TypeError", f"'{what}' object is not callable", module, node)
        self.uncertain += 1
        return UNKNOWN

    def _call_function(
        self,
        function: Function,
        arguments: Sequence[Value],
        keywords: Mapping[str, Value],
        node: ast.AST,
        frame: Frame,
        open_ended: bool,
    ) -> Value:
        code = function.node
        if code is None:
            self.uncertain += 1
            return UNKNOWN
        bound = bind_arguments(code.args, arguments, keywords, open_ended)
        if isinstance(bound, str):
            raise ImportFailure("TypeError", f"{function.name}() {bound}", frame.state.module, node)
        if isinstance(code, ast.AsyncFunctionDef) or is_generator(code):
            return UNKNOWN
        return self.run_function(function, bound, node)

    def _instantiate(
        self,
        cls: Class,
        arguments: Sequence[Value],
        keywords: Mapping[str, Value],
        node: ast.AST,
        frame: Frame,
        open_ended: bool,
    ) -> Value:
        module = frame.state.module
        outside = [c for c in cls.linear() if not isinstance(c, Class)]
        plain = all(
            isinstance(c, External) and c.name in ("builtins.object", "abc.ABC", *GENERIC_BASES) for c in outside
        )
        if plain and any(isinstance(c, External) and c.name == "abc.ABC" for c in outside):
            abstract = next((name for name in self._abstract(cls)), None)
            if abstract is not None:
                raise ImportFailure(
                    "TypeError",
                    f"Can't instantiate abstract class {cls.name} without an implementation for '{abstract}'",
                    module,
                    node,
                )
        if not plain or not cls.certain or cls.lookup("__new__") is not None:
            self.uncertain += 1
            return UNKNOWN
        instance = Instance(cls)
        init = cls.lookup("__init__")
        if isinstance(init, Function):
            self._call_function(init, [instance, *arguments], keywords, node, frame, open_ended)
        elif init is None and (arguments or keywords):
            raise ImportFailure("TypeError", f"{cls.name}() takes no arguments", module, node)
        return instance

    @staticmethod
    def _abstract(cls: Class) -> list[str]:
        """Names of the methods that are still abstract in a class whose bases are all known."""
        found = []
        for base in cls.linear():
            for name in base.attributes if isinstance(base, Class) else ():
                value = cls.lookup(name)
                if isinstance(value, Function) and "__isabstractmethod__" in value.attributes and name not in found:
                    found.append(name)
        return found

    def _call_external(
        self, function: External, arguments: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST, frame: Frame
    ) -> Value:
        name = function.name
        if function.kind == "module":
            raise ImportFailure("TypeError", "'module' object is not callable", frame.state.module, node)
        special = _CALLS.get(name)
        if special is not None:
            try:
                value = special(self, arguments, keywords, frame)
            except ImportFailure as failure:
                if failure.node is None or not hasattr(failure.node, "lineno"):
                    failure.node = node
                raise
            if value is not None:
                return value
        if name.startswith("azure.") and name.endswith(".create") and name[: -len(".create")] in _DURABLE_CREATE:
            return durable_handle(name)
        if function.kind == "class":
            known = sdk_class(name) if name.startswith("azure.") else None
            if known is not None and known.abstract:
                short = name.rpartition(".")[2]
                reason = f"{short}() takes no arguments" if arguments else f"Can't instantiate abstract class {short}"
                raise ImportFailure("TypeError", reason, frame.state.module, node)
            if name == "builtins.type" or name.startswith(("typing.", "enum.", "types.")):
                return UNKNOWN
            self.uncertain += 1
            return Instance(function)
        self.uncertain += 1
        return UNKNOWN

    def _decorate(self, decorator: Decorator, arguments: Sequence[Value]) -> Value:
        if len(arguments) != 1:
            return UNKNOWN
        if decorator.kind == "dataclass":
            if isinstance(arguments[0], Class):
                arguments[0].certain = False
            return arguments[0]
        if decorator.kind == "wraps":
            return update_wrapper(arguments[0], decorator.argument)
        return wrapped_copy(arguments[0])


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


def is_generator(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether a function yields: calling it runs none of its body."""
    pending: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    while pending:
        part = pending.pop()
        if isinstance(part, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            pending.extend(ast.iter_child_nodes(part))
    return False


def bind_arguments(
    args: ast.arguments, given: Sequence[Value], keywords: Mapping[str, Value], open_ended: bool
) -> dict[str, Value] | str:
    """The parameters of a call with their values, or what Python says when they do not fit."""
    positional = [*args.posonlyargs, *args.args]
    bound: dict[str, Value] = {}
    for parameter, value in zip(positional, given, strict=False):
        bound[parameter.arg] = value
    if len(given) > len(positional) and args.vararg is None:
        return f"takes {len(positional)} positional arguments but {len(given)} were given"
    names = {parameter.arg for parameter in [*args.args, *args.kwonlyargs]}
    extra = False
    for name, value in keywords.items():
        if name in names:
            if name in bound:
                return f"got multiple values for argument '{name}'"
            bound[name] = value
        elif args.kwarg is None:
            return f"got an unexpected keyword argument '{name}'"
        else:
            extra = True
    required = positional[: len(positional) - len(args.defaults)]
    required += [p for p, default in zip(args.kwonlyargs, args.kw_defaults, strict=True) if default is None]
    missing = [p.arg for p in required if p.arg not in bound]
    if missing and not open_ended:
        return f"missing required argument '{missing[0]}'"
    for parameter in [*positional, *args.kwonlyargs]:
        bound.setdefault(parameter.arg, UNKNOWN)
    if args.vararg is not None:
        rest = given[len(positional) :]
        bound[args.vararg.arg] = UNKNOWN if open_ended else Container("tuple", rest)
    if args.kwarg is not None:
        bound[args.kwarg.arg] = UNKNOWN if open_ended or extra else Container("dict", [], [])
    return bound


def update_wrapper(wrapper: Value, wrapped: Value) -> Value:
    """``functools.update_wrapper``: name, annotations and ``__wrapped__`` are taken from the wrapped object."""
    if isinstance(wrapper, (Function, Instance, Partial)):
        wrapper.attributes["__wrapped__"] = wrapped
        if isinstance(wrapped, Function):
            if isinstance(wrapper, Function):
                if "__annotations__" in wrapped.attributes:
                    wrapper.attributes["__annotations__"] = wrapped.attributes["__annotations__"]
                wrapper.annotations = wrapped.annotations
                wrapper.type_checked = wrapped.type_checked
            else:
                wrapper.attributes["__annotations__"] = wrapped
        elif isinstance(wrapper, Function):
            wrapper.attributes["__annotations__"] = UNKNOWN
        else:
            wrapper.attributes["__annotations__"] = UNKNOWN
        return wrapper
    return UNKNOWN


def wrapped_copy(function: Value) -> Value:
    """What ``functools.lru_cache`` and its kind make of a function: something callable that wraps it."""
    if not isinstance(function, Function):
        return UNKNOWN
    wrapper = Function(function.name, function.node, function.module, function.closure, function.annotations)
    wrapper.attributes = {**function.attributes, "__wrapped__": function}
    wrapper.type_checked = function.type_checked
    return wrapper


def durable_handle(name: str) -> Function:
    """The function that ``df.Orchestrator.create`` or ``df.Entity.create`` returns: ``handle(context)``."""
    parameters = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(arg="context")],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
        vararg=None,
        kwarg=None,
    )
    node = ast.Lambda(args=parameters, body=ast.Constant(value=None))
    annotations: dict[str, Value | ast.expr] = {"return": External("builtins.str", "class")}
    if ".Orchestrator." in name:
        annotations["context"] = External("azure.functions._durable_functions.OrchestrationContext", "class")
    handle = Function("handle", node, None, (), annotations)
    handle.attributes["created by"] = Constant(name)
    return handle


Special = Callable[[Operations, Sequence[Value], Mapping[str, Value], "Frame"], "Value | None"]


def _wraps(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    wrapped = args[0] if args else keywords.get("wrapped")
    if wrapped is None or len(args) > 1 or set(keywords) - {"wrapped"}:
        return UNKNOWN
    return Decorator("wraps", wrapped)


def _update_wrapper(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return update_wrapper(args[0], args[1]) if len(args) == 2 and not keywords else UNKNOWN


def _lru_cache(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) == 1 and isinstance(args[0], (Function, BoundMethod, Class)):
        return wrapped_copy(args[0])
    return Decorator("cache", NONE)


def _wrapping(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return wrapped_copy(args[0]) if len(args) == 1 else UNKNOWN


def _partial(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return Partial(args[0]) if args else UNKNOWN


def _first(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return args[0] if args else UNKNOWN


def _no_type_check(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Function):
        args[0].type_checked = False
        return args[0]
    return UNKNOWN


def _overload(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    parameters = ast.arguments(
        posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[],
        vararg=ast.arg(arg="args"), kwarg=ast.arg(arg="kwds"),
    )  # fmt: skip
    return Function("_overload_dummy", ast.Lambda(args=parameters, body=ast.Constant(value=None)), None)


def _cast(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return args[1] if len(args) == 2 else UNKNOWN


def _descriptor(kind: str) -> Special:
    def make(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
        return Descriptor(kind, args[0]) if len(args) == 1 else UNKNOWN

    return make


def _not_a_type(what: str, callable: bool) -> Special:
    def make(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
        return NotAType(what, callable)

    return make


def _namespace(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if not args and (frame.locals is frame.state.names or not frame.is_function):
        return External("builtins.globals()", "other")
    return External("builtins.globals()", "other") if not args else UNKNOWN


def _opaque(operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    frame.state.opaque = True
    for name in frame.state.names:
        if not name.startswith("__"):
            frame.state.names[name] = UNKNOWN
    operations.uncertain += 1
    return UNKNOWN


def _setattr(
    operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
) -> Value | None:
    if len(args) == 3 and isinstance(args[1], Constant) and isinstance(args[1].value, str) and args[0] is not UNKNOWN:
        operations.set_attribute(args[0], args[1].value, args[2], frame)
    else:
        frame.state.opaque = True
    return NONE


def _exit(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    raise ImportFailure("SystemExit", "the process is asked to exit", frame.state.module, None)


def _int(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Container):
        reason = f"int() argument must be a string, a bytes-like object or a real number, not '{args[0].type_name}'"
        raise ImportFailure("TypeError", reason, frame.state.module, None)
    if len(args) == 1 and not keywords and isinstance(args[0], Constant):
        try:
            return Constant(int(args[0].value))  # type: ignore[call-overload]
        except (ValueError, TypeError) as error:
            raise ImportFailure(type(error).__name__, str(error), frame.state.module, None) from None
        except OverflowError:
            return UNKNOWN
    return None


def _abstractmethod(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Function):
        args[0].attributes["__isabstractmethod__"] = Constant(True)
        return args[0]
    return UNKNOWN


def _gives(type_name: str) -> Special:
    def make(
        operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
    ) -> Value | None:
        operations.uncertain += 1
        return Instance(External(f"builtins.{type_name}", "class"))

    return make


def _re_compile(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Constant) and isinstance(args[0].value, (str, bytes)):
        try:
            re.compile(args[0].value)
        except re.error as error:
            raise ImportFailure(
                "Exception", f"the regular expression is wrong: {error}", frame.state.module, None
            ) from None
        except (RecursionError, OverflowError):
            pass
        return Instance(External("re.Pattern", "class"))
    return None


def _import_module(
    operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
) -> Value | None:
    name, package = (*args, NONE, NONE)[:2]
    if not isinstance(name, Constant) or not isinstance(name.value, str):
        return None
    dotted = name.value
    if dotted.startswith("."):
        if not isinstance(package, Constant) or not isinstance(package.value, str) or dotted.startswith(".."):
            return None
        dotted = package.value + dotted
    return operations.import_module(dotted, frame, ast.Pass())


def _asyncio_run(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    reason = "asyncio.run() cannot be called from a running event loop, and the worker imports modules in one"
    raise ImportFailure("RuntimeError", reason, frame.state.module, None)


def _dataclass(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    """A class whose fields become the parameters of its constructor, where they are nothing but annotated names."""
    if len(args) != 1 or not isinstance(args[0], Class) or keywords:
        return Decorator("dataclass", NONE)
    cls = args[0]
    own = {name for name in cls.attributes if not name.startswith("__")}
    plain = not cls.bases and not own & set(cls.annotations) and "__init__" not in cls.attributes
    cls.certain = False
    if plain and all(isinstance(a, ast.expr) and "Var" not in ast.dump(a) for a in cls.annotations.values()):
        cls.dataclass_fields = list(cls.annotations)
    return cls


_CALLS: Mapping[str, Special] = {
    "dataclasses.dataclass": _dataclass,
    "abc.abstractmethod": _abstractmethod,
    "inspect.signature": _descriptor("signature"),
    "re.compile": _re_compile,
    "importlib.import_module": _import_module,
    "asyncio.run": _asyncio_run,
    **{f"builtins.{name}": _gives("int") for name in ("len", "id", "hash", "ord")},
    **{f"builtins.{name}": _gives("str") for name in ("repr", "ascii", "chr", "hex", "oct", "bin", "format", "input")},
    **{
        f"builtins.{name}": _gives("bool") for name in ("isinstance", "issubclass", "callable", "hasattr", "any", "all")
    },
    "builtins.sorted": _gives("list"),
    "functools.wraps": _wraps,
    "functools.update_wrapper": _update_wrapper,
    "functools.lru_cache": _lru_cache,
    "functools.cache": _wrapping,
    "functools.singledispatch": _wrapping,
    "contextlib.contextmanager": _wrapping,
    "contextlib.asynccontextmanager": _wrapping,
    "functools.partial": _partial,
    "atexit.register": _first,
    "typing.final": _first,
    "typing.runtime_checkable": _first,
    "functools.total_ordering": _first,
    "typing.no_type_check": _no_type_check,
    "typing.overload": _overload,
    "typing.cast": _cast,
    "typing.NewType": _not_a_type("a NewType", True),
    "typing.TypeVar": _not_a_type("a TypeVar", False),
    "typing.ParamSpec": _not_a_type("a ParamSpec", False),
    "builtins.staticmethod": _descriptor("staticmethod"),
    "builtins.classmethod": _descriptor("classmethod"),
    "builtins.property": _descriptor("property"),
    "builtins.globals": _namespace,
    "builtins.vars": _namespace,
    "builtins.locals": _namespace,
    "builtins.exec": _opaque,
    "builtins.eval": _opaque,
    "builtins.setattr": _setattr,
    "builtins.int": _int,
    "builtins.exit": _exit,
    "builtins.quit": _exit,
    "sys.exit": _exit,
}
