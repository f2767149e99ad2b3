"""Calls whose result is known: decorators and helpers of the standard library and the Durable SDK."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from funclint.python.outcomes import ImportFailure
from funclint.python.values import (
    NONE,
    UNKNOWN,
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
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from funclint.python.importing import Frame
    from funclint.python.operations import Operations


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
        elif isinstance(wrapper, Function) and isinstance(wrapped, Constant):
            pass
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


def durable_handle(name: str, context: str | None) -> Function:
    """The function that ``df.Orchestrator.create`` or ``df.Entity.create`` returns, or the method that it wraps:
    ``handle(context)``, annotated with the class ``context``."""
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
    if context is not None:
        annotations["context"] = External(context, "class")
    handle = Function("handle", node, None, (), annotations)
    handle.attributes["created by"] = Constant(name)
    return handle


Special = Callable[["Operations", Sequence[Value], Mapping[str, Value], "Frame"], "Value | None"]


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


NAMESPACE_METHODS = frozenset(("update", "get", "setdefault", "pop", "__getitem__", "__setitem__"))
"""Methods of ``globals()`` that can be followed."""


def _namespace_method(name: str) -> Special:
    def call(
        operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
    ) -> Value | None:
        names = frame.state.names
        if name == "update":
            given = dict(keywords)
            for arg in args:
                if not isinstance(arg, Container) or arg.keys is None or not all(isinstance(k, str) for k in arg.keys):
                    operations.lose_sight(frame.state)
                    return NONE
                given.update(zip(map(str, arg.keys), arg.items, strict=True))
            names.update(given)
            return NONE
        key = args[0].value if args and isinstance(args[0], Constant) else None
        if not isinstance(key, str) or keywords:
            operations.lose_sight(frame.state)
            return UNKNOWN
        if name == "__setitem__" and len(args) == 2:
            names[key] = args[1]
            return NONE
        if name == "setdefault" and len(args) == 2 and not frame.state.opaque:
            return names.setdefault(key, args[1])
        if name == "pop":
            return names.pop(key, UNKNOWN)
        return names.get(key, UNKNOWN)

    return call


def _getattr(
    operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
) -> Value | None:
    if keywords or not 2 <= len(args) <= 3 or not isinstance(args[1], Constant) or not isinstance(args[1].value, str):
        return None
    try:
        return operations.attribute(args[0], args[1].value, ast.Pass(), frame)
    except ImportFailure as failure:
        if len(args) == 3 and failure.kind == "AttributeError":
            return args[2]
        raise


def _iter(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) != 1 or keywords or not isinstance(args[0], Container) or args[0].type_name == "set":
        return None
    items = [Constant(key) for key in args[0].keys] if args[0].keys is not None else args[0].items
    return Container("iterator", items)


def _next(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if not args or not isinstance(args[0], Container):
        return None
    if args[0].type_name != "iterator":
        raise ImportFailure("TypeError", f"'{args[0].type_name}' object is not an iterator", frame.state.module, None)
    if args[0].items:
        return args[0].items[0]
    if len(args) > 1:
        return args[1]
    raise ImportFailure("StopIteration", "there is no item", frame.state.module, None)


def _operator_call(
    operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
) -> Value | None:
    return operations.call(args[0], args[1:], keywords, ast.Pass(), frame) if args else None


def _thread(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if args and isinstance(args[0], (Function, Class, BoundMethod)):
        raise ImportFailure("AssertionError", "group argument must be None for now", frame.state.module, None)
    return None


def _runtime_checkable(
    _: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Function):
        raise ImportFailure("TypeError", "issubclass() arg 1 must be a class", frame.state.module, None)
    return args[0] if args else UNKNOWN


def _run_text(
    operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame, mode: str
) -> Value | None:
    """``exec`` or ``eval`` of a literal text in the module's own namespace, where it defines nothing with a place."""
    text = args[0].value if len(args) == 1 and isinstance(args[0], Constant) else None
    if not isinstance(text, str) or keywords or frame.locals is not frame.state.names:
        return _opaque(operations, args, keywords, frame)
    try:
        tree = ast.parse(text.strip(" \t") if mode == "eval" else text)
    except (SyntaxError, ValueError) as error:
        if sys.version_info[:2] < operations.python_version:
            return _opaque(operations, args, keywords, frame)
        raise ImportFailure("SyntaxError", str(error), frame.state.module, None) from None
    if any(
        isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)) for part in ast.walk(tree)
    ):
        return _opaque(operations, args, keywords, frame)
    try:
        if mode == "exec":
            operations.block(tree.body, frame)
            return NONE
        if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
            return operations.eval(tree.body[0].value, frame)
    except ImportFailure as failure:
        # what the text says has no place of its own in the file
        raise ImportFailure(failure.kind, failure.reason, frame.state.module, None) from None
    return _opaque(operations, args, keywords, frame)


