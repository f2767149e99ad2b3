"""Fixes of what the code of an entry point does: values returned and set, decorators, imports that annotations need."""

from __future__ import annotations

import ast
import re

from funclint.app import mending
from funclint.app.entry_point import Output
from funclint.app.function import Function
from funclint.app.mending import SAFE, UNSAFE
from funclint.catalogue import stdlib_module
from funclint.catalogue.sdk import sdk_module
from funclint.diagnostic import Edit, Fix, Span
from funclint.json_edits import Edits
from funclint.python import rewrite
from funclint.python.errors import PythonSyntaxError
from funclint.python.module import Module, parse
from funclint.python.own_code import statements

_DOTTED_IMPORT = r"^[ \t]*(import([ \t]+)(\.+))\w+(?:[ \t]+as[ \t]+\w+)?[ \t]*(?=#|\r|\n|\Z)"


def allow_keywords(function: Function) -> Fix | None:
    """The ``/`` among the parameters is removed."""
    found = mending.definition(function)
    edits = rewrite.Parameters(*found).allow_keywords() if found is not None else None
    return Fix("remove the '/' from the parameters", SAFE, edits) if edits is not None else None


def keep_signature(function: Function) -> Fix | None:
    """``functools.wraps`` on the inner function of a decorator that passes all arguments on."""
    found, value, decorated = (
        mending.definition(function),
        function.entry_point.definition,
        function.entry_point.decorated,
    )
    if found is None or found[0].tree is None or value is None or value.attributes or decorated is None:
        return None
    arguments = decorated.args
    named = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)} - {"context"}
    if arguments.vararg or arguments.kwarg or named != set(function.bound) - {"$return"}:
        return None  # the worker would refuse its own signature too
    module, inner = found
    around = [node for node in module.index.enclosing(inner) if isinstance(node, ast.FunctionDef)]
    if not around or inner.args.kwarg is None or inner.args.args or inner.args.kwonlyargs or inner.decorator_list:
        return None
    given = around[-1].args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    called = [
        node.func.id
        for node in ast.walk(inner)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and any(keyword.arg is None for keyword in node.keywords)
    ]
    if len(names) != 1 or given.vararg or given.kwarg or given.kwonlyargs or names[0] not in called:
        return None
    spelled = rewrite.spelling(module, "functools", "wraps", "functools")
    if spelled is None:
        return None
    decorator = f"{spelled[0]}({names[0]})"
    title = f"put '@{decorator}' on '{inner.name}'"
    return Fix(title, SAFE, (*rewrite.decorate(module, inner, decorator), *spelled[1]))


def return_last(function: Function) -> Fix | None:
    """The response that the last statement makes and drops is returned."""
    found, binding = mending.definition(function), function.return_binding
    if found is None or binding is None or binding.type != "http" or not found[1].body:
        return None
    module, last = found[0], found[1].body[-1]
    call = last.value if isinstance(last, ast.Expr) else None
    if not isinstance(call, ast.Call) or module.source(call.func).rpartition(".")[2] != "HttpResponse":
        return None
    edits = rewrite.return_value(module, last)
    return Fix("return the response", SAFE, edits) if edits is not None else None


def dump_json(function: Function, statement: ast.AST) -> Fix | None:
    """``json.dumps`` around a dict or list that is returned as the response."""
    module, binding = function.entry_point.module, function.return_binding
    if module is None or binding is None or binding.type != "http":
        return None
    if not isinstance(statement, ast.Return) or statement.value is None or isinstance(statement.value, ast.Tuple):
        return None
    spelled = rewrite.spelling(module, "json", "dumps", "json")
    if spelled is None:
        return None
    span = module.span(statement.value)
    around = (
        rewrite.edit(module, span.start, span.start, f"{spelled[0]}("),
        rewrite.edit(module, span.end, span.end, ")"),
    )
    return Fix(f"return '{spelled[0]}(...)'", UNSAFE, (*around, *spelled[1]))


def set_output(function: Function, output: Output) -> Fix | None:
    """``out = value`` becomes ``out.set(value)``, at each assignment; none if one of them is more than that."""
    found = mending.definition(function)
    if found is None:
        return None
    module, node = found
    name = output.parameter.name
    edits: Edits = ()
    places = 0
    for statement in statements(node.body):
        if isinstance(statement, ast.Assign) and any(target in output.assigned for target in statement.targets):
            changed = rewrite.call_set(module, statement)
            if changed is None:
                return None
            edits += changed
            places += 1
    if places != len(output.assigned):
        return None
    return Fix(f"write '{name}.set(...)'", SAFE, edits)


