"""Two bindings have the same name; case does not count."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """Two bindings have the same name; case does not count."""
    if not function.readable:
        return
    first: dict[str, Binding] = {}
    for binding in function.bindings:
        if not binding.name:
            continue
        other = first.setdefault(binding.name.lower(), binding)
        if other is not binding:
            yield Diagnostic(
                binding.span("name"),
                f"a binding named '{binding.name}' exists already: names must differ in more than case",
                related=(Label(other.span("name"), "the first one"),),
                offer=partial(_fix, function, binding, other),
            )


def _fix(function: Function, binding: Binding, other: Binding) -> Fix | None:
    """A binding that says the same as the first one is removed."""
    from funclint.app import mending

    array = binding.file.bindings
    if binding.properties != other.properties or array is None:
        return None
    editor = mending.editor(binding.file)
    edits = editor.delete_item(array, binding.node)
    return (
        None if editor.drops_comment(edits) else Fix("remove the second one, which says the same", mending.SAFE, edits)
    )
