"""What a Python expression can be known to be without running it.

A value is a fact, never a guess: whatever cannot be told is UNKNOWN, and rules are silent about it. A name that is
bound on only some paths is UNKNOWN too.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funclint.python.importing import Frame
    from funclint.python.module import Module
    from funclint.python.operations import Operations

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Value:
    """Base of all values."""

    __slots__ = ()


class Unknown(Value):
    """Anything; also a name that may be unbound."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


class Choice(Unknown):
    """One of a few values, it cannot be told which: what a name is after two ways that bind it differently.

    ``alternatives`` hold None for a way on which the name is not bound. Whoever does not look inside sees UNKNOWN.
    """

    __slots__ = ("alternatives",)

    def __init__(self, alternatives: Sequence[Value | None]) -> None:
        self.alternatives = tuple(alternatives)

    def __repr__(self) -> str:
        return f"Choice({list(self.alternatives)!r})"


class Constant(Value):
    """A literal: str, bytes, int, float, complex, bool, None or Ellipsis."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"Constant({self.value!r})"


NONE = Constant(None)


class Container(Value):
    """A tuple, list, set or dict display whose items are known in number.

    ``items`` are the items, for a dict its values; ``keys`` are a dict's keys (constants), else None.
    """

    __slots__ = ("items", "keys", "type_name")

    def __init__(self, type_name: str, items: Sequence[Value], keys: Sequence[object] | None = None) -> None:
        self.type_name = type_name
        self.items = tuple(items)
        self.keys = keys


class External(Value):
    """Something from outside the app, known by its dotted name: ``azure.functions.HttpRequest``, ``builtins.str``.

    ``kind`` is ``module``, ``class``, ``function`` or ``other`` as the catalogue says.
    """

    __slots__ = ("kind", "name")

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind

    def __repr__(self) -> str:
        return f"External({self.name}, {self.kind})"


class AppModule(Value):
    """A module of the app, or (``module`` is None) one of its folders without ``__init__.py``."""

    __slots__ = ("folder", "module", "name")

    def __init__(self, name: str, module: Module | None, folder: str | None) -> None:
        self.name = name
        self.module = module
        self.folder = folder


class Function(Value):
    """A function of the app, or one whose signature is known (``node`` is None then).

    ``attributes`` holds what decorators set: ``__wrapped__``, ``__signature__``, ``__annotations__``; ``defaults`` the
    values of parameters that need not be given, evaluated when the function was defined.
    ``annotations`` maps parameter names and ``return`` to values evaluated when the function was defined, or to
    the expression itself (an ``ast.expr``) where evaluation is left to ``typing.get_type_hints``.
    """

    __slots__ = ("annotations", "attributes", "closure", "defaults", "module", "name", "node", "type_checked")

    def __init__(
        self,
        name: str,
        node: FunctionNode | None,
        module: Module | None,
        closure: tuple[dict[str, Value], ...] = (),
        annotations: Mapping[str, Value | ast.expr] | None = None,
    ) -> None:
        self.name = name
        self.node = node
        self.module = module
        self.closure = closure
        self.annotations: dict[str, Value | ast.expr] = dict(annotations or {})
        self.attributes: dict[str, Value] = {}
        self.defaults: dict[str, Value] = {}
        self.type_checked = True

    def __repr__(self) -> str:
        return f"Function({self.name})"


class BuiltinMethod(Value):
    """A method taken from an object of a builtin type: ``'a'.join``, ``[].append``."""

    __slots__ = ("name", "receiver", "type_name")

    def __init__(self, receiver: Value, type_name: str, name: str) -> None:
        self.receiver = receiver
        self.type_name = type_name
        self.name = name


class BoundMethod(Value):
    """A function taken from an instance or a class: its first parameter is given."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Function, receiver: Value) -> None:
        self.function = function
        self.receiver = receiver


class Descriptor(Value):
    """``staticmethod``, ``classmethod`` or ``property`` around a value."""

    __slots__ = ("inner", "kind")

    def __init__(self, kind: str, inner: Value) -> None:
        self.kind = kind
        self.inner = inner


class Class(Value):
    """A class defined in the app. ``certain`` is False once decorators or a metaclass may have changed it."""

    __slots__ = (
        "annotations", "attributes", "bases", "certain", "dataclass_fields", "metaclass", "module", "name",
        "node",
    )  # fmt: skip

    def __init__(self, name: str, node: ast.ClassDef, module: Module, bases: Sequence[Value]) -> None:
        self.name = name
        self.node = node
        self.module = module
        self.bases = tuple(bases)
        self.attributes: dict[str, Value] = {}
        self.annotations: dict[str, Value | ast.expr] = {}
        self.certain = True
        self.metaclass: Value | None = None
        self.dataclass_fields: list[str] | None = None

    def lookup(self, name: str) -> Value | None:
        """The attribute as the method resolution order finds it; None if absent, UNKNOWN if a base is unknown."""
        for cls in self.linear():
            if isinstance(cls, Class):
                if name in cls.attributes:
                    return cls.attributes[name]
            elif not (isinstance(cls, External) and cls.name in ("builtins.object", "typing.Generic")):
                return UNKNOWN
        return None if self.wholly_certain else UNKNOWN

    @property
    def wholly_certain(self) -> bool:
        """Whether that holds for its bases from the app as well: what changes them is inherited."""
        return all(cls.certain for cls in self.linear() if isinstance(cls, Class))

    def linear(self) -> list[Value]:
        """The class and its bases, each once, depth first: enough to ask for membership and simple look-ups."""
        found: list[Value] = [self]
        for base in self.bases:
            for cls in base.linear() if isinstance(base, Class) else [base]:
                if cls not in found:
                    found.append(cls)
        return found

    def __repr__(self) -> str:
        return f"Class({self.name})"


class Instance(Value):
    """An object made by calling a class."""

    __slots__ = ("attributes", "cls")

    def __init__(self, cls: Class | External) -> None:
        self.cls = cls
        self.attributes: dict[str, Value] = {}


class Partial(Value):
    """``functools.partial(function, ...)``."""

    __slots__ = ("attributes", "function")

    def __init__(self, function: Value) -> None:
        self.function = function
        self.attributes: dict[str, Value] = {}


class Alias(Value):
    """A subscripted type: ``typing.List[str]``, ``func.Out[str]``, ``list[str]``; ``X | Y`` has ``types.UnionType``."""

    __slots__ = ("args", "origin")

    def __init__(self, origin: Value, args: Sequence[Value]) -> None:
        self.origin = origin
        self.args = tuple(args)

    def __repr__(self) -> str:
        return f"Alias({self.origin!r}, {list(self.args)!r})"


class NotAType(Value):
    """An object that is certainly neither a class nor a typing generic (NewType, TypeVar, ``type`` statement ...)."""

    __slots__ = ("callable", "what")

    def __init__(self, what: str, callable: bool) -> None:
        self.what = what
        self.callable = callable


class Decorator(Value):
    """The result of ``functools.wraps(f)``, ``functools.lru_cache(n)``: applied to a function it gives a function."""

    __slots__ = ("argument", "kind")

    def __init__(self, kind: str, argument: Value) -> None:
        self.kind = kind
        self.argument = argument


Special = Callable[["Operations", Sequence[Value], Mapping[str, Value], "Frame"], "Value | None"]
"""A call that is known: given operations, arguments, keyword arguments and the frame it gives the result, None where
nothing is known after all, or raises ImportFailure."""
