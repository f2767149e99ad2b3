"""JSON Schemas (draft-07) for editors, made from the catalogue.

Each accepts whatever the host accepts: words of an enum in any case, ``"true"`` for true, numbers as text. That is
looser than what people write, but a schema that marks sound files is soon switched off.
"""

from __future__ import annotations

from typing import Any

from funclint.catalogue.bindings import BUNDLES, BindingType, Property, binding_types
from funclint.catalogue.host_settings import Section, Setting, host_settings
from funclint.catalogue.kinds import Kind, any_case, kind
from funclint.catalogue.table import FOLDER, Table

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
DESCRIPTIONS = Table(FOLDER / "descriptions.txt")

_DIRECTIONS, _DATA_TYPES = "enum in|out|inout", "enum undefined|string|binary|stream"
_CARDINALITIES = "enum one|many"
_TIME_HINT = '"hh:mm:ss"; a bare number means days'


def function_schema() -> Schema:
    """The schema of function.json: one definition for each binding type, chosen by ``type`` in any case."""
    types = sorted(binding_types().values(), key=lambda item: item.type.lower())
    offered = [item.type for item in types if item.bundles is None or item.bundles]
    binding: Schema = {
        "type": "object",
        "required": ["name", "type"],
        "properties": {
            "type": {
                "description": describe("type"),
                "anyOf": [{"enum": offered}, {"type": "string"}],
            },
            **_common_properties(),
        },
        "allOf": [
            {
                "if": {"required": ["type"], "properties": {"type": {"pattern": f"^{any_case(item.type)}$"}}},
                "then": {"$ref": f"#/definitions/{item.type}"},
            }
            for item in types
        ],
    }
    return {
        "$schema": DRAFT,
        "title": "function.json of Azure Functions in Python",
        "type": "object",
        "required": ["bindings"],
        "properties": {
            "bindings": {
                "description": "The trigger and the inputs and outputs of the function; exactly one is a trigger.",
                "type": "array",
                "minItems": 1,
                "items": {"$ref": "#/definitions/binding"},
            },
            "scriptFile": {
                "description": "The Python file, relative to this folder; without it __init__.py.",
                **kind("string").schema(),
            },
            "entryPoint": {
                "description": "The function in that file; without it main.",
                **kind("string").schema(),
            },
            "retry": {"anyOf": [{"$ref": "#/definitions/retry"}, {"type": "null"}]},
            "configurationSource": {
                "description": "For .NET; in a Python app leave it out.",
                "anyOf": [{"enum": ["config"]}, {"type": "string", "pattern": f"^{any_case('config')}$"}],
            },
            "disabled": {
                "description": "Not read since Functions 2.x: set the app setting AzureWebJobs.<function>.Disabled.",
            },
            "excluded": {"description": "Not read since Functions 2.x."},
        },
        "definitions": {
            "binding": binding,
            "retry": _retry_schema(),
            **{item.type: binding_schema(item) for item in types},
        },
    }


def binding_schema(item: BindingType) -> Schema:
    """What one binding type adds to the common properties: its own ones, and which of them it needs."""
    properties = {own.name: _property_schema(own) for own in item.properties.values() if own.bundles != frozenset()}
    schema: Schema = {"properties": properties}
    if len(item.directions) == 1:
        only = item.directions[0]
        schema["properties"]["direction"] = kind(f"enum {only}").schema()
        if only == "out":
            schema["required"] = ["direction"]
    said = _availability(item)
    if said:
        schema["description"] = said
    needed = _smallest(item.constructors(None))
    if needed and needed != [()]:
        if len(needed) == 1:
            schema["required"] = [*schema.get("required", ()), *needed[0]]
        else:
            schema["anyOf"] = [{"required": list(names)} for names in needed]
    return schema


