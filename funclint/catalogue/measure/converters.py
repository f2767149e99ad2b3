"""Measure which annotations the converters of azure-functions accept, by asking them through the real workers.

Needs a Python with azure-functions, azure-functions-durable, azure-functions-runtime-v1 and azure-functions-runtime.
Every rule is derived from answers and then held against all answers; what it cannot express raises MeasureError.
"""

# The aliases of typing are what is measured here: list[x] is another thing to the worker.
# ruff: noqa: UP006, UP007, UP045

# The annotations here are specimens, right and wrong ones.
# mypy: disable-error-code="valid-type,type-arg,index,misc"

from __future__ import annotations

import collections.abc
import importlib
import inspect
import types
import typing
from collections.abc import Callable, Iterable
from typing import Any

from funclint.catalogue.converters import GENERIC, Acceptance, format_acceptance, parse_acceptance

UNREGISTERED = ("table", "generic", "HttpTrigger", "sqlTrigger")
"""Types without a converter, to measure the generic one with."""
STDLIB = [
    "abc",
    "array",
    "builtins",
    "collections",
    "collections.abc",
    "contextlib",
    "datetime",
    "decimal",
    "email.message",
    "enum",
    "fractions",
    "http",
    "io",
    "json",
    "logging",
    "numbers",
    "os",
    "pathlib",
    "tempfile",
    "types",
    "typing",
    "uuid",
]
"""Modules whose classes are asked about besides those of the SDK."""
BUILTINS = (str, bytes, dict, bytearray)
"""Builtin classes worth suggesting."""

T = typing.TypeVar("T")
Answer = typing.Union[bool, str]


class MeasureError(Exception):
    """The converters do something that the rules of the catalogue cannot say."""


class Plain:
    """A class of the user's."""


class Reader:
    """A file-like class of the user's."""

    def read(self) -> bytes:
        return b""


class Shelf(typing.Generic[T]):
    """A generic class of the user's that can be iterated over."""

    def __iter__(self) -> typing.Iterator[T]:
        return iter(())


def dotted(cls: type) -> str:
    """The name of a class as the catalogue spells it."""
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


def has_read(cls: type) -> bool:
    """Whether the class has a callable attribute ``read``."""
    return callable(getattr(cls, "read", None))


def public_classes(modules: Iterable[str]) -> dict[str, type]:
    """The classes that are attributes of these modules, and their base classes, by dotted name."""
    found: dict[str, type] = {}
    for name in modules:
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, type):
                found.update({dotted(base): base for base in value.__mro__})
    return found


def ask(check: Callable[[Any], object], annotation: object) -> Answer:
    """What a check says: True, False, or the name of the exception it raises."""
    try:
        return bool(check(annotation))
    except Exception as error:
        return type(error).__name__


def alias_facts(alias: object) -> tuple[bool, list[str | None]]:
    """What ``Acceptance.accepts_alias`` wants to know of an alias: is the origin iterable, what are the arguments."""
    origin = typing.get_origin(alias)
    iterable = isinstance(origin, type) and issubclass(origin, collections.abc.Iterable)
    names: list[str | None] = []
    for arg in typing.get_args(alias):
        members = typing.get_args(arg) if typing.get_origin(arg) in (typing.Union, types.UnionType) else (arg,)
        for member in members:
            bare = typing.get_origin(member) if not typing.get_args(member) else None
            cls = bare or member
            names.append(dotted(cls) if isinstance(cls, type) else None)
    return iterable, names


def alias_forms(classes: Iterable[type]) -> list[object]:
    """Aliases as users write them, right and wrong, around each class and around things that are no class."""
    forms: list[object] = [
        typing.List, typing.Dict, typing.Iterable, typing.Sequence, typing.Type[str], typing.Literal["a"],
        typing.IO[bytes], typing.Dict[str, typing.Any], typing.Dict[int, str], typing.Dict[typing.Any, bytes],
        typing.Mapping[str, str], typing.Mapping[int, bytes], typing.List[typing.List[str]],
        typing.List[typing.Dict[str, typing.Any]], typing.List[typing.Any], typing.List[T], typing.List[None],
        typing.List[typing.Optional[str]], typing.List[typing.Union[int, bytes]], typing.List[str | None],
        typing.List[typing.Iterable], typing.List[typing.Hashable], typing.List[typing.List],
        typing.Generator[str, None, None], typing.Awaitable[str], typing.AsyncIterator[str], typing.ContextManager[str],
        typing.Deque[str], typing.Counter[str], typing.DefaultDict[str, int], typing.ItemsView[str, int],
        typing.Dict[typing.List[str], str], Shelf[int],
    ]  # fmt: skip
    for cls in classes:
        forms += [typing.List[cls], typing.Sequence[cls], typing.Iterator[cls], typing.Set[cls]]
        forms += [typing.Dict[int, cls], typing.List[typing.Optional[cls]], typing.Type[cls], Shelf[cls]]
    return forms


