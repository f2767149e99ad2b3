"""The properties of a binding against what the extension of its type reads.

Nearly all bindings are sound, so there are two looks: ``is_sound`` is quick and says no more than yes or no; for the
others a ``Shape`` says what is unknown, missing, unread or no value that the host can convert.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from funclint.app.function_json import Binding
from funclint.catalogue import bindings as catalogue
from funclint.catalogue.bindings import BindingType, Plan, Property
from funclint.jsonc import Member, Node


class ValueFault:
    """A value that the host cannot convert: where it stands, and the property it belongs to."""

    __slots__ = ("member", "node", "phrase", "words")

    def __init__(self, member: Member, node: Node, phrase: str, words: tuple[str, ...]) -> None:
        self.member = member
        self.node = node
        self.phrase = phrase
        self.words = words


class Shape:
    """A binding of a known type that is not sound. ``bundle``: the bundle it meets, None when that is unknown."""

    def __init__(self, binding: Binding, type: BindingType, bundle: str | None) -> None:
        self.binding = binding
        self.type = type
        self.bundle = bundle
        self.plan = type.plan(bundle)
        self.members = {member.key.lower(): member for member in binding.node.members}

    @cached_property
    def present(self) -> frozenset[str]:
        """The properties that have a value, in lower case."""
        return _present(self.binding.node)

    @cached_property
    def unknown(self) -> list[Member]:
        """Members whose key nothing reads under this bundle."""
        return [member for key, member in self.members.items() if key not in self.plan.accepts]

    def renamed(self, member: Member) -> Property | None:
        """The property that another bundle reads under this key, or Functions 1.x did; None for an unknown key."""
        return self.type.properties.get(member.key.lower())

    @cached_property
    def constructor(self) -> tuple[str, ...] | None:
        """The set of properties that the host goes by: the longest one that is there in full; None if there is none."""
        return _constructor(self.plan, self.present)

    @property
    def is_complete(self) -> bool:
        """Whether nothing that the host needs is missing."""
        return self.plan.simple or self.constructor is not None

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be added at least, in documented spelling; empty when complete."""
        if self.is_complete:
            return ()
        present = self.present
        best = min(
            self.type.constructors(self.bundle),
            key=lambda names: (sum(name.lower() not in present for name in names), -len(names)),
        )
        return tuple(name for name in best if name.lower() not in present)

    @property
    def missing_by_name(self) -> bool:
        """Whether what is missing is there under a name that only other bundles read."""
        missing = set(self.missing)
        return any(self.today_of(member) in missing for member in self.unknown)

    @property
    def alternatives(self) -> list[tuple[str, ...]]:
        """The smallest sets of properties that are enough, in documented spelling."""
        sets = self.type.constructors(self.bundle)
        return [names for names in sets if not any(set(other) < set(names) for other in sets)]

    def given_of(self, missing: tuple[str, ...]) -> list[str]:
        """The properties that are there of a set to which ``missing`` belong, in documented spelling."""
        sets = [names for names in self.type.constructors(self.bundle) if set(missing) <= set(names)]
        return [name for name in sets[0] if name.lower() in self.present] if sets else []

    @property
    def has_connection(self) -> bool:
        """Whether the type reads ``connection``, beyond what the host itself does with it."""
        own = self.type.properties.get("connection")
        return own is not None and own.is_read_by(self.bundle)

    def name_today(self, old: Property) -> str | None:
        """What this bundle calls a property that another one reads; None if it has nothing of the kind."""
        if old.renamed is not None:
            return old.renamed
        names = (item.name for item in self.type.properties.values() if item.renamed == old.name)
        return next((name for name in names if name.lower() in self.plan.accepts), None)

    def today_of(self, member: Member) -> str | None:
        """What this bundle calls an unknown member; None if that is nothing it had another name for."""
        old = self.renamed(member)
        return self.name_today(old) if old is not None else None

    @property
    def constructor_names(self) -> list[str]:
        """The properties of the set that the host goes by, in documented spelling."""
        return [self.type.properties[key].name for key in self.constructor or () if key in self.type.properties]

    @property
    def unread(self) -> list[tuple[Member, tuple[str, ...]]]:
        """Members that are read only together with others which are not there, with the names of those."""
        if not self.is_complete:
            return []
        read = _read(self.plan, self.present)
        found = []
        for key, member in self.members.items():
            own = self.type.properties.get(key)
            if own is None or not own.by_constructor or not own.is_read_by(self.bundle):
                continue
            if key in self.present and key not in read:
                found.append((member, self._partners(key)))
        return found

    def _partners(self, key: str) -> tuple[str, ...]:
        """What the shortest set with this property lacks; empty if a longer or earlier set takes precedence over it."""
        holding = [names for names in self.type.constructors(self.bundle) if key in map(str.lower, names)]
        if not holding:
            return ()
        chosen = holding[0]
        return tuple(name for name in chosen if name.lower() not in self.present)

    @cached_property
    def faults(self) -> list[ValueFault]:
        """Values that the host cannot convert."""
        wrong = [key for key, member in self.members.items() if not self._accepts(key, member)]
        return list(self._explained(wrong)) if wrong else []

    def _accepts(self, key: str, member: Member) -> bool:
        kind = self.plan.accepts.get(key)
        return kind is None or kind.accepts(member.value)

    def _explained(self, keys: list[str]) -> Iterator[ValueFault]:
        from funclint.catalogue.explain import faults
        from funclint.catalogue.schemas import values_schema

        names = {key: self.type.properties[key].name if key in self.type.properties else key for key in keys}
        values = {names[key]: self.members[key].value.plain() for key in keys}
        paths = faults(values_schema(self.type, self.bundle), values)
        for key in keys:
            kind = self.plan.accepts[key]
            for path in [path for path in paths if path[0] == names[key]] or [(names[key],)]:
                node = self.members[key].value
                for step in path[1:]:
                    node = node.items[int(step)]
                yield ValueFault(self.members[key], node, kind.phrase, kind.words)


def shapes(bindings: list[Binding], bundle: str | None) -> list[Shape]:
    """The bindings of known types that are not sound."""
    types = catalogue.binding_types()
    found = []
    for binding in bindings:
        type = types.get(binding.type.lower()) if binding.type else None
        if type is not None and not is_sound(binding.node, type.plan(bundle)):
            found.append(Shape(binding, type, bundle))
    return found


def is_sound(node: Node, plan: Plan) -> bool:
    """Whether all properties of a binding are known, complete and of the right kind."""
    accepts = plan.accepts
    for member in node.members:
        kind = accepts.get(member.key.lower())
        if kind is None or not kind.accepts(member.value):
            return False
    if plan.simple:
        return True
    present = _present(node)
    if _constructor(plan, present) is None:
        return False
    read = _read(plan, present)
    return all(name in read or name not in present for name in plan.by_constructor)


def _present(node: Node) -> frozenset[str]:
    return frozenset([member.key.lower() for member in node.members if member.value.kind not in ("null", "undefined")])


def _constructor(plan: Plan, present: frozenset[str]) -> tuple[str, ...] | None:
    chosen: tuple[str, ...] | None = None
    for names in plan.constructors:
        if present.issuperset(names) and (chosen is None or len(names) > len(chosen)):
            chosen = names
    return chosen


def _read(plan: Plan, present: frozenset[str]) -> frozenset[str]:
    """What the chosen set reads; with an unknown bundle, what any complete set does."""
    if plan.certain:
        return frozenset(_constructor(plan, present) or ())
    return frozenset(name for names in plan.constructors if present.issuperset(names) for name in names)
