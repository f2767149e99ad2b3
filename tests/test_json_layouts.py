"""All kinds of edit in all layouts: what comes out is what its author would have written."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from funclint import jsonc
from funclint.fixing.editing import apply
from funclint.json_edits import Edits, JsonEditor
from funclint.jsonc import Node
from funclint.text import decode_json

PATH = Path("/function.json")
Value = Any


class Layout(NamedTuple):
    """How a file is laid out. ``unit``: one step of indentation, None for all on one line."""

    unit: str | None
    newline: str = "\n"
    colon: str = ": "
    space: str = " "
    padding: str = ""
    quote: str = '"'
    bare_keys: bool = False
    trailing_comma: bool = False
    bom: bool = False
    last_newline: bool = True

    def render(self, value: Value) -> str:
        return ("\ufeff" if self.bom else "") + self._render(value, 0) + (self.newline if self.last_newline else "")

    def _render(self, value: Value, depth: int) -> str:
        if isinstance(value, dict):
            pairs = [f"{self._key(key)}{self.colon}{self._render(item, depth + 1)}" for key, item in value.items()]
            return self._around("{}", pairs, depth)
        if isinstance(value, list):
            return self._around("[]", [self._render(item, depth + 1) for item in value], depth)
        return f"{self.quote}{value}{self.quote}" if isinstance(value, str) else str(value)

    def _key(self, key: str) -> str:
        return key if self.bare_keys else f"{self.quote}{key}{self.quote}"

    def _around(self, brackets: str, parts: list[str], depth: int) -> str:
        comma = "," if self.trailing_comma and parts else ""
        if self.unit is None:
            return f"{brackets[0]}{self.padding}{f',{self.space}'.join(parts)}{comma}{self.padding}{brackets[1]}"
        line, end = self.newline + self.unit * (depth + 1), self.newline + self.unit * depth
        return f"{brackets[0]}{line}{f',{line}'.join(parts)}{comma}{end}{brackets[1]}"


LAYOUTS = {
    "2": Layout("  "),
    "4": Layout("    "),
    "tab": Layout("\t"),
    "not indented": Layout(""),
    "one line": Layout(None),
    "one line, no spaces": Layout(None, colon=":", space=""),
    "one line, spaces": Layout(None, colon=" : ", padding=" "),
    "crlf": Layout("  ", newline="\r\n"),
    "crlf, tab": Layout("\t", newline="\r\n"),
    "cr": Layout("  ", newline="\r"),
    "trailing commas": Layout("  ", trailing_comma=True),
    "trailing commas on one line": Layout(None, trailing_comma=True),
    "single quotes": Layout("    ", quote="'"),
    "single quotes on one line": Layout(None, quote="'"),
    "keys without quotes": Layout("  ", bare_keys=True),
    "byte order mark": Layout("  ", bom=True),
    "byte order mark, crlf": Layout("  ", newline="\r\n", bom=True),
    "no newline at the end": Layout("    ", last_newline=False),
    "no newline at the end of one line": Layout(None, last_newline=False),
    "colon": Layout("  ", colon=" :"),
}

BINDING = {"type": "queue", "name": "b"}
BEFORE = {"scriptFile": "run.py", "bindings": [{"type": "queueTrigger", "name": "a"}, BINDING], "last": 1}


def items(root: Node) -> Node:
    return root.members[1].value


def changed(**values: Value) -> dict[str, Value]:
    return {**BEFORE, **values}


FIRST, SECOND = {"type": "queueTrigger", "name": "a"}, BINDING
EDITS: dict[str, tuple[Callable[[JsonEditor, Node], Edits], Value]] = {
    "insert": (lambda e, r: e.insert(r, "new", "x"), {**BEFORE, "new": "x"}),
    "insert first": (lambda e, r: e.insert_first(r, "new", "x"), {"new": "x", **BEFORE}),
    "insert after": (
        lambda e, r: e.insert(r, "new", 5, after=r.members[0]),
        {"scriptFile": "run.py", "new": 5, "bindings": BEFORE["bindings"], "last": 1},
    ),
    "insert two": (lambda e, r: e.insert_all(r, {"x": 1, "y": "z"}), {**BEFORE, "x": 1, "y": "z"}),
    "insert inside": (
        lambda e, r: e.insert(items(r).items[0], "new", "x"),
        changed(bindings=[{**FIRST, "new": "x"}, SECOND]),
    ),
    "insert inside first": (
        lambda e, r: e.insert_first(items(r).items[1], "new", "x"),
        changed(bindings=[FIRST, {"new": "x", **SECOND}]),
    ),
    "set": (lambda e, r: e.set(items(r).items[1], "NAME", "c"), changed(bindings=[FIRST, {**SECOND, "name": "c"}])),
    "rename": (
        lambda e, r: e.rename(r.members[0], "other"),
        {"other": "run.py", "bindings": BEFORE["bindings"], "last": 1},
    ),
    "replace text": (lambda e, r: e.replace(r.members[0].value, "b.py"), changed(scriptFile="b.py")),
    "replace number": (lambda e, r: e.replace(r.members[2].value, 27), changed(last=27)),
    "replace member": (
        lambda e, r: e.replace_member(r, r.members[0], {"x": "a", "y": "b"}),
        {"x": "a", "y": "b", "bindings": BEFORE["bindings"], "last": 1},
    ),
    "delete first": (lambda e, r: e.delete(r, r.members[0]), {"bindings": BEFORE["bindings"], "last": 1}),
    "delete middle": (lambda e, r: e.delete(r, r.members[1]), {"scriptFile": "run.py", "last": 1}),
    "delete last": (
        lambda e, r: e.delete(r, r.members[2]),
        {"scriptFile": "run.py", "bindings": BEFORE["bindings"]},
    ),
    "delete inside": (
        lambda e, r: e.delete(items(r).items[1], items(r).items[1].members[1]),
        changed(bindings=[FIRST, {"type": "queue"}]),
    ),
    "append": (lambda e, r: e.append(items(r), {"type": "http", "name": "c"}),
               changed(bindings=[FIRST, SECOND, {"type": "http", "name": "c"}])),
    "append after": (
        lambda e, r: e.append(items(r), {"type": "http", "name": "c"}, after=items(r).items[0]),
        changed(bindings=[FIRST, {"type": "http", "name": "c"}, SECOND]),
    ),
    "delete first item": (lambda e, r: e.delete_item(items(r), items(r).items[0]), changed(bindings=[SECOND])),
    "delete last item": (lambda e, r: e.delete_item(items(r), items(r).items[1]), changed(bindings=[FIRST])),
    "wrap": (
        lambda e, r: e.wrap(r.members[1], "around"),
        {"scriptFile": "run.py", "around": {"bindings": BEFORE["bindings"]}, "last": 1},
    ),
}  # fmt: skip


def edited(text: str, change: Callable[[JsonEditor, Node], Edits]) -> str:
    source = decode_json(PATH, text.encode())
    document = jsonc.parse(source.text)
    assert document.root is not None
    assert document.accepted
    return apply(source, change(JsonEditor(source, document), document.root))[0].decode()


@pytest.mark.parametrize(("layout", "name"), itertools.product(LAYOUTS, EDITS))
def test_layout(layout: str, name: str) -> None:
    style, (change, after) = LAYOUTS[layout], EDITS[name]
    if name == "wrap" and style.trailing_comma:
        style = style._replace(trailing_comma=False)  # a new object has none
    assert edited(style.render(BEFORE), change) == style.render(after)


COMMENTED = """{NL// about the fileNL  "scriptFile": "run.py", // the scriptNL  /* about them */NL  "bindings": [NL\
    // the triggerNL    {"type": "queueTrigger", "name": "a"}, // firstNL    {"type": "queue", "name": "b"} // secondNL\
    // the endNL  ],NL  "last": 1 // one, lastNL}NL"""

LOST = {
    "delete first": {"// the script"},
    "delete middle": {"// the trigger", "// first", "// second", "// the end"},
    "delete last": {"// one, last"},
    "delete first item": {"// first"},
    "delete last item": {"// second"},
}
"""Comments that are about what is deleted, or stand in it."""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", EDITS)
def test_comments_stay(name: str, newline: str) -> None:
    change, after = EDITS[name]
    before = COMMENTED.replace("NL", newline)
    result = edited(before, change)
    document, old = jsonc.parse(result), jsonc.parse(before)
    assert document.accepted
    assert document.root is not None
    assert document.root.plain() == after
    lost = LOST.get(name, set())
    comments = [before[start:end].strip() for start, end in old.comments]
    assert [result[start:end].strip() for start, end in document.comments] == [c for c in comments if c not in lost]
    assert result.count("\n") == result.count(newline)
    assert not [line for line in result.split(newline) if line != line.rstrip()]