class Rules:
    """Derives the rule for one check of one converter."""

    def __init__(self, classes: dict[str, type]) -> None:
        import azure.functions as func

        self.classes = classes
        self.func = func
        self.args = {name: cls for name, cls in classes.items() if cls not in (typing.Generic, typing.Protocol)}
        self.aliases = alias_forms(
            [str, bytes, int, dict, object, Plain]
            + [cls for name, cls in classes.items() if name.startswith("azure.functions._")]
        )

    def derive(
        self, where: str, binding: str, check: Callable[[object], bool], encode: Callable[[object], object] | None
    ) -> Acceptance | None:
        """The rule for a check; ``encode`` gives an example to the converter as the worker would at run time.

        Raises MeasureError when the rule does not give every answer that was measured.
        """
        if ask(check, str) == "AttributeError":
            return None
        anything = ask(check, Plain) is True
        reads = not anything and ask(check, Reader) is True
        accepted = [] if anything else self._own_merit(check, reads)
        bases = [cls for cls in accepted if not any(base in accepted for base in cls.__mro__[1:])]
        args = frozenset(name for name, cls in self.args.items() if ask(check, _list_of(cls)) is True)
        alias = ask(check, typing.List[Plain])
        rule = Acceptance(
            classes=tuple(sorted(map(dotted, bases))),
            any=anything,
            read=reads,
            generic=all(ask(check, _generic_child(base)) is True for base in bases),
            iterable_args=None if anything or not args else args,
            alias=str(alias).lower(),
        )
        if not anything:
            rule.examples = tuple(self._examples(binding, rule.classes, check, encode))
        written = parse_acceptance(format_acceptance(rule))
        assert written is not None
        self._verify(where, written, check, bases)
        return written

    def _own_merit(self, check: Callable[[object], bool], reads: bool) -> list[type]:
        """The classes accepted for what they are, not for their ``read``."""
        found = []
        for cls in self.classes.values():
            probe: type | None = cls
            if reads and has_read(cls):
                probe = _mute_child(cls)
            if probe is not None and ask(check, probe) is True:
                found.append(cls)
        return found

    def _examples(
        self,
        binding: str,
        wanted: tuple[str, ...],
        check: Callable[[object], bool],
        encode: Callable[[object], object] | None,
    ) -> list[str]:
        stem = binding.removesuffix("Trigger").lower()

        def meant(cls: type) -> bool:
            """Accepted, and not just for being a dict or the like, unless it bears the name of the binding."""
            own = any(dotted(base) in wanted and base.__module__ != "builtins" for base in cls.__mro__)
            return (own or cls.__name__.lower().startswith(stem)) and ask(check, cls) is True

        rich = _sdk_names(self.func, "func", meant)
        if not rich:
            for name, module in sorted(vars(self.func).items()):
                if inspect.ismodule(module) and not name.startswith("_"):
                    rich |= _sdk_names(module, f"func.{name}", meant)
        names = sorted(rich, key=lambda name: (-_common_prefix(name.rpartition(".")[2], binding), name))
        samples = {str: "{}", bytes: b"{}", dict: {}, bytearray: bytearray(b"{}")}
        plain = [cls for cls in BUILTINS if ask(check, cls) is True]
        if encode is not None:
            plain = [cls for cls in plain if cls in (str, bytes) or ask(encode, samples[cls]) != "NotImplementedError"]
        lists = [f"typing.List[{name}]" for name in names if ask(check, _list_of(rich[name])) is True]
        for cls in BUILTINS:
            if ask(check, _list_of(cls)) is True and (encode is None or not _fails(encode, [samples[cls]])):
                lists.append(f"typing.List[{cls.__name__}]")
        return [*names, *(cls.__name__ for cls in plain), *lists]

    def _verify(self, where: str, rule: Acceptance, check: Callable[[object], bool], bases: list[type]) -> None:
        probes = [Plain, Reader, Shelf, *(_generic_child(base) for base in bases)]
        probes += [child for base in bases if (child := _mute_child(base)) is not None]
        for cls in [*self.classes.values(), *probes]:
            answer = ask(check, cls) is True
            if rule.accepts_class([dotted(base) for base in cls.__mro__], has_read(cls)) != answer:
                raise MeasureError(f"{where}: the rule is wrong about the class {dotted(cls)}: measured {answer}")
        for alias in self.aliases:
            answer = ask(check, alias) is True
            iterable, args = alias_facts(alias)
            told = rule.accepts_alias(iterable, args)
            # Arguments that are no class may raise before the right one is reached: then the rule may say yes.
            if told != answer and (answer or None not in args):
                raise MeasureError(f"{where}: the rule is wrong about {alias}: measured {answer}")


