"""Renaming a binding and its parameter on both sides at once."""

from __future__ import annotations

import keyword
from typing import NamedTuple

from funclint.app import mending
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Edit, Span
from funclint.lsp.features import cursor
from funclint.lsp.session import Place
from funclint.python import rewrite


class RenameError(ValueError):
    """Why something cannot be renamed, as a sentence for the user."""


class Renamed(NamedTuple):
    """What a rename starts from: the name and its place in the document, without quotes."""

    name: str
    span: Span


def prepare(place: Place) -> Renamed:
    """The name at a place. Raises RenameError where there is none that can be changed."""
    _, name, span = _target(place)
    return Renamed(name, span)


def rename(place: Place, new: str) -> tuple[Edit, ...]:
    """The edits of both files. Raises RenameError."""
    function, old, _ = _target(place)
    if new == old:
        return ()
    if not new.isidentifier() or keyword.iskeyword(new):
        raise RenameError(f"'{new}' cannot be the name of a parameter.")
    if not mending.is_binding_name(new):
        raise RenameError(f"The host refuses '{new}': names have ASCII letters, digits and no two '_' in a row.")
    edits: tuple[Edit, ...] = ()
    for binding in function.bindings:
        if binding.name == old:
            edits += _of_binding(function, binding, new)
    found = cursor.definition_of(function)
    if found is not None and rewrite.argument_of(found[1], old) is not None:
        others = [
            other.name
            for other in function.app.functions
            if other is not function
            and other.mentions(found[0].path.name.lower())
            and (definition := cursor.definition_of(other)) is not None
            and definition[0].path == found[0].path
            and definition[1].name == found[1].name
        ]
        if others:
            raise RenameError(f"'{found[1].name}' is the entry point of '{others[0]}' too.")
        in_code = rewrite.rename_parameter(*found, old, new)
        if in_code is None:
            raise RenameError(f"'{new}' has a meaning in '{found[1].name}' already, or '{old}' is used by name.")
        edits += in_code
    if not edits:
        raise RenameError(f"Nothing is called '{old}' here.")
    return edits


def _of_binding(function: Function, binding: Binding, new: str) -> tuple[Edit, ...]:
    if any(other is not binding and (other.name or "").lower() == new.lower() for other in function.bindings):
        raise RenameError(f"Another binding is called '{new}'.")
    if mending.is_referred_to(function, binding):
        raise RenameError(f"Expressions of other bindings use '{binding.name}': they would mean nothing then.")
    edits = mending.rename_binding(function, binding, new)
    if edits is None:
        raise RenameError(f"The binding '{binding.name}' cannot be renamed.")
    return edits


def _target(place: Place) -> tuple[Function, str, Span]:
    if place.path.suffix == ".json":
        at = cursor.json_at(place)
        if at is not None and at.binding is not None and at.key == "name" and not at.in_key:
            name = at.binding.name
            if name == "$return":
                raise RenameError("'$return' is the value that the function returns, and has no other name.")
            if name:
                return at.function, name, Span(place.path, at.span.start + 1, at.span.end - 1)
    else:
        code = cursor.code_at(place)
        if code is not None and code.parameter is not None:
            return code.function, code.parameter.name, code.span
    raise RenameError("Only bindings and their parameters can be renamed here.")