def values_schema(item: BindingType, bundle: str | None) -> Schema:
    """The values of the properties that a bundle reads, in documented spelling: what the linter explains with."""
    own = {prop.name: prop.kind for prop in item.properties.values() if prop.is_read_by(bundle)}
    kinds: dict[str, Kind] = {"connection": kind("string"), "properties": kind("object"), **own}
    return {"properties": {name: found.schema() for name, found in kinds.items()}}


def host_schema() -> Schema:
    """The schema of host.json."""
    schema = _section_schema(host_settings())
    schema["required"] = ["version"]
    schema["properties"]["version"] = {"description": "The schema version of this file.", "const": "2.0"}
    schema["properties"]["functionTimeout"] = {
        "description": f"How long a function may run: {_TIME_HINT}; -1 for no limit.",
        **kind("host time").schema(),
    }
    return {"$schema": DRAFT, "title": "host.json of Azure Functions", **schema}


def host_values_schema() -> Schema:
    """The values of host.json with all keys in lower case: what the linter explains with."""
    return _values_of(host_settings())


def local_settings_schema() -> Schema:
    """The schema of local.settings.json."""
    value = {"type": ["string", "number", "boolean"]}
    known = {
        "FUNCTIONS_WORKER_RUNTIME": ("The language of the app: python.", kind("enum python").schema()),
        "AzureWebJobsStorage": (
            "Connection string of the storage account of the host; UseDevelopmentStorage=true for Azurite.",
            value,
        ),
        "AzureWebJobsFeatureFlags": ("EnableWorkerIndexing and other flags, separated by commas.", value),
        "PYTHON_ENABLE_WORKER_EXTENSIONS": ("1 to load worker extensions.", value),
        "PYTHON_ISOLATE_WORKER_DEPENDENCIES": ("1 to keep the worker's packages apart from those of the app.", value),
        "PYTHON_THREADPOOL_THREAD_COUNT": ("Threads for functions that are not async.", value),
    }
    return {
        "$schema": DRAFT,
        "title": "local.settings.json of Azure Functions Core Tools",
        "type": "object",
        # Without IsEncrypted the tools take the values for encrypted ones.
        "required": ["IsEncrypted"],
        "properties": {
            "IsEncrypted": {
                "description": "Whether the values are encrypted; missing means true.",
                **kind("boolean!").schema(),
            },
            "Values": {
                "description": "App settings, each a plain value: one nested object or array loses all of them.",
                "type": ["object", "null"],
                "additionalProperties": value,
                "properties": {name: {"description": said, **schema} for name, (said, schema) in known.items()},
            },
            "ConnectionStrings": {
                "description": "Connection strings, for frameworks; bindings find them too.",
                "type": ["object", "null"],
                "additionalProperties": {
                    "anyOf": [
                        {"type": "string"},
                        {
                            "type": "object",
                            "properties": {"ConnectionString": {"type": "string"}, "ProviderName": {"type": "string"}},
                        },
                    ]
                },
            },
            "Host": {
                "description": "Settings of func start.",
                "type": ["object", "null"],
                "properties": {
                    "LocalHttpPort": {"description": "The port; without it 7071.", **kind("integer").schema()},
                    "CORS": {"description": "Allowed origins, separated by commas, or *.", "type": "string"},
                    "CORSCredentials": {"description": "Whether requests may carry cookies.", "type": "boolean"},
                },
            },
        },
        "patternProperties": {
            f"^(?!{name}$){any_case(name)}$": {"not": {}, "description": f"Only {name} in this case is read."}
            for name in ("IsEncrypted", "Values", "ConnectionStrings", "Host")
        },
    }


SCHEMAS = {
    "function": function_schema,
    "host": host_schema,
    "local-settings": local_settings_schema,
}


def _common_properties() -> Schema:
    return {
        "name": {"description": describe("name"), "type": "string"},
        "direction": {"description": describe("direction"), **kind(_DIRECTIONS).schema()},
        "dataType": {"description": describe("dataType"), **kind(_DATA_TYPES).schema()},
        "cardinality": {"description": describe("cardinality"), **kind(_CARDINALITIES).schema()},
        "connection": {"description": describe("connection"), **kind("string").schema()},
        "properties": kind("object").schema(),
    }


