"""The host refuses the name of a binding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)

# Host from 4.1038 on, and before it (Utility.IsValidBindingName)
_VALID = re.compile(r"(?!.*__)[a-zA-Z_][a-zA-Z0-9_]{0,127}\n?|\$return\n?")
_VALID_OLD = re.compile(r"[a-zA-Z][a-zA-Z0-9]{0,127}|\$return")


def check(function: Function) -> Iterator[Diagnostic]:
    """The host refuses the name of a binding."""
    if not function.readable:
        return
    for binding in function.bindings:
        node = binding.value("name")
        if binding.name is not None and _VALID.fullmatch(binding.name):
            if binding.name.count("_") and not _VALID_OLD.fullmatch(binding.name) and _is_old(function):
                yield Diagnostic(
                    binding.span("name"),
                    f"hosts before 4.1038 refuse the binding name '{binding.name}': no underscores",
                    severity=Severity.WARNING,
                )
            continue
        if node is None or node.kind == "null" or node.value == "":
            yield Diagnostic(binding.span(), "a binding needs a name", help='add "name", the parameter\'s name')
        elif binding.name is None:
            yield Diagnostic(binding.span("name"), "the name of a binding must be a string")
        elif binding.name.lower() == "$return":
            yield Diagnostic(
                binding.span("name"),
                f"'{binding.name}' is no valid binding name",
                help='write "$return", in lower case',
                offer=partial(_fix, function, binding),
            )
        else:
            yield Diagnostic(
                binding.span("name"),
                f"'{binding.name}' is no valid binding name: {_reason(binding.name)}",
                help="letters, digits and single underscores, not beginning with a digit",
                offer=partial(_fix, function, binding),
            )


def _is_old(function: Function) -> bool:
    version = function.app.target.host_version
    numbers = [int(part) for part in re.findall(r"[0-9]+", version or "")]
    return bool(numbers) and numbers < [4, 1038]


def _reason(name: str) -> str:
    if "__" in name:
        return "two underscores in a row"
    if name[0].isdigit():
        return "it begins with a digit"
    if len(name) > 128:
        return "longer than 128 characters"
    found = re.search(r"[^a-zA-Z0-9_]", name)
    return f"it contains {found[0]!r}" if found else "a character that is not allowed"


def _fix(function: Function, binding: Binding) -> Fix | None:
    from funclint.app import name_fixes

    return name_fixes.valid_name(function, binding)
