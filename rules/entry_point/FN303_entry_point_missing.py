"""The script has no function of the entry point's name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.suggest import defined_callables, nearest
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity, Span
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """The script has no function of the entry point's name."""
    entry, json, state = function.entry_point, function.json, function.state
    if not function.readable or entry.state != "missing" or json is None or state is None:
        return
    script = state.module.path
    near = nearest(entry.name, defined_callables(function))
    if entry.requested:
        node = json.value("entryPoint")
        dotted = "." in entry.name
        yield Diagnostic(
            json.span(node),
            f"'{script.name}' has no function '{entry.name}'",
            help="the entry point must be a name of the module itself, without a dot"
            if dotted
            else f"did you mean '{near}'?"
            if near
            else f"define it in '{script.name}'",
            related=(Label(Span(script), "the script"),),
            offer=partial(_fix, function, near) if near and not dotted else None,
        )
    else:
        yield Diagnostic(
            Span(script),
            f"'{script.name}' has no function 'main'",
            help=f'did you mean \'{near}\'? Name it in function.json: "entryPoint": "{near}"'
            if near
            else 'define it, or name the function in function.json: "entryPoint"',
            related=(Label(json.span(None), "no entryPoint is given, so it is 'main'"),),
            offer=partial(_fix, function, near) if near else None,
        )


def _fix(function: Function, near: str) -> Fix | None:
    """Safe if the script has no other function that could be meant."""
    from funclint.app import mending

    json = function.json
    if json is None or json.root is None:
        return None
    requested = function.entry_point.requested
    same = near.lower() == function.entry_point.name.lower()
    safety = mending.SAFE if same or len(defined_callables(function)) == 1 else mending.UNSAFE
    edits = mending.editor(json).set(json.root, "entryPoint", near, ignore_case=False)
    return Fix(f'{"set" if requested else "add"} "entryPoint": "{near}"', safety, edits)
