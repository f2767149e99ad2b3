"""Values that are wholly known as Python objects, and pure functions of the library run on them.

What ``'{}'.format()``, ``uuid.UUID('x')`` or ``json.loads('{')`` give or raise at import is found by doing it, with
bounds on the size of what goes in: none of these functions reads or changes anything outside its arguments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from funclint.python.values import Constant, Container, External, Instance, Value

MAX_TEXT = 2_000
MAX_NUMBER = 10_000
MAX_ITEMS = 100

_PLAIN_TYPES = (str, bytes, int, float, complex, bool, type(None), type(...))
_CONTAINERS: Mapping[str, Callable[[Any], Any]] = {"tuple": tuple, "list": list, "set": set}
# A width or precision in a format could ask for any amount of memory.
_WIDE = re.compile(r"\d{4}")

_BUILTIN_TYPES = {
    cls.__name__: cls for cls in (str, bytes, int, float, complex, bool, tuple, list, set, dict, frozenset)
}
# Attributes of builtin types that some supported Python has and another has not.
_ADDED_LATER = frozenset((("int", "is_integer"), ("float", "from_number"), ("complex", "from_number")))

_PURE_BUILTINS = frozenset(
    (
        "abs", "all", "any", "ascii", "bin", "bool", "bytes", "chr", "complex", "dict", "divmod", "enumerate", "float",
        "format", "frozenset", "hash", "hex", "int", "len", "list", "max", "min", "oct", "ord", "repr", "reversed",
        "round", "set", "slice", "sorted", "str", "sum", "tuple", "zip",
    )
)  # fmt: skip
_PURE = frozenset(
    (
        "json.loads", "uuid.UUID", "decimal.Decimal", "fractions.Fraction", "datetime.date", "datetime.time",
        "datetime.datetime", "datetime.timedelta", "base64.b64decode", "ipaddress.ip_address",
        "ipaddress.ip_network", "math.sqrt", "math.log", "math.floor", "math.ceil", "operator.add", "operator.getitem",
        "urllib.parse.urlsplit", "urllib.parse.urlparse", "textwrap.dedent", "html.escape", "shlex.split",
    )
)  # fmt: skip
# Methods that change their object: what it holds afterwards is not followed.
_CHANGING = frozenset(
    (
        "append", "add", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault",
        "sort", "update", "difference_update", "intersection_update", "symmetric_difference_update",
    )
)  # fmt: skip


class NotConcrete(Exception):
    """Something in a value is not known."""


def concrete(value: Value) -> Any:
    """The Python object that a value stands for. Raises NotConcrete, or TypeError for what cannot be hashed."""
    if isinstance(value, Constant):
        _bounded(value.value)
        return value.value
    if not isinstance(value, Container) or len(value.items) > MAX_ITEMS:
        raise NotConcrete
    items = [concrete(item) for item in value.items]
    if value.keys is not None:
        return dict(zip(value.keys, items, strict=True))
    make = _CONTAINERS.get(value.type_name)
    if make is None:
        raise NotConcrete
    return make(items)


def _bounded(value: object) -> None:
    if isinstance(value, (str, bytes)):
        if len(value) > MAX_TEXT or (isinstance(value, str) and _WIDE.search(value)):
            raise NotConcrete
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if not -MAX_NUMBER <= value <= MAX_NUMBER:
            raise NotConcrete
    elif not isinstance(value, _PLAIN_TYPES):
        raise NotConcrete


def known(result: object) -> Value:
    """The value of a result: a constant, or an object of its type."""
    if type(result) in _PLAIN_TYPES:
        return Constant(result)
    if isinstance(result, tuple) and len(result) <= MAX_ITEMS:
        return Container("tuple", [known(item) for item in result])
    cls = type(result)
    return Instance(External(f"{cls.__module__}.{cls.__qualname__}", "class"))


def has_attribute(type_name: str, name: str) -> bool:
    """Whether objects of a builtin type may have an attribute, in some supported Python."""
    cls = _BUILTIN_TYPES.get(type_name)
    return cls is None or hasattr(cls, name) or (type_name, name) in _ADDED_LATER


def is_method(type_name: str, name: str) -> bool:
    """Whether an attribute of a builtin type is a method."""
    return callable(getattr(_BUILTIN_TYPES.get(type_name), name, None))


def builtin_type(value: Value) -> str | None:
    """The name of the builtin type that a value certainly is an object of."""
    if isinstance(value, Constant):
        return type(value.value).__name__
    if isinstance(value, Container):
        return value.type_name
    if isinstance(value, Instance) and isinstance(value.cls, External):
        name = value.cls.name.removeprefix("builtins.")
        return name if name in _BUILTIN_TYPES else None
    return None


def is_pure(name: str) -> bool:
    """Whether a function of the library can be run to see what it gives."""
    return name in _PURE or (name.startswith("builtins.") and name[len("builtins.") :] in _PURE_BUILTINS)


def run(name: str, arguments: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """What a pure function gives. Raises NotConcrete when that cannot be told, else whatever it raises."""
    module, _, function = name.rpartition(".")
    given = [concrete(argument) for argument in arguments]
    named = {key: concrete(value) for key, value in keywords.items()}
    return known(getattr(import_module(module), function)(*given, **named))


def run_method(receiver: Value, name: str, arguments: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
    """What a method of a builtin object gives. Raises NotConcrete when that cannot be told, else what it raises."""
    if name in _CHANGING:
        raise NotConcrete
    base = concrete(receiver)
    given = [concrete(argument) for argument in arguments]
    named = {key: concrete(value) for key, value in keywords.items()}
    return known(getattr(base, name)(*given, **named))
