"""How following a program ends: what it certainly raises, and what two ways through it have in common."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from funclint.python.values import (
    UNKNOWN,
    Alias,
    AppModule,
    BoundMethod,
    BuiltinMethod,
    Choice,
    Class,
    Constant,
    Container,
    External,
    Function,
    Partial,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from funclint.python.imports import Meant
    from funclint.python.module import Module


MAX_ALTERNATIVES = 4


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
        outer = self.copy()
        outer.chain = (*self.chain, (module, node))
        return outer

    def copy(self) -> ImportFailure:
        """The same, raised where it is raised first."""
        return ImportFailure(self.kind, self.reason, self.module, self.node, self.alias)


class UnresolvedImport(ImportFailure):
    """An import that leads nowhere, or to a module without the name.

    ``cause``: ``nowhere`` (an absolute import of what the app has, but not there; ``meant`` says where), ``missing``
    (no such module where it certainly should be; ``missing`` is its dotted name), ``above`` (more dots than folders),
    ``name`` (the module ``missing`` has no such name) or ``circular`` (it will have it, but not yet).
    """

    def __init__(
        self,
        cause: str,
        kind: str,
        reason: str,
        module: Module,
        node: ast.AST,
        alias: ast.alias | None = None,
        meant: Meant | None = None,
        missing: str = "",
    ) -> None:
        super().__init__(kind, reason, module, node, alias)
        self.cause = cause
        self.meant = meant
        self.missing = missing

    def copy(self) -> ImportFailure:
        """The same, raised where it is raised first."""
        assert self.node is not None
        return UnresolvedImport(
            self.cause, self.kind, self.reason, self.module, self.node, self.alias, self.meant, self.missing
        )


def truth(value: Value) -> bool | None:
    """Whether a value is true; None when that cannot be told."""
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, Container):
        return bool(value.items)
    if isinstance(value, (Function, Class, BoundMethod, BuiltinMethod, Partial, AppModule)):
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


def alike(values: Sequence[Value]) -> Value:
    """What all of some values are as far as a caller can tell, UNKNOWN if they differ.

    A function and its wrapper made with ``functools.wraps`` have the same signature and annotations: the wrapper
    stands for both.
    """
    first = values[0]
    if all(same(first, other) for other in values[1:]):
        return first
    innermost = [_unwrapped(value) for value in values]
    if isinstance(innermost[0], Function) and all(value is innermost[0] for value in innermost):
        return next(value for value in values if value is not innermost[0])
    return choice(values)


def choice(values: Sequence[Value | None]) -> Value:
    """One of some different values; UNKNOWN when one of them is, or when there are too many."""
    found: list[Value | None] = []
    for value in values:
        for alternative in value.alternatives if isinstance(value, Choice) else (value,):
            if isinstance(alternative, Unknown):
                return UNKNOWN
            if not any(_identical(alternative, other) for other in found):
                found.append(alternative)
    return Choice(found) if len(found) <= MAX_ALTERNATIVES else UNKNOWN


def _identical(one: Value | None, other: Value | None) -> bool:
    return one is other or (one is not None and other is not None and same(one, other))


def _unwrapped(value: Value) -> Value:
    for _ in range(20):
        if not isinstance(value, Function) or set(value.attributes) - {"__wrapped__"}:
            break
        inner = value.attributes.get("__wrapped__")
        if inner is None:
            break
        value = inner
    return value


def join(one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
    """The namespace after either of two ways was taken."""
    merged: dict[str, Value] = {}
    for name, value in one.items():
        also = other.get(name)
        merged[name] = choice((value, None)) if also is None else alike((value, also))
    for name, value in other.items():
        if name not in merged:
            merged[name] = choice((value, None))
    return merged