def _list_of(cls: type) -> object:
    return typing.List[cls]


def _generic_child(base: type) -> type:
    return types.new_class("GenericChild", (base, typing.Generic[T]))


def _mute_child(base: type) -> type | None:
    """A subclass whose ``read`` cannot be called; None for a class that allows no subclasses."""
    try:
        return types.new_class("MuteChild", (base,), exec_body=lambda body: body.update(read=None))
    except TypeError:
        return None


def _sdk_names(module: types.ModuleType, prefix: str, accepts: Callable[[type], bool]) -> dict[str, type]:
    return {
        f"{prefix}.{name}": value
        for name, value in vars(module).items()
        if isinstance(value, type)
        and value.__module__.startswith("azure.functions")
        and not name.startswith("_")
        and not inspect.isabstract(value)
        and accepts(value)
    }


def _common_prefix(name: str, binding: str) -> int:
    length = 0
    for one, other in zip(name.lower(), binding.lower(), strict=False):
        if one != other:
            break
        length += 1
    return length


def _fails(encode: Callable[[object], object], value: object) -> bool:
    return isinstance(ask(lambda sample: encode(sample) is not None, value), str)


def measure(sdk_modules: Iterable[str]) -> list[list[str]]:
    """The records of converters.txt. Raises MeasureError."""
    import azure.functions as func
    from azure_functions_runtime.bindings import meta as v2
    from azure_functions_runtime_v1.bindings import meta as v1

    registry = func.get_binding_registry()
    before = dict(registry._bindings)
    importlib.import_module("azure.durable_functions")
    if registry._bindings != before:
        raise MeasureError("importing azure.durable_functions changes the registry of converters")
    for worker in (v1, v2):
        worker.load_binding_registry()
    rules = Rules(public_classes([*STDLIB, *sdk_modules]))
    types_ = sorted(key for key in registry._bindings if isinstance(key, str))
    measured = {binding: _converter(binding, rules, v1, v2) for binding in types_}
    generic = [_converter(binding, rules, v1, v2) for binding in UNREGISTERED]
    if any(one != generic[0] for one in generic):
        raise MeasureError("types without a converter are not all treated alike")
    return [[GENERIC, *generic[0]], *([binding, *fields] for binding, fields in measured.items())]


def _converter(binding: str, rules: Rules, v1: typing.Any, v2: typing.Any) -> list[str]:
    cls = v1.get_binding(binding)
    own_trigger = getattr(cls, "_trigger", None)
    # A converter shared by a trigger and a plain binding (blob) says that it supports triggers under both names.
    trigger = v1.is_trigger_binding(binding) and (not isinstance(own_trigger, str) or own_trigger == binding)
    implicit = {worker.has_implicit_output(binding) for worker in (v1, v2)}
    if len(implicit) > 1:
        raise MeasureError(f"{binding}: the two workers disagree on the implicit output")
    encode = getattr(cls, "encode", None)
    fields = ["t" * trigger + "i" * implicit.pop()]
    for side in ("input", "output"):
        found = []
        for worker in (v1, v2):
            extra = (False,) if worker is v2 and side == "input" else ()
            check = getattr(worker, f"check_{side}_type_annotation")
            found.append(
                rules.derive(
                    f"{binding} {side}",
                    binding,
                    lambda annotation, check=check, extra=extra: check(binding, annotation, *extra),
                    None if side == "input" or encode is None else lambda value: encode(value, expected_type=None),
                )
            )
        texts = {format_acceptance(rule) for rule in found}
        if len(texts) > 1:
            raise MeasureError(f"{binding} {side}: the two workers disagree")
        fields.append(texts.pop())
    return fields
