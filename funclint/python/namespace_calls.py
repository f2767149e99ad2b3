"""Calls that reach for names by text: ``globals()``, ``getattr``, ``setattr``, ``exec``, ``eval``."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from funclint.python.outcomes import ImportFailure
from funclint.python.values import (
    NONE,
    UNKNOWN,
    Constant,
    Container,
    External,
    Special,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from funclint.python.importing import Frame
    from funclint.python.operations import Operations


def _namespace(_: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return External("builtins.globals()", "other") if not args else UNKNOWN


def _local_namespace(
    operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame
) -> Value | None:
    """``locals()`` and ``vars()``."""
    if not args and frame.locals is frame.state.names:
        return External("builtins.globals()", "other")
    if not args and not frame.is_function:
        frame.state.opaque = True  # the names of a class body
    operations.uncertain += 1
    return UNKNOWN


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
        return operations.unfrozen(operations.attribute(args[0], args[1].value, ast.Pass(), frame))
    except ImportFailure as failure:
        if len(args) == 3 and failure.kind == "AttributeError":
            return args[2]
        raise


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


def _exec(operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return _run_text(operations, args, keywords, frame, "exec")


def _eval(operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    return _run_text(operations, args, keywords, frame, "eval")


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


def _opaque(operations: Operations, args: Sequence[Value], keywords: Mapping[str, Value], frame: Frame) -> Value | None:
    operations.lose_sight(frame.state)
    return UNKNOWN


NAMESPACE_CALLS: Mapping[str, Special] = {
    "builtins.globals": _namespace,
    "builtins.vars": _local_namespace,
    "builtins.locals": _local_namespace,
    "builtins.exec": _exec,
    "builtins.eval": _eval,
    "builtins.getattr": _getattr,
    **{f"builtins.globals().{name}": _namespace_method(name) for name in NAMESPACE_METHODS},
    "builtins.setattr": _setattr,
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
