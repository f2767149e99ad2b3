"""The script has no function of the entry point's name."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.app.suggest import defined_callables, nearest
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


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
        )
    else:
        yield Diagnostic(
            Span(script),
            f"'{script.name}' has no function 'main'",
            help=f'did you mean \'{near}\'? Name it in function.json: "entryPoint": "{near}"'
            if near
            else 'define it, or name the function in function.json: "entryPoint"',
            related=(Label(json.span(None), "no entryPoint is given, so it is 'main'"),),
        )
