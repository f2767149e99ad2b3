"""A key stands twice in the same object: the host takes the last one and drops the other silently."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Member, Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """A key stands twice in the same object: the host takes the last one and drops the other silently."""
    if function.json is None:
        return
    for member in function.json.document.duplicates:
        yield Diagnostic(
            function.json.span(member),
            f"the key '{member.key}' stands again further down: this one is ignored",
            help="remove one of the two",
            offer=partial(_fix, function, member),
        )


def _fix(function: Function, member: Member) -> Fix | None:
    """The one that is ignored is removed; unsafe where the two differ, because it may be the one that is meant."""
    from funclint.app import mending

    json = function.json
    if json is None or not json.document.accepted:
        return None
    container = next((node for node in _objects(json.document.root) if member in node.members), None)
    if container is None:
        return None
    counted = container.get(member.key)
    same = counted is not None and counted.plain() == member.value.plain()
    editor = mending.editor(json)
    edits = editor.delete(container, member)
    safety = mending.SAFE if same and not editor.drops_comment(edits) else mending.UNSAFE
    return Fix(f"remove this '{member.key}'", safety, edits)


def _objects(node: Node | None) -> Iterator[Node]:
    if node is None:
        return
    if node.kind == "object":
        yield node
    for inner in (*(member.value for member in node.members), *node.items):
        yield from _objects(inner)