def _property_schema(item: Property) -> Schema:
    schema = item.kind.schema()
    said = [describe(item.name)]
    if item.bundles is not None:
        said.append(
            f"Extension bundle {_listed(item.bundles)} only." + (f" Else: {item.renamed}." if item.renamed else "")
        )
    text = " ".join(part for part in said if part)
    if text:
        schema = {"description": text, **schema}
    if item.default is not None:
        schema["default"] = _plain(item.kind, item.default)
    return schema


def _availability(item: BindingType) -> str | None:
    if item.bundles is None:
        return None
    if not item.bundles:
        return "Functions 1.x only." + (f" Today: {item.replacement}." if item.replacement else "")
    if {"1", "2", "3", "4"} <= item.bundles:
        return None
    return f"In extension bundle {_listed(item.bundles)} only."


def _listed(bundles: frozenset[str]) -> str:
    names = {"4p": "4 Preview", "4e": "4 Experimental"}
    return ", ".join(names.get(bundle, bundle) for bundle in BUNDLES if bundle in bundles)


def _smallest(sets: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """The sets that hold no other one: each is enough."""
    return [names for names in sets if not any(set(other) < set(names) for other in sets)]


def _retry_schema() -> Schema:
    time = {"description": _TIME_HINT, **kind("host time").schema(), "type": ["string", "null"]}
    return {
        "description": "Retry policy; for timer, event hub, Kafka and Cosmos DB triggers.",
        "type": "object",
        "required": ["maxRetryCount"],
        "properties": {
            "strategy": kind("enum exponentialBackoff|fixedDelay").schema(),
            "maxRetryCount": {"description": "-1 for no end.", **kind("integer").schema(), "minimum": -1},
            "delayInterval": time,
            "minimumInterval": time,
            "maximumInterval": time,
        },
        "if": {
            "required": ["strategy"],
            "properties": {"strategy": {"type": "string", "pattern": f"^{any_case('fixedDelay')}$"}},
        },
        "then": {"required": ["delayInterval"]},
        "else": {"required": ["minimumInterval", "maximumInterval"]},
    }


def _section_schema(section: Section) -> Schema:
    properties: Schema = {}
    for member in section.members.values():
        schema = _section_schema(member) if isinstance(member, Section) else _setting_schema(member)
        properties[member.name] = {"description": member.description, **schema} if member.description else schema
    return {"type": ["object", "null"] if section.name else "object", **_properties(section, properties)}


def _setting_schema(setting: Setting) -> Schema:
    schema = setting.kind.schema()
    if setting.is_map:
        return {"type": ["object", "null"], "additionalProperties": schema}
    if setting.default is not None:
        schema["default"] = _plain(setting.kind, setting.default)
    return schema


def _values_of(section: Section) -> Schema:
    properties: Schema = {}
    for key, member in section.members.items():
        if isinstance(member, Section):
            properties[key] = _values_of(member)
        else:
            inner = member.kind.schema()
            properties[key] = {"additionalProperties": inner} if member.is_map else inner
    # What is no object is another matter: the binder then sees no section at all.
    return _properties(section, properties)


def _properties(section: Section, properties: Schema) -> Schema:
    if section.type is None:
        return {"properties": properties}
    pattern = f"^{any_case(section.type)}$"
    return {"if": {"properties": {"type": {"pattern": pattern}}}, "then": {"properties": properties}}


def _plain(kind: Kind, text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    if kind.name in ("integer", "host number") or kind.name.startswith("host int"):
        return float(text) if "." in text else int(text)
    return text


def describe(name: str) -> str:
    record = DESCRIPTIONS.record(name)
    return record[1] if record is not None else ""
