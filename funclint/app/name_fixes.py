"""Fixes of bindings and parameters whose names do not agree."""

from __future__ import annotations

import ast
import keyword
import re

from funclint.app import judge, mending
from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.matching import likely_binding, unmatched
from funclint.app.mending import MANUAL, SAFE, UNSAFE
from funclint.app.suggest import nearest
from funclint.catalogue import converter, registered_types
from funclint.diagnostic import Fix
from funclint.json_edits import Edits
from funclint.python import rewrite

HTTP_OUTPUT = {"type": "http", "direction": "out", "name": "$return"}


def for_parameter(function: Function, parameter: Parameter) -> Fix | tuple[Fix, ...] | None:
    """The fix for a parameter that has no binding; several to choose from where its annotation suggests bindings."""
    unbound, unused = unmatched(function)
    likely = likely_binding(parameter, unbound, unused)
    if likely is not None:
        return for_binding(function, likely) if likely.type == "http" else _agree(function, parameter, likely)
    is_context = parameter.form is not None and parameter.form.kind == "class" and parameter.form.name == "Context"
    if is_context or (parameter.form is None and parameter.name.lower() in ("ctx", "context", "_context")):
        found = mending.argument(function, parameter)
        edits = rewrite.rename_parameter(*found[:2], parameter.name, "context") if found is not None else None
        if edits is not None:
            title = f"rename '{parameter.name}' to 'context', the name under which the worker passes it"
            return Fix(title, SAFE if is_context else UNSAFE, edits)
    if _is_durable_client(function, parameter):
        client = {"name": parameter.name, "type": "durableClient", "direction": "in"}
        return mending.add_binding(function, client, f"add the durableClient binding '{parameter.name}'", SAFE)
    return _bindings_for(function, parameter) or _remove_parameter(function, parameter)


def _is_durable_client(function: Function, parameter: Parameter) -> bool:
    """Whether the parameter is what a ``DurableOrchestrationClient`` is made from."""
    found = mending.definition(function)
    if found is None or found[0].text is None or "DurableOrchestrationClient" not in found[0].text.text:
        return False
    return any(
        isinstance(node, ast.Call)
        and [argument.id for argument in node.args if isinstance(argument, ast.Name)] == [parameter.name]
        and found[0].source(node.func).rpartition(".")[2] == "DurableOrchestrationClient"
        for node in ast.walk(found[1])
    )


def _bindings_for(function: Function, parameter: Parameter) -> tuple[Fix, ...] | None:
    """A binding of each type that the annotation of the SDK fits, what is left of it to be filled in."""
    form = parameter.form
    if form is None or not mending.is_specific(form):
        return None
    fixes: list[Fix] = []
    for type_ in registered_types():
        chosen = converter(type_)
        if chosen.trigger == (function.trigger is not None) or (chosen.trigger and form.is_out):
            continue
        check = chosen.output if form.is_out else chosen.input
        inner = form.args[0] if form.is_out else form
        if check is None or check.any or judge.accepts(check, inner) is not True:
            continue
        properties = {"name": parameter.name, "type": type_, "direction": "out" if form.is_out else "in"}
        fix = mending.add_binding(function, properties, f"add a {type_} binding '{parameter.name}'", MANUAL)
        fixes += [fix] if fix is not None else []
    return tuple(fixes) or None


def for_binding(function: Function, binding: Binding) -> Fix | None:
    """The fix for a binding that has no parameter."""
    unbound, unused = unmatched(function)
    if binding.type == "http" and binding.direction == "out" and function.return_binding is None:
        fix = _to_return(function, binding)
        if fix is not None:
            return fix
    likely = next((p for p in unbound if likely_binding(p, unbound, unused) is binding), None)
    if likely is not None:
        return _agree(function, likely, binding)
    return None if unbound else add_parameter(function, binding) or _remove_binding(function, binding)


def _remove_binding(function: Function, binding: Binding) -> Fix | None:
    """A binding that no parameter can be for goes; the trigger is needed."""
    edits = _without_binding(function, binding)
    return None if edits is None else Fix(f"remove the binding '{binding.name}'", UNSAFE, edits)


def _without_binding(function: Function, binding: Binding) -> Edits | None:
    array = binding.file.bindings
    if array is None or binding.is_trigger or mending.is_referred_to(function, binding):
        return None
    return mending.editor(binding.file).delete_item(array, binding.node)


def _remove_parameter(function: Function, parameter: Parameter) -> Fix | None:
    """A parameter that the code never uses goes."""
    found = mending.argument(function, parameter)
    if found is None or any(mending.uses(function, parameter.name)):
        return None
    edits = rewrite.Parameters(*found[:2]).remove(parameter.name)
    return None if edits is None else Fix(f"remove the parameter '{parameter.name}': nothing uses it", UNSAFE, edits)