def subscript_out(module: Module, call: ast.AST) -> Fix | None:
    """``func.Out(str)``, which raises when the module is imported, becomes ``func.Out[str]``."""
    if not isinstance(call, ast.Call) or len(call.args) != 1 or call.keywords or module.text is None:
        return None
    name, span = module.span(call.func), module.span(call)
    text = module.text.text
    if text[name.start : name.end].rpartition(".")[2] != "Out" or text[name.end] != "(" or text[span.end - 2] == ",":
        return None
    edits = rewrite.edit(module, name.end, name.end + 1, "["), rewrite.edit(module, span.end - 1, span.end, "]")
    return Fix("write '[...]' for '(...)'", SAFE, edits)


def first_argument_only(module: Module, span: Span) -> Fix | None:
    """A call that has no effect but an error gives way to its first argument."""
    calls = module.index.at(span.start, ast.Call)
    call = next((node for node in calls if module.span(node) == span), None)
    if call is None or not call.args or "#" in module.source(call):
        return None
    kept = module.source(call.args[0])
    return Fix(f"write '{kept}'", SAFE, rewrite.replace(module, call, kept))


def from_imports(module: Module) -> Fix | None:
    """``import .x``, which is no Python, becomes ``from . import x``, if that is all that is wrong with the file."""
    if module.text is None:
        return None
    text = module.text.text
    edits: list[Edit] = []
    after, at = "", 0
    for found in re.finditer(_DOTTED_IMPORT, text, re.MULTILINE):
        content = f"from{found[2]}{found[3]} import "
        edits.append(rewrite.edit(module, *found.span(1), content))
        after += text[at : found.start(1)] + content
        at = found.end(1)
    try:
        parse(after + text[at:], (3, 14))
    except PythonSyntaxError:
        return None
    return Fix("write 'from . import ...'", SAFE, tuple(edits)) if edits else None


def import_needed(module: Module, names: list[str]) -> Fix | None:
    """The import that the first of some undefined names stands for, if every use of it in the module says so."""
    for name in names:
        line = _import_of(module, name)
        edits = rewrite.add_import(module, line) if line is not None else None
        if edits is not None:
            return Fix(f"add '{line}'", SAFE, edits)
    return None


def import_always(module: Module, names: list[str]) -> Fix | None:
    """An import for type checkers only is made one for all; unsafe for modules that may import each other."""
    for statement in module.tree.body if module.tree is not None else []:
        if not isinstance(statement, ast.If) or not module.source(statement.test).endswith("TYPE_CHECKING"):
            continue
        for inner in statement.body:
            if not isinstance(inner, (ast.Import, ast.ImportFrom)) or statement.orelse:
                continue
            item = next((item for item in inner.names if (item.asname or item.name.partition(".")[0]) in names), None)
            if item is None:
                continue
            package = inner.module or "" if isinstance(inner, ast.ImportFrom) else item.name
            safe = not getattr(inner, "level", 0) and (
                package.startswith("azure.") or stdlib_module(package) is not None
            )
            alias = f"{item.name} as {item.asname}" if item.asname else item.name
            level = "." * (inner.level if isinstance(inner, ast.ImportFrom) else 0)
            line = f"from {level}{package} import {alias}" if isinstance(inner, ast.ImportFrom) else f"import {alias}"
            only = len(statement.body) == 1 and len(inner.names) == 1
            removed = (
                rewrite.remove_statement(module, statement) if only else rewrite.remove_import(module, inner, item)
            )
            added = rewrite.add_import(module, line)
            if removed is None or added is None:
                return None
            return Fix(f"'{line}' always, not for type checkers only", SAFE if safe else UNSAFE, (*added, *removed))
    return None


def _import_of(module: Module, name: str) -> str | None:
    """The import statement that a name which nothing binds is waiting for; None if it is not certain."""
    if name in module.index.bound or not module.index.is_used(name):
        return None
    attributes = module.index.attributes(name)
    if attributes is not None:
        sdk, library = sdk_module("azure.functions"), stdlib_module(name)
        if name == "func" and sdk is not None and attributes <= set(sdk):
            return "import azure.functions as func"
        if library is not None and all(library.attribute(attribute) is not None for attribute in attributes):
            return f"import {name}"
        return None
    typing = stdlib_module("typing")
    if typing is not None and name[:1].isupper() and typing.attribute(name) is not None:
        return f"from typing import {name}"
    return None
