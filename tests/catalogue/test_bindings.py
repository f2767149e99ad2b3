"""The binding types, their properties and constructors."""

from __future__ import annotations

import pytest

from funclint.catalogue import binding_types, canonical_type, converter, registered_types
from funclint.catalogue.bindings import BUNDLES, CONSTRUCTORS, PROPERTIES
from funclint.catalogue.bundles import bundle_ids, newest, releases, title


def test_all_binding_types() -> None:
    types = binding_types()
    assert len(types) == 85
    assert all(key == known.type.lower() for key, known in types.items())
    assert types["httptrigger"].type == "httpTrigger"


def test_directions_and_kinds_go_together() -> None:
    kinds = {"in": {"input", "trigger"}, "out": {"output"}}
    for known in binding_types().values():
        assert known.directions in (("in",), ("out",), ("in", "out")), known
        assert len(known.directions) == len(known.kinds)
        for direction, kind in zip(known.directions, known.kinds, strict=True):
            assert kind in kinds[direction], known
        assert known.type.lower().endswith("trigger") == known.is_trigger, known


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


def test_the_files_speak_of_the_same_types_and_their_records_stand_together() -> None:
    for table in (PROPERTIES, CONSTRUCTORS):
        names = [record[0] for record in table.records()]
        assert set(names) <= {known.type for known in binding_types().values()}
        blocks = [name for name, before in zip(names, ["", *names], strict=False) if name != before]
        assert len(blocks) == len(set(blocks))


def test_constructors_and_new_names_are_made_of_properties() -> None:
    for known in binding_types().values():
        assert {name for names in known.constructors(None) for name in names} <= {
            item.name for item in known.properties.values()
        }, known
        for item in known.properties.values():
            assert item.renamed is None or item.renamed.lower() in known.properties, (known, item)
            assert item.bundles is None or item.bundles <= set(BUNDLES)


@pytest.mark.parametrize(
    ("type", "bundle", "constructors"),
    [
        ("timerTrigger", None, [("schedule",)]),
        ("serviceBusTrigger", "4", [("queueName",), ("topicName", "subscriptionName")]),
        ("cosmosDBTrigger", "3", [("databaseName", "collectionName")]),
        ("cosmosDBTrigger", "4", [("databaseName", "containerName")]),
        ("cosmosDBTrigger", None, [("databaseName", "collectionName"), ("databaseName", "containerName")]),
        ("httpTrigger", "4", []),
        ("redisPubSubTrigger", "4", [("connection", "channel", "pattern")]),
    ],
)
def test_constructors(type: str, bundle: str | None, constructors: list[tuple[str, ...]]) -> None:
    assert list(binding_types()[type.lower()].constructors(bundle)) == constructors


def test_a_plan_accepts_what_the_bundle_reads() -> None:
    trigger = binding_types()["cosmosdbtrigger"]
    assert "containername" in trigger.plan("4").accepts
    assert "collectionname" not in trigger.plan("4").accepts
    assert {"collectionname", "containername"} <= set(trigger.plan(None).accepts)
    assert "connection" not in trigger.plan("3").accepts
    assert "path" not in binding_types()["eventhubtrigger"].plan(None).accepts


def test_what_the_bundles_have() -> None:
    types = binding_types()
    assert types["httptrigger"].bundles is None
    assert types["sql"].bundles == {"4", "4p", "4e"}
    assert types["kusto"].bundles == {"4p", "4e"}
    assert types["table"].bundles == {"1", "2", "3", "4"}
    assert types["documentdb"].bundles == frozenset()
    assert types["documentdb"].replacement == "cosmosDB"


def test_bundles() -> None:
    assert bundle_ids()[0] == "Microsoft.Azure.Functions.ExtensionBundle"
    assert all(release.first <= release.last for release in releases())
    assert newest("3") == "3.41.0"
    assert title("4p") == "preview extension bundle 4"
