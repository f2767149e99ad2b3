"""A top-level key of function.json in another case: the host reads these keys exactly and ignores this one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Member, Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """A top-level key of function.json in another case: the host reads these keys exactly and ignores this one."""
    json = function.json
    if json is None or json.root is None:
        return
    exact = {key.lower(): key for key in json.KEYS}
    for member in json.root.members:
        right = exact.get(member.key.lower())
        if right is not None and member.key != right and json.root.get(right) is None:
            yield Diagnostic(
                json.span(member),
                f"the host reads '{right}' in this case only, not '{member.key}'",
                help=f'write "{right}"',
                severity=Severity.INFO if right == "bindings" or _is_default(function, right, member.value) else None,
                offer=partial(_fix, function, member, right),
            )


def _is_default(function: Function, key: str, value: Node) -> bool:
    """Whether the value says what holds without it."""
    if value.kind == "null" or value.value == "":
        return True
    if key == "entryPoint":
        return value.value == "main"
    return key == "scriptFile" and function.script.path == Path(os.path.normpath(function.folder / str(value.value)))


def _fix(function: Function, member: Member, right: str) -> Fix | None:
    """None where the value leads to nothing that is there: as the key is read now, the function loads."""
    from funclint.app import mending

    json, value = function.json, member.value.value
    if json is None:
        return None
    there = right in ("bindings", "retry") or _is_default(function, right, member.value)
    if right == "scriptFile":
        there = there or function.app.files.is_file(Path(os.path.normpath(function.folder / str(value))))
    elif right == "entryPoint":
        there = there or (function.state is not None and str(value) in function.state.names)
    if not there:
        return None
    certain = right in ("bindings", "retry") or _is_default(function, right, member.value)
    safety = mending.SAFE if certain else mending.UNSAFE
    return Fix(f'write "{right}"', safety, mending.editor(json).rename(member, right))
