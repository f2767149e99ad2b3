"""The list of binding types."""

from __future__ import annotations

from funclint.catalogue import binding_types, canonical_type, converter, registered_types


def test_all_binding_types() -> None:
    types = binding_types()
    assert len(types) == 84
    assert all(key == known.type.lower() for key, known in types.items())
    assert types["httptrigger"].type == "httpTrigger"


def test_directions_and_kinds_go_together() -> None:
    kinds = {"in": {"input", "trigger"}, "out": {"output"}}
    for known in binding_types().values():
        assert known.directions in (("in",), ("out",), ("in", "out")), known
        assert len(known.directions) == len(known.kinds)
        for direction, kind in zip(known.directions, known.kinds, strict=True):
            assert kind in kinds[direction], known
        assert known.type.lower().endswith("trigger") == (known.kinds == ("trigger",)), known


def test_directions() -> None:
    types = binding_types()
    assert types["blob"].directions == ("in", "out")
    assert types["queue"].kinds == ("output",)
    assert types["durableclient"].kinds == ("input",)


def test_types_with_a_converter_are_spelled_alike() -> None:
    for name in registered_types():
        assert binding_types()[name.lower()].type == name
        assert canonical_type(name.upper()) == name
        assert converter(name).trigger == (binding_types()[name.lower()].kinds == ("trigger",))
