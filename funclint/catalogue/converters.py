"""Which annotations the worker accepts for a binding type (converters.txt, measured by calling the converters).

The rules tell what the converters of ``azure.functions`` answer. What the worker does before it asks them (``Out``,
the detour of ``str`` and ``bytes`` to the generic converter, annotations that are no type) is not part of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from funclint.catalogue.table import FOLDER, Table

TABLE = Table(FOLDER / "converters.txt")
GENERIC = "*"
"""Key of the converter for every type that is not registered (``GenericBinding`` of the worker)."""


class Acceptance:
    """What one check of a converter answers, in rules that need no class at hand.

    ``any``: yes to everything. ``classes``: yes to these classes and their subclasses. ``read``: yes to classes with
    a callable attribute ``read``. ``generic``: whether subclasses of ``typing.Generic`` are judged like other
    classes; where not, the check raises TypeError for them. ``iterable_args``: yes to ``typing`` aliases of an
    iterable when one argument is one of these, which are the classes meant *and all their bases*, virtual ones too:
    the check asks ``issubclass(class, argument)``, the wrong way round; None when aliases are not looked into.
    ``alias``: the answer to any other alias, ``true``, ``false`` or ``typeerror``; the last two both keep the
    function from loading.
    ``examples``: annotations to suggest, as users write them, most telling first; empty when everything goes. Those
    that load but always fail when the function runs are left out. ``str`` and ``bytes`` are among them only where
    the converter itself takes them.
    """

    __slots__ = ("alias", "any", "classes", "examples", "generic", "iterable_args", "read")

    def __init__(
        self,
        *,
        classes: tuple[str, ...] = (),
        any: bool = False,
        read: bool = False,
        generic: bool = True,
        iterable_args: frozenset[str] | None = None,
        alias: str = "false",
        examples: tuple[str, ...] = (),
    ) -> None:
        self.classes = classes
        self.any = any
        self.read = read
        self.generic = generic
        self.iterable_args = iterable_args
        self.alias = alias
        self.examples = examples

    def accepts_class(self, mro: Sequence[str], read: bool) -> bool:
        """Whether a class passes, given the dotted names of its ``__mro__`` and whether it has a callable ``read``."""
        if self.any:
            return True
        if not self.generic and "typing.Generic" in mro:
            return False
        return (read and self.read) or any(name in self.classes for name in mro)

    def accepts_alias(self, origin_iterable: bool, args: Sequence[str | None]) -> bool:
        """Whether a subscripted or bare alias of ``typing`` passes.

        ``origin_iterable``: the origin is a class that is iterable. ``args``: the dotted names of its arguments;
        ``typing.Iterable`` as an argument is ``collections.abc.Iterable``, a union stands as its members, anything
        else that is no class is None. Empty for a bare alias. Where an argument before the matching one is no class,
        the worker raises TypeError although this says yes.
        """
        if self.alias == "true":
            return True
        return origin_iterable and self.iterable_args is not None and any(arg in self.iterable_args for arg in args)

    def __repr__(self) -> str:
        return f"Acceptance({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


class Converter:
    """How ``azure.functions`` treats a binding type.

    ``registered``: it has a converter of its own. ``trigger``: that is registered for a trigger.
    ``implicit_output``: a function with such a binding may return a value without ``$return``
    (worker ``has_implicit_output``). ``input``, ``output``: the checks of the annotation of a parameter and of
    ``Out[...]`` or the return value; None when the converter lacks the method, and then every annotation it is asked
    about raises AttributeError and the function does not load.
    """

    __slots__ = ("implicit_output", "input", "output", "registered", "trigger", "type")

    def __init__(
        self,
        type: str,
        registered: bool,
        trigger: bool,
        implicit_output: bool,
        input: Acceptance | None,
        output: Acceptance | None,
    ) -> None:
        self.type = type
        self.registered = registered
        self.trigger = trigger
        self.implicit_output = implicit_output
        self.input = input
        self.output = output

    def __repr__(self) -> str:
        return f"Converter({self.type})"


_converters: dict[str, Converter] = {}
_spellings: dict[str, str] = {}


def converter(binding_type: str) -> Converter:
    """The converter for a binding type as function.json spells it: the case counts.

    Types that are not registered share the generic one.
    """
    found = _converters.get(binding_type)
    if found is None:
        record = None if binding_type == GENERIC else TABLE.record(binding_type)
        registered = record is not None
        _, flags, input, output = record or TABLE.record(GENERIC) or [GENERIC, "", "-", "-"]
        found = Converter(
            binding_type, registered, "t" in flags, "i" in flags, parse_acceptance(input), parse_acceptance(output)
        )
        _converters[binding_type] = found
    return found


def is_registered(binding_type: str) -> bool:
    """Whether ``azure.functions`` has a converter for exactly this spelling."""
    return converter(binding_type).registered


def registered_types() -> tuple[str, ...]:
    """The binding types that have a converter, sorted."""
    return tuple(sorted(_by_lowercase().values()))


def canonical_type(binding_type: str) -> str | None:
    """The spelling under which a binding type is registered, whatever the case given; None when it is in no case."""
    return _by_lowercase().get(binding_type.lower())


def _by_lowercase() -> dict[str, str]:
    if not _spellings:
        for record in TABLE.records():
            if record[0] != GENERIC:
                _spellings[record[0].lower()] = record[0]
    return _spellings


def parse_acceptance(text: str) -> Acceptance | None:
    """Read a rule as the data file holds it: ``-``, or words ``any``, ``read`` and ``key=value,value``."""
    if text == "-":
        return None
    words = dict(word.partition("=")[::2] for word in text.split(" "))
    return Acceptance(
        classes=_values(words, "classes"),
        any="any" in words,
        read="read" in words,
        generic="nogeneric" not in words,
        iterable_args=frozenset(_values(words, "iterable")) if "iterable" in words else None,
        alias=words["alias"],
        examples=_values(words, "examples"),
    )


def format_acceptance(acceptance: Acceptance | None) -> str:
    """Write a rule as the data file holds it; what parse_acceptance reads."""
    if acceptance is None:
        return "-"
    words = [f"classes={','.join(acceptance.classes)}"] if acceptance.classes else []
    words += ["any"] * acceptance.any + ["read"] * acceptance.read + ["nogeneric"] * (not acceptance.generic)
    if acceptance.iterable_args is not None:
        words.append(f"iterable={','.join(sorted(acceptance.iterable_args))}")
    words.append(f"alias={acceptance.alias}")
    if acceptance.examples:
        words.append(f"examples={','.join(acceptance.examples)}")
    return " ".join(words)


def _values(words: dict[str, str], key: str) -> tuple[str, ...]:
    return tuple(words[key].split(",")) if words.get(key) else ()
