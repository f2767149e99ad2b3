"""Names and places the faults of a value that a quick test has refused: jsonschema, imported only then."""

from __future__ import annotations

from typing import Any

Path = tuple[str | int, ...]


def faults(schema: dict[str, Any], value: object) -> list[Path]:
    """Where ``value`` does not fit ``schema``: keys and indices that lead to each fault, in order."""
    from jsonschema import Draft7Validator

    return sorted((tuple(error.absolute_path) for error in Draft7Validator(schema).iter_errors(value)), key=repr)
