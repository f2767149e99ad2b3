"""Calls of decorators and of what makes wrappers: the standard library's, and the Durable SDK's."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from funclint.python.outcomes import ImportFailure
from funclint.python.values import (
    NONE,
    UNKNOWN,
    BoundMethod,
    Class,
    Constant,
    Decorator,
    External,
    Function,
    Instance,
    Partial,
    Special,
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


def _no_type_check(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Function):
        args[0].type_checked = False
        return args[0]
    return UNKNOWN


def _first(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return args[0] if args else UNKNOWN


def _overload(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    parameters = ast.arguments(
        posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[],
        vararg=ast.arg(arg="args"), kwarg=ast.arg(arg="kwds"),
    )  # fmt: skip
    return Function("_overload_dummy", ast.Lambda(args=parameters, body=ast.Constant(value=None)), None)


def _runtime_checkable(
    _: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Function):
        raise ImportFailure("TypeError", "issubclass() arg 1 must be a class", frame.state.module, None)
    return args[0] if args else UNKNOWN


def _abstractmethod(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Function):
        args[0].attributes["__isabstractmethod__"] = Constant(True)
        return args[0]
    return UNKNOWN


def _enum_unique(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    if len(args) == 1 and isinstance(args[0], Function):
        reason = "'function' object has no attribute '__members__'"
        raise ImportFailure("AttributeError", reason, frame.state.module, None)
    return args[0] if args else UNKNOWN


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


DECORATOR_CALLS: Mapping[str, Special] = {
    "enum.unique": _enum_unique,
    "dataclasses.dataclass": _dataclass,
    "abc.abstractmethod": _abstractmethod,
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
    "typing.runtime_checkable": _runtime_checkable,
    "functools.total_ordering": _first,
    "typing.no_type_check": _no_type_check,
    "typing.overload": _overload,
}
