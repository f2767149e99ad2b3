"""What the host refuses before the worker is asked: reading, checking and scripts of function.json.

Mirrors HostFunctionMetadataProvider (names, JSON, bindings, enumerations, script file) and FunctionDescriptorProvider
(binding names, $return, types, duplicates, trigger count) of the Functions host 4.1038 and later. Properties of single
binding types, routes, schedules and retry options are not looked at: the generator never makes faults of these kinds.
Standard library only: it runs in the worker's process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import lenient_json

_FUNCTION_NAME = re.compile(r"[a-z][a-z0-9_\-]{0,127}\n?", re.IGNORECASE | re.ASCII)
_BINDING_NAME = re.compile(r"(?!.*__)(?:[a-zA-Z_][a-zA-Z0-9_]{0,127}|\$return)\n?", re.ASCII)
_DIRECTIONS = {"in": 0, "out": 1, "inout": 2}
_DATA_TYPES = {"undefined": 0, "string": 1, "binary": 2, "stream": 3}
_CARDINALITIES = {"one": 0, "many": 1}
_DEFAULT_SCRIPTS = ("index.js", "index.mjs", "index.cjs", "__init__.py")


class HostError(Exception):
    """The host puts the function in error, or drops it without a word."""


class Binding(NamedTuple):
    """One binding as the host passes it to the worker: directions 0 in, 1 out, 2 inout; data types 0 to 3."""

    name: str
    type: str
    direction: int
    data_type: int
    many: bool


class HostFunction(NamedTuple):
    """A function as the host loads it; `script` is an absolute path, `entry_point` is empty where none is named."""

    folder: Path
    bindings: list[Binding]
    script: Path
    entry_point: str


def read_function(folder: Path) -> HostFunction:
    """The function in a folder that has a function.json. Raises HostError."""
    if not _FUNCTION_NAME.fullmatch(folder.name) or folder.name.lower() == "host":
        raise HostError(f"'{folder.name}' is not a valid function name.")
    try:
        root = lenient_json.read((folder / "function.json").read_bytes().decode("utf-8", "replace"))
    except lenient_json.JsonError as error:
        raise HostError(str(error)) from None
    elements = root.get("bindings", [])
    if not isinstance(elements, list):
        raise HostError("Unable to cast object to type 'Newtonsoft.Json.Linq.JArray'.")
    if not elements:
        raise HostError("At least one binding must be declared.")
    bindings = [_binding(element) for element in elements]
    _check_source(root)
    script = _script(folder, _text(root.get("scriptFile"), "scriptFile"))
    entry_point = _text(root.get("entryPoint"), "entryPoint")
    checked = _check(bindings)
    if script.suffix.lower() != ".py":
        raise HostError(f"{script.name} is no Python file: the host drops the function without a word.")
    return HostFunction(folder, checked, script, entry_point)


class _RawBinding(NamedTuple):
    name: str
    type: str | None
    direction: int
    raw_direction: object
    data_type: int
    cardinality: int


def _binding(element: object) -> _RawBinding:
    if not isinstance(element, dict):
        raise HostError("Unable to cast object to type 'Newtonsoft.Json.Linq.JObject'.")
    keys = {key.lower(): value for key, value in element.items()}
    properties = keys.get("properties", {})
    if properties is not None and not isinstance(properties, dict):
        raise HostError("Error converting properties to a dictionary.")
    _text(keys.get("connection"), "connection")
    data_type = keys.get("datatype")
    cardinality = keys.get("cardinality")
    return _RawBinding(
        name=_text(keys.get("name"), "name"),
        type=None if keys.get("type") is None else _text(keys["type"], "type"),
        direction=_direction(keys),
        raw_direction=keys.get("direction", "in"),
        data_type=0 if data_type in (None, "") else _enum(data_type, _DATA_TYPES, "DataType"),
        cardinality=0 if cardinality in (None, "") else _enum(cardinality, _CARDINALITIES, "Cardinality"),
    )


def _direction(keys: Mapping[str, object]) -> int:
    if "direction" not in keys:
        return 0
    if keys["direction"] is None:
        raise HostError("Cannot convert null value to BindingDirection.")
    return _enum(keys["direction"], _DIRECTIONS, "BindingDirection")


def _enum(value: object, names: Mapping[str, int], what: str) -> int:
    """A value of an enumeration: its name in any case, spaces around it allowed, or its number."""
    if isinstance(value, str):
        text = value.strip().lower()
        if text in names:
            return names[text]
        if re.fullmatch(r"[+-]?\d+", text):
            return int(text)
    elif isinstance(value, int) and not isinstance(value, bool):
        return value
    raise HostError(f"{value!r} is not a valid {what}.")


def _text(value: object, what: str) -> str:
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        raise HostError(f"Error reading string: {what}.")
    return value if isinstance(value, str) else str(value)


def _check_source(root: Mapping[str, object]) -> None:
    source = next((value for key, value in root.items() if key.lower() == "configurationsource"), None)
    if isinstance(source, str) and source.lower() not in ("config", "attributes"):
        raise HostError(f"Illegal value '{source}' for 'configurationSource' property.")


def _script(folder: Path, named: str) -> Path:
    if named:
        script = Path(_normalised(folder, named))
        if not script.is_file():
            raise HostError("The 'scriptFile' property is set to a file that does not exist.")
        return script
    files = [p for p in sorted(folder.iterdir()) if p.is_file() and p.name.lower() != "function.json"]
    if len(files) > 1:
        files = [p for p in files if p.stem.lower() == "run" or p.name.lower() in _DEFAULT_SCRIPTS]
    if not files:
        raise HostError("Unable to determine the primary function script.")
    return files[0]


def _normalised(folder: Path, named: str) -> str:
    """Path.GetFullPath(Path.Combine(folder, named)): dots are resolved in the text, links are not followed."""
    parts: list[str] = []
    for part in (Path(named) if named.startswith("/") else folder / named).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return str(Path(*parts))


def _check(bindings: list[_RawBinding]) -> list[Binding]:
    seen: set[str] = set()
    checked: list[Binding] = []
    triggers = 0
    for raw in bindings:
        if not _BINDING_NAME.fullmatch(raw.name):
            raise HostError(f"The binding name {raw.name} is invalid.")
        if raw.name == "$return" and raw.direction != 1:
            raise HostError("$return bindings must specify a direction of 'out'.")
        if raw.type is None:
            raise HostError(f"Binding '{raw.name}' is invalid. Bindings must specify a Type.")
        if raw.type.lower() == "http" and raw.direction != 1:
            raise HostError("Http binding can only be used for output.")
        if raw.name.lower() in seen:
            raise HostError(f"Multiple bindings with name '{raw.name}' discovered. Binding names must be unique.")
        seen.add(raw.name.lower())
        triggers += raw.type.lower().endswith("trigger") and raw.direction != 1
        if raw.type.lower() == "blob" and str(raw.raw_direction).lower() not in _DIRECTIONS:
            raise HostError(f"Illegal direction value: '{raw.raw_direction}'")
        checked.append(Binding(raw.name, raw.type, raw.direction, raw.data_type, raw.cardinality == 1))
    if triggers == 0:
        raise HostError("No trigger binding specified. A function must have a trigger input binding.")
    if triggers > 1:
        raise HostError("Multiple trigger bindings defined. A function can only have a single trigger binding.")
    return checked
