"""Arguments bound to parameters as a call does it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from funclint.python.values import (
    UNKNOWN,
    Container,
    Value,
)
from funclint.python.walking import children

_SCOPES = frozenset((ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef))


def is_generator(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether a function yields: calling it runs none of its body."""
    pending: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    while pending:
        part = pending.pop()
        kind = part.__class__
        if kind is ast.Yield or kind is ast.YieldFrom:
            return True
        if kind not in _SCOPES:
            pending += children(part)
    return False


def bind_arguments(
    args: ast.arguments,
    given: Sequence[Value],
    keywords: Mapping[str, Value],
    open_ended: bool,
    defaults: Mapping[str, Value],
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
        bound.setdefault(parameter.arg, UNKNOWN if open_ended else defaults.get(parameter.arg, UNKNOWN))
    if args.vararg is not None:
        rest = given[len(positional) :]
        bound[args.vararg.arg] = UNKNOWN if open_ended else Container("tuple", rest)
    if args.kwarg is not None:
        bound[args.kwarg.arg] = UNKNOWN if open_ended or extra else Container("dict", [], [])
    return bound
