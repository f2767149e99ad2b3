"""Calls whose result is known, from the standard library."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from funclint.python.decorator_calls import DECORATOR_CALLS
from funclint.python.namespace_calls import NAMESPACE_CALLS
from funclint.python.outcomes import ImportFailure
from funclint.python.values import (
    NONE,
    UNKNOWN,
    BoundMethod,
    Class,
    Constant,
    Container,
    Descriptor,
    External,
    Function,
    Instance,
    NotAType,
    Special,
    Value,
)

if TYPE_CHECKING:
    from funclint.python.importing import Frame
    from funclint.python.operations import Operations


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


CALLS: Mapping[str, Special] = {
    **DECORATOR_CALLS,
    **NAMESPACE_CALLS,
    "builtins.super": _super,
    "builtins.range": _range,
    "builtins.print": _prints,
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
    "functools.cached_property": _descriptor("cached_property"),
    "typing.cast": _cast,
    "typing.NewType": _not_a_type("a NewType", True),
    "typing.TypeVar": _not_a_type("a TypeVar", False),
    "typing.ParamSpec": _not_a_type("a ParamSpec", False),
    "builtins.staticmethod": _descriptor("staticmethod"),
    "builtins.classmethod": _descriptor("classmethod"),
    "builtins.property": _descriptor("property"),
    "builtins.iter": _iter,
    "builtins.next": _next,
    "operator.call": _operator_call,
    "builtins.type": _type,
    "threading.Thread": _thread,
    "builtins.int": _int,
    "builtins.exit": _exit,
    "builtins.quit": _exit,
    "sys.exit": _exit,
}
