"""Bindings held against parameters: what rules about both sides share."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from funclint.app.function_json import Binding
from funclint.app.suggest import MAX_CANDIDATES, a_or_an, nearest
from funclint.catalogue import converter
from funclint.diagnostic import Span
from funclint.python.returns import Return
from funclint.python.types import TypeForm

if TYPE_CHECKING:
    from funclint.app.entry_point import EntryPoint, Parameter
    from funclint.app.function import Function


def unmatched(function: Function) -> tuple[list[Parameter], list[Binding]]:
    """Parameters without a binding, and bindings without a parameter, as ``Registry.validate_function_params`` sees
    them: ``context`` needs no binding, ``$return`` no parameter."""
    parameters = function.entry_point.parameters or []
    names = {parameter.name for parameter in parameters}
    bound = function.bound
    unbound = [p for p in parameters if p.name not in bound and p.name != "context"]
    unused = [b for name, b in bound.items() if name != "$return" and name not in names]
    return unbound, unused


def unmatched_at_all(function: Function) -> bool:
    """Whether names do not agree: then the function does not load, and what it would return is no matter yet."""
    if function.entry_point.parameters is None:
        return False
    unbound, unused = unmatched(function)
    return bool(unbound or unused)


class UnboundResults:
    """Values that a function returns and no binding takes. ``always``: every call returns one. ``generator``: it is
    one, so each call returns that."""

    __slots__ = ("always", "generator", "values")

    def __init__(self, values: list[Return], always: bool, generator: bool) -> None:
        self.values = values
        self.always = always
        self.generator = generator


def unbound_results(function: Function) -> UnboundResults:
    """What is returned without a ``$return`` binding or an implicit output (worker: RuntimeError "without a $return
    binding returned a non-None value"); nothing where the function does not load or its code is not known."""
    entry = function.entry_point
    results = entry.results
    if (
        not function.readable
        or results is None
        or entry.state != "found"
        or function.has_output_for_return
        or unmatched_at_all(function)
    ):
        return UnboundResults([], False, False)
    if results.generator:
        return UnboundResults([], True, True)
    values = [value for value in results.returns if value.type not in ("None", "?")]
    return UnboundResults(values, len(values) == len(results.returns) and not results.falls_through, False)


def likely_binding(parameter: Parameter, unbound: list[Parameter], unused: list[Binding]) -> Binding | None:
    """The binding that a parameter without one is probably meant for: the only one left, or one of a near name."""
    if parameter.kind in ("*", "**") or len(unused) > MAX_CANDIDATES:
        return None
    if len(unbound) == 1 and len(unused) == 1 and not (unused[0].type == "http" and parameter.name != "res"):
        return unused[0]
    near = nearest(parameter.name, [binding.name or "" for binding in unused])
    return next((binding for binding in unused if binding.name == near), None)


def bound_parameters(function: Function) -> Iterator[tuple[Parameter, Binding]]:
    """Parameters that have a binding, when all names agree: only then the function loads."""
    parameters = function.entry_point.parameters
    if parameters is None or unmatched_at_all(function):
        return
    for parameter in parameters:
        binding = function.bound.get(parameter.name)
        if binding is not None:
            yield parameter, binding


def annotated_parameters(function: Function) -> Iterator[tuple[Parameter, Binding]]:
    """Parameters that have an annotation and a binding, when all names agree: only then the worker compares them."""
    return ((parameter, binding) for parameter, binding in bound_parameters(function) if parameter.form is not None)


def accepted_types(binding: Binding, returned: bool = False) -> str:
    """A help text that lists the annotations a binding takes."""
    chosen = converter(binding.type or "")
    check = chosen.output if returned or binding.direction == "out" else chosen.input
    if check is None or not check.examples:
        return f"leave the {'return value' if returned else 'parameter'} without an annotation"
    shown = ", ".join(f"'{example}'" for example in check.examples[:4])
    if returned or binding.direction != "out":
        return f"it takes {shown}"
    inner = ", ".join(f"'func.Out[{example}]'" for example in check.examples[:4])
    return f"it takes {inner}"


def remedy(form: TypeForm, binding: Binding, written: str) -> str:
    """What to write instead of an annotation that is no type; ``written`` is its text."""
    members = [member for member in form.union if member.name != "NoneType"]
    if len(members) == 1:
        spelt = re.search(rf"[\w.]*\b{re.escape(members[0].name)}\b", written)
        return f"the value is always passed: annotate it '{spelt[0] if spelt else members[0].name}'"
    if form.what.startswith("list["):
        return "write 'typing.List[...]'"
    return accepted_types(binding)


def return_span(entry: EntryPoint) -> Span:
    """Where the return annotation stands."""
    definition = entry.definition
    node = definition.node if definition is not None else None
    if (
        isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.returns is not None
        and entry.module is not None
    ):
        return entry.module.span(node.returns)
    return entry.span


def article(type_: str) -> str:
    """The type of a value in words: ``a dict``."""
    return {"bytes": "bytes", "<app>": "this object"}.get(type_) or a_or_an(type_.rpartition(".")[2])


def accepted_values(binding_type: str | None) -> str:
    """A help text that says what an output can send."""
    if binding_type == "http":
        return "return func.HttpResponse(...) or a str; json.dumps(...) makes text of a dict or list"
    check = converter(binding_type or "").output
    shown = ", ".join(f"'{example}'" for example in check.examples[:4]) if check is not None else ""
    return f"it sends {shown}" if shown else "return a str"