def remove_both(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    """A binding and its parameter, which the code never uses, go."""
    in_code, in_json = _remove_parameter(function, parameter), _without_binding(function, binding)
    if in_code is None or in_json is None:
        return None
    title = f"remove the output '{binding.name}' from function.json and from the code"
    return Fix(title, MANUAL, (*in_json, *in_code.edits))


def _to_return(function: Function, binding: Binding) -> Fix | None:
    """An http output without a parameter in a function that returns something is the output for that."""
    results = function.entry_point.results
    edits = mending.rename_binding(function, binding, "$return")
    if results is None or edits is None or not any(result.type != "None" for result in results.returns):
        return None
    return Fix(f"rename the output '{binding.name}' to '$return': the function returns its response", SAFE, edits)


def _agree(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    """Both get one name: that of the parameter, unless the host refuses it."""
    unbound, unused = unmatched(function)
    old, new = binding.name or "", parameter.name
    title = f"rename the binding '{old}' to '{new}'"
    edits = mending.rename_binding(function, binding, new)
    if edits is None:
        if not old.isidentifier() or keyword.iskeyword(old):
            return None
        found = mending.argument(function, parameter)
        edits = rewrite.rename_parameter(*found[:2], new, old) if found is not None else None
        title = f"rename the parameter '{new}' to '{old}'"
    if edits is None:
        return None
    doubt = None
    if len(unbound) > 1 or len(unused) > 1:
        doubt = "other names are left over too"
    elif not _types_agree(function, parameter, binding):
        doubt = "the types do not tell whether it is meant"
    elif nearest(new, [old]) is None and not mending.is_specific(parameter.form):
        doubt = "the names are not alike"
    reason = doubt or "the only ones left over, and the types agree"
    return Fix(f"{title}: {reason}", UNSAFE if doubt else SAFE, edits)


def _types_agree(function: Function, parameter: Parameter, binding: Binding) -> bool:
    """Whether annotation and use fit the binding, as far as there are any."""
    is_set, is_read = mending.uses(function, parameter.name)
    form = parameter.form
    if form is None:
        return not is_set if binding.direction != "out" else is_set and not is_read
    if form.kind in ("unknown", "missing"):
        return False
    return judge.parameter_fault(binding, form, function.app.target.python_version) is None


def add_parameter(function: Function, binding: Binding) -> Fix | None:
    """A parameter for a binding, with the annotation that fits it best.

    Safe for a trigger, which cannot be left out; unsafe otherwise, because the binding may be the one too many.
    """
    found, name = mending.definition(function), binding.name or ""
    out = binding.direction == "out"
    if found is None or not name.isidentifier() or keyword.iskeyword(name) or binding.type == "http":
        return None
    module, node = found
    bound = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)}
    bound |= {argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)}
    if module.tree is None or name in bound or name in module.index.bound:
        return None
    text = f"func.Out[{mending.example(binding, True)}]" if out else mending.example(binding, False)
    if text is None or (out and mending.example(binding, True) is None):
        return None
    annotated = any(argument.annotation for argument in ast.walk(node.args) if isinstance(argument, ast.arg))
    spelled = mending.spelled(module, text) if annotated or not node.args.args else (None, ())
    if spelled is None:
        return None
    edits = rewrite.Parameters(module, node).add(name if spelled[0] is None else f"{name}: {spelled[0]}")
    if edits is None:
        return None
    used = any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))
    safety = SAFE if binding.is_trigger or used else UNSAFE
    return Fix(f"add the parameter '{name}' for the binding", safety, (*edits, *spelled[1]))


def valid_name(function: Function, binding: Binding) -> Fix | None:
    """Another name for a binding whose name the host refuses, in function.json and in the code."""
    old = binding.name or ""
    if old.lower() == "$return":
        if binding.direction != "out":
            return None
        edits = mending.rename_binding(function, binding, "$return")
        return None if edits is None else Fix("write '$return'", SAFE, edits)
    parameters = function.entry_point.parameters or []
    parameter = next((p for p in parameters if p.name == old), None)
    if parameter is not None:
        new = re.sub(r"[^a-zA-Z0-9]+", "_", old).strip("_")
        new = new if new[:1].isalpha() else f"item{new}"
        found = mending.argument(function, parameter)
        in_code = rewrite.rename_parameter(*found[:2], old, new) if found is not None else None
        in_json = mending.rename_binding(function, binding, new)
        if in_code is None or in_json is None or keyword.iskeyword(new):
            return None
        return Fix(f"rename '{old}' to '{new}' in function.json and in the code", SAFE, (*in_json, *in_code))
    meant = [p for p in parameters if p.name not in function.bound and _letters(p.name) == _letters(old)]
    if len(meant) != 1:
        return None
    edits = mending.rename_binding(function, binding, meant[0].name)
    return None if edits is None else Fix(f"rename the binding to '{meant[0].name}' like the parameter", SAFE, edits)


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def http_output(function: Function, always: bool) -> Fix | None:
    """The http output that a function which returns a response lacks; unsafe where some calls return nothing: with the
    output those are the ones that fail."""
    return mending.add_binding(function, HTTP_OUTPUT, "add the http output '$return'", SAFE if always else UNSAFE)
