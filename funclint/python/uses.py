"""What a module does with settings, requests and headers, as far as that shows in single expressions.

Only the lines on which one of a few words stands are looked at, so that most files cost no walk of their tree at all.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from funclint.diagnostic import Span
from funclint.python.walking import fields_of

if TYPE_CHECKING:
    from funclint.python.module import Module

ALLOW_ORIGIN = "access-control-allow-origin"
# Compiled when a module has what they are about.
_VARIABLES = r"environ|getenv|putenv|dotenv"
_PARAMS = r"params\b"
_ALLOW_ORIGIN = r"(?i)access-control-allow-origin"
_BODY_BYTES = r"bytes\s*\(\s*[\w.]+\.get_body\b"
_ENVIRON = frozenset({"os.environ", "environ"})
_GETENV = frozenset({"os.getenv", "getenv"})
# Packages that read a .env file, the second is django-environ.
_ENVIRON_PACKAGES = frozenset({"environs", "environ"})
_SETTING = frozenset({"setdefault", "putenv", "__setitem__"})
# What os.environ may be passed to without being changed.
_READING = frozenset({"dict", "len", "list", "set", "sorted", "tuple", "iter", "print", "str", "repr", "copy.copy"})
_FORGIVING = frozenset({"KeyError", "LookupError", "Exception", "BaseException"})


class EnvironmentRead:
    """A variable of the environment that is read. ``required``: its absence raises KeyError, else it gives None."""

    __slots__ = ("name", "required", "span")

    def __init__(self, name: str, span: Span, required: bool) -> None:
        self.name = name
        self.span = span
        self.required = required


class ParameterRead:
    """``receiver.attribute.get("key")`` or ``receiver.attribute["key"]``: ``attribute`` is ``params`` or
    ``route_params``."""

    __slots__ = ("attribute", "key", "receiver", "span")

    def __init__(self, receiver: str, attribute: str, key: str, span: Span) -> None:
        self.receiver = receiver
        self.attribute = attribute
        self.key = key
        self.span = span


class Uses:
    """The facts of one module, each looked for when it is first asked for."""

    __slots__ = ("_allow_origin", "_body_bytes", "_environment", "_module", "_parameters")

    def __init__(self, module: Module) -> None:
        self._module = module
        self._environment: _Walk | None = None
        self._parameters: list[ParameterRead] | None = None
        self._allow_origin: list[Span] | None = None
        self._body_bytes: list[Span] | None = None

    @property
    def environment(self) -> list[EnvironmentRead]:
        """The variables that are read although nothing is prepared for their absence."""
        return self._variables().environment

    @property
    def known_variables(self) -> set[str]:
        """The variables that the module sets itself, or asks for before it reads them."""
        return self._variables().known_variables

    @property
    def sets_unknown(self) -> bool:
        """Whether more variables may be set than are known: from a ``.env`` file, or by names that are no literals."""
        return self._variables().sets_unknown

    @property
    def parameters(self) -> list[ParameterRead]:
        """What is read from the mappings of requests."""
        if self._parameters is None:
            self._parameters = _Walk(self._module, _PARAMS, ("params",)).parameters
        return self._parameters

    @property
    def allow_origin(self) -> list[Span]:
        """Where the header that allows other origins is named."""
        if self._allow_origin is None:
            self._allow_origin = _Walk(self._module, _ALLOW_ORIGIN, ("ontrol-", "ONTROL-")).allow_origin
        return self._allow_origin

    @property
    def body_bytes(self) -> list[Span]:
        """Where ``bytes(x.get_body(), ...)`` stands."""
        if self._body_bytes is None:
            self._body_bytes = _Walk(self._module, _BODY_BYTES, ("get_body",)).body_bytes
        return self._body_bytes

    def _variables(self) -> _Walk:
        if self._environment is None:
            self._environment = _Walk(self._module, _VARIABLES, ("env",))
        return self._environment


class _Walk:
    """The parts of a module's tree that stand on the lines where ``words`` match.

    ``hints``: without one of these letters in the text nothing can match.
    """

    __slots__ = (
        "_module",
        "allow_origin",
        "body_bytes",
        "environment",
        "known_variables",
        "parameters",
        "sets_unknown",
    )

    def __init__(self, module: Module, words: str, hints: tuple[str, ...]) -> None:
        self._module = module
        self.environment: list[EnvironmentRead] = []
        self.known_variables: set[str] = set()
        self.parameters: list[ParameterRead] = []
        self.sets_unknown = False
        self.allow_origin: list[Span] = []
        self.body_bytes: list[Span] = []
        text = module.text
        if text is None or module.tree is None or not any(hint in text.text for hint in hints):
            return
        rows = {text.location(match.start())[0] for match in re.finditer(words, text.text)}
        if rows:
            self._visit(module.tree, sorted(rows), False, False)

    def _visit(self, node: ast.AST, rows: list[int], caught: bool, asked: bool) -> None:
        """Look at a node and at those below it that stand on one of ``rows``.

        ``caught``: a KeyError ends in a handler. ``asked``: a missing value is noticed, by a condition or an ``or``.
        """
        self._look(node, caught, asked)
        asking = _ASKING.get(type(node), ())
        handlers = getattr(node, "handlers", ())
        forgiving = bool(handlers) and any(map(_forgives, handlers))
        for name in fields_of(node.__class__):
            value = getattr(node, name, None)
            inside = caught or (forgiving and name == "body")
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, ast.JoinedStr):
                    self._visit(child, rows, inside, asked)  # what is inside has no certain place before 3.12
                elif isinstance(child, ast.AST):
                    self._visit_if(child, rows, inside, asked or name in asking)

    def _visit_if(self, node: ast.AST, rows: list[int], caught: bool, asked: bool) -> None:
        first = getattr(node, "lineno", None)
        if first is None or getattr(node, "decorator_list", None) or _stands_on(node, first, rows):
            self._visit(node, rows, caught, asked)

    def _look(self, node: ast.AST, caught: bool, asked: bool) -> None:
        if isinstance(node, ast.Subscript):
            self._subscript(node, caught)
        elif isinstance(node, ast.Call):
            self._call(node, caught or asked)
        elif isinstance(node, ast.Compare):
            self._compare(node)
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str) and node.value.lower() == ALLOW_ORIGIN:
                self.allow_origin.append(self._module.span(node))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self._import(node)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            # under another name it may be changed without our seeing it
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = targets if node.value is None else [node.value, *targets]
            self.sets_unknown = self.sets_unknown or any(map(_is_environ, parts))
        elif isinstance(node, ast.AugAssign) and _is_environ(node.target):
            self._sets(node.value)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        names = [alias.name for alias in node.names]
        renamed = any(alias.name == "environ" and alias.asname for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            names = [*names, node.module or ""] if node.module != "os" else []
        if renamed or any("dotenv" in name or name in _ENVIRON_PACKAGES for name in names):
            self.sets_unknown = True

    def _sets(self, mapping: ast.expr) -> None:
        """Variables are set from a mapping."""
        if isinstance(mapping, ast.Dict):
            self._set_keys([None if key is None else _text(key) for key in mapping.keys])
        else:
            self.sets_unknown = True

    def _set_keys(self, keys: Sequence[str | None]) -> None:
        for key in keys:
            if key is None:
                self.sets_unknown = True
            else:
                self.known_variables.add(key)

    def _subscript(self, node: ast.Subscript, caught: bool) -> None:
        key = _text(node.slice)
        if isinstance(node.ctx, ast.Store) and _is_environ(node.value):
            self._set_keys([key])
        if key is None:
            return
        if _dotted(node.value) in _ENVIRON:
            if isinstance(node.ctx, ast.Load):
                if caught:
                    self.known_variables.add(key)
                else:
                    self.environment.append(EnvironmentRead(key, self._module.span(node.slice), True))
            else:
                self.known_variables.add(key)
        else:
            self._parameter(node.value, key, node)

    def _call(self, node: ast.Call, prepared: bool) -> None:
        function = node.func
        name = _dotted(function)
        key = _text(node.args[0]) if node.args else None
        if name not in _READING and any(map(_is_environ, node.args)):
            self.sets_unknown = True
        if isinstance(function, ast.Attribute) and (_is_environ(function.value) or function.attr == "putenv"):
            if function.attr == "update":
                self._set_keys([keyword.arg for keyword in node.keywords if keyword.arg is not None])
                for mapping in [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg is None)]:
                    self._sets(mapping)
            elif function.attr in _SETTING:
                self._set_keys([key])
        if name in _GETENV or (isinstance(function, ast.Attribute) and _dotted(function.value) in _ENVIRON):
            method = function.attr if isinstance(function, ast.Attribute) else "getenv"
            if method == "pop" and key is not None:
                self.known_variables.add(key)
            elif method in ("getenv", "get") and key is not None and len(node.args) == 1 and not node.keywords:
                if prepared:
                    self.known_variables.add(key)
                else:
                    self.environment.append(EnvironmentRead(key, self._module.span(node.args[0]), False))
        elif name == "bytes":
            first = node.args[0] if node.args else None
            more = len(node.args) + len(node.keywords) > 1
            reads = isinstance(first, ast.Call) and isinstance(first.func, ast.Attribute) and not first.args
            if more and reads and first.func.attr == "get_body":  # type: ignore[union-attr]
                self.body_bytes.append(self._module.span(node))
        elif isinstance(function, ast.Attribute) and function.attr == "get" and key is not None:
            self._parameter(function.value, key, node)

    def _compare(self, node: ast.Compare) -> None:
        key = _text(node.left)
        if key is not None and any(_dotted(other) in _ENVIRON for other in node.comparators):
            self.known_variables.add(key)

    def _parameter(self, mapping: ast.expr, key: str, node: ast.expr) -> None:
        if isinstance(mapping, ast.Attribute) and mapping.attr in ("params", "route_params"):
            receiver = _dotted(mapping.value)
            if receiver is not None:
                self.parameters.append(ParameterRead(receiver, mapping.attr, key, self._module.span(node)))


_ASKING: dict[type[ast.AST], tuple[str, ...]] = {
    ast.BoolOp: ("values",),
    ast.If: ("test",),
    ast.IfExp: ("test",),
    ast.While: ("test",),
    ast.Assert: ("test",),
    ast.Compare: ("left", "comparators"),
    ast.UnaryOp: ("operand",),
    ast.NamedExpr: ("value",),
}
"""The fields of a node in which None is told from a value."""


def _stands_on(node: ast.AST, first: int, rows: list[int]) -> bool:
    last = getattr(node, "end_lineno", None) or first
    return any(first <= row <= last for row in rows)


def _forgives(handler: ast.ExceptHandler) -> bool:
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(item is None or (isinstance(item, ast.Name) and item.id in _FORGIVING) for item in types)


def _dotted(node: ast.expr) -> str | None:
    """``a.b`` of names and attributes; None for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value)
        return None if base is None else f"{base}.{node.attr}"
    return None


def _is_environ(node: ast.expr) -> bool:
    """Whether this is the environment itself, whatever name ``os`` has."""
    name = _dotted(node)
    return name is not None and (name == "environ" or name.endswith(".environ"))


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