def _exec(operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return _run_text(operations, args, keywords, frame, "exec")


def _eval(operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return _run_text(operations, args, keywords, frame, "eval")


def _type(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    """``type(name, (), {...})``: a class without bases."""
    if len(args) != 3 or keywords:
        return UNKNOWN
    name, bases, attributes = args
    if not isinstance(name, Constant) or not isinstance(bases, Container) or bases.items or bases.keys is not None:
        return UNKNOWN
    if not isinstance(attributes, Container) or attributes.keys is None or not isinstance(name.value, str):
        return UNKNOWN
    node = ast.ClassDef(name=name.value, bases=[], keywords=[], body=[], decorator_list=[])
    made = Class(name.value, node, frame.state.module, ())
    made.attributes = {str(key): value for key, value in zip(attributes.keys, attributes.items, strict=True)}
    return made


def _opaque(operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    operations.lose_sight(frame.state)
    return UNKNOWN


def _setattr(
    operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
) -> Value | None:
    if (
        len(args) == 3
        and isinstance(args[1], Constant)
        and isinstance(args[1].value, str)
        and not isinstance(args[0], Unknown)
    ):
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
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of "[[a]", which may mean something else some day
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
        if len(args) == 1 and isinstance(args[0], Function):
            raise ImportFailure(
                "AttributeError", "'function' object has no attribute '__mro__'", frame.state.module, None
            )
        return Decorator("dataclass", NONE)
    cls = args[0]
    _check_fields(cls)
    own = {name for name in cls.attributes if not name.startswith("__")}
    plain = not cls.bases and not own & set(cls.annotations) and "__init__" not in cls.attributes
    cls.certain = False
    if plain and all(isinstance(a, ast.expr) and "Var" not in ast.dump(a) for a in cls.annotations.values()):
        cls.dataclass_fields = list(cls.annotations)
    return cls


def _check_fields(cls: Class) -> None:
    """What ``dataclass`` refuses about the fields of a class: list, dict and set as defaults, a field without default
    after one with."""
    defaulted = ""
    for statement in cls.node.body:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        name, value = statement.target.id, statement.value
        if "Var" in ast.dump(statement.annotation) or "KW_ONLY" in ast.dump(statement.annotation):
            return
        if isinstance(value, (ast.List, ast.Dict, ast.Set)):
            reason = f"mutable default for field {name} is not allowed: use default_factory"
            raise ImportFailure("ValueError", reason, cls.module, value)
        if isinstance(value, ast.Call):
            return  # perhaps field(), which may say anything
        if value is not None:
            defaulted = name
        elif defaulted and not cls.bases:
            reason = f"non-default argument '{name}' follows default argument '{defaulted}'"
            raise ImportFailure("TypeError", reason, cls.module, statement)


def _super(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if not args and not frame.is_function:
        raise ImportFailure("RuntimeError", "super(): no arguments", frame.state.module, None)
    return UNKNOWN


def _range(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    numbers = [value.value for value in args if isinstance(value, Constant) and isinstance(value.value, int)]
    if keywords or len(numbers) != len(args) or not 1 <= len(numbers) <= 3 or numbers[2:] == [0]:
        return None
    found = range(*numbers)
    return Container("tuple", [Constant(number) for number in found]) if len(found) <= 20 else None


def _prints(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return NONE


def _enum_unique(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Function):
        reason = "'function' object has no attribute '__members__'"
        raise ImportFailure("AttributeError", reason, frame.state.module, None)
    return args[0] if args else UNKNOWN


CALLS: Mapping[str, Special] = {
    "builtins.super": _super,
    "builtins.range": _range,
    "builtins.print": _prints,
    "enum.unique": _enum_unique,
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
    **{
        name: _gives("bool")
        for name in ("asyncio.coroutines.iscoroutinefunction", "inspect.iscoroutinefunction", "inspect.isfunction")
    },
    "builtins.sorted": _gives("list"),
    "functools.wraps": _wraps,
    "functools.update_wrapper": _update_wrapper,
    "functools.cached_property": _descriptor("cached_property"),
    "functools.lru_cache": _lru_cache,
    "functools.cache": _wrapping,
    "functools.singledispatch": _wrapping,
    "contextlib.contextmanager": _wrapping,
    "contextlib.asynccontextmanager": _wrapping,
    "functools.partial": _partial,
    "atexit.register": _first,
    "typing.final": _first,
    "typing.runtime_checkable": _runtime_checkable,
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
    "builtins.exec": _exec,
    "builtins.eval": _eval,
    "builtins.getattr": _getattr,
    "builtins.iter": _iter,
    "builtins.next": _next,
    "operator.call": _operator_call,
    "builtins.type": _type,
    "threading.Thread": _thread,
    **{f"builtins.globals().{name}": _namespace_method(name) for name in NAMESPACE_METHODS},
    "builtins.setattr": _setattr,
    "builtins.int": _int,
    "builtins.exit": _exit,
    "builtins.quit": _exit,
    "sys.exit": _exit,
}
OPEN_ENDED_CALLS: Mapping[str, Special] = dict.fromkeys(
    (
        "builtins.setattr",
        "builtins.exec",
        "builtins.eval",
        *(f"builtins.globals().{name}" for name in NAMESPACE_METHODS),
    ),
    _opaque,
)
"""What happens when a call passes more arguments than are known, where that matters."""
