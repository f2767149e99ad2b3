"""Edits of JSON: each layout stays the one of its author."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funclint import jsonc
from funclint.fixing.editing import apply
from funclint.json_edits import Edits, JsonEditor
from funclint.jsonc import Node
from funclint.text import SourceText

Change = Callable[[JsonEditor, Node], Edits]


def edited(text: str, change: Change) -> str:
    source = SourceText(Path("/function.json"), text)
    document = jsonc.parse(text)
    assert document.root is not None
    return apply(source, change(JsonEditor(source, document), document.root))[0].decode()


def insert(editor: JsonEditor, root: Node) -> Edits:
    return editor.insert(root, "b", "x")


def insert_after_first(editor: JsonEditor, root: Node) -> Edits:
    return editor.insert(root, "b", "x", after=root.members[0])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", '{"b": "x"}'),
        ("{ }", '{ "b": "x"}'),
        ("{\n}\n", '{\n  "b": "x"\n}\n'),
        ('{"a": 1}', '{"a": 1, "b": "x"}'),
        ('{"a":1,"c":2}', '{"a":1,"c":2,"b":"x"}'),
        ('{ "a" : 1 }', '{ "a" : 1, "b" : "x" }'),
        ("{'a': 1,}", "{'a': 1, 'b': 'x',}"),
        ("{a: 1}", '{a: 1, b: "x"}'),
        ('{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"b": "x"\n}'),
        ('{\n    "a": 1,\n}', '{\n    "a": 1,\n    "b": "x",\n}'),
        ('{\r\n  "a": 1\r\n}\r\n', '{\r\n  "a": 1,\r\n  "b": "x"\r\n}\r\n'),
        ('{\n"a": 1\n}', '{\n"a": 1,\n"b": "x"\n}'),
        ('{\n  "a": 1 // one\n}', '{\n  "a": 1, // one\n  "b": "x"\n}'),
        ('{\n  "a": 1, // one, two\n}', '{\n  "a": 1, // one, two\n  "b": "x",\n}'),
        ('{\n  "a": 1 /* one */\n}', '{\n  "a": 1, /* one */\n  "b": "x"\n}'),
        ('{\n    "a": 1\n  , "c": 2\n}', '{\n    "a": 1\n  , "c": 2\n  , "b": "x"\n}'),
        ('{"a": 1 /* one */}', '{"a": 1, "b": "x" /* one */}'),
    ],
)
def test_insert(before: str, after: str) -> None:
    assert edited(before, insert) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": 1, "c": 2}', '{"a": 1, "b": "x", "c": 2}'),
        ('{\n  "a": 1,\n  "c": 2\n}', '{\n  "a": 1,\n  "b": "x",\n  "c": 2\n}'),
        ('{\n  "a": 1, // one\n  "c": 2\n}', '{\n  "a": 1, // one\n  "b": "x",\n  "c": 2\n}'),
    ],
)
def test_insert_after(before: str, after: str) -> None:
    assert edited(before, insert_after_first) == after


@pytest.mark.parametrize(
    ("before", "number", "after"),
    [
        ('{"a": 1, "b": 2}', 0, '{"b": 2}'),
        ('{"a": 1, "b": 2}', 1, '{"a": 1}'),
        ('{"a": 1}', 0, "{}"),
        ('{\n  "a": 1,\n  "b": 2\n}\n', 0, '{\n  "b": 2\n}\n'),
        ('{\n  "a": 1,\n  "b": 2\n}\n', 1, '{\n  "a": 1\n}\n'),
        ('{\n  "a": 1,\n  "b": 2,\n}\n', 1, '{\n  "a": 1,\n}\n'),
        ('{\n  "a": 1, // one\n  "b": 2\n}\n', 1, '{\n  "a": 1 // one\n}\n'),
        ('{\n  "a": 1,\n  "b": 2 // two\n}\n', 1, '{\n  "a": 1\n}\n'),
        ('{\n  "a": 1, // one\n  "b": 2\n}\n', 0, '{\n  "b": 2\n}\n'),
        ('{\n  // about a\n  "a": 1,\n  "b": 2\n}\n', 0, '{\n  // about a\n  "b": 2\n}\n'),
        ('{\r\n\t"a": {\r\n\t},\r\n\t"b": 2\r\n}', 0, '{\r\n\t"b": 2\r\n}'),
    ],
)
def test_delete(before: str, number: int, after: str) -> None:
    assert edited(before, lambda editor, root: editor.delete(root, root.members[number])) == after


def test_drops_comment() -> None:
    text = '{\n  "a": 1, // one\n  "b": 2,\n  // three\n  "c": 3\n}\n'
    document = jsonc.parse(text)
    root = document.root
    assert root is not None
    editor = JsonEditor(SourceText(Path("/f.json"), text), document)
    dropped = [editor.drops_comment(editor.delete(root, member)) for member in root.members]
    assert dropped == [True, False, False]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": []}', '{"a": [{"k": "v"}]}'),
        ('{"a": [{"x": 1}]}', '{"a": [{"x": 1}, {"k": "v"}]}'),
        ('{"a": [ {"x":1} ]}', '{"a": [ {"x":1}, {"k":"v"} ]}'),
        ('{\n  "a": [\n  ]\n}', '{\n  "a": [\n    {"k": "v"}\n  ]\n}'),
        (
            '{\n\t"a": [\n\t\t{\n\t\t\t"x": 1\n\t\t}\n\t]\n}',
            '{\n\t"a": [\n\t\t{\n\t\t\t"x": 1\n\t\t},\n\t\t{\n\t\t\t"k": "v"\n\t\t}\n\t]\n}',
        ),
        ("{'a': [{'x': 1}]}", "{'a': [{'x': 1}, {'k': 'v'}]}"),
        ('{"a": [{\n  "x": 1\n}, {\n  "y": 1\n}]}', '{"a": [{\n  "x": 1\n}, {\n  "y": 1\n}, {\n  "k": "v"\n}]}'),
    ],
)
def test_append(before: str, after: str) -> None:
    def append(editor: JsonEditor, root: Node) -> Edits:
        return editor.append(root.members[0].value, {"k": "v"})

    assert edited(before, append) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": "x"}', '{"a": "it\'s \\"y\\""}'),
        ("{'a': 'x'}", "{'a': 'it\\'s \"y\"'}"),
        ('{"a": 1}', '{"a": "it\'s \\"y\\""}'),
        ('{"A": null}', '{"A": "it\'s \\"y\\""}'),
    ],
)
def test_set_and_quotes(before: str, after: str) -> None:
    assert edited(before, lambda editor, root: editor.set(root, "a", 'it\'s "y"')) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [('{"a" : 1}', '{"b" : 1}'), ("{'a':1}", "{'b':1}"), ("{a: 1}", "{b: 1}")],
)
def test_rename(before: str, after: str) -> None:
    assert edited(before, lambda editor, root: editor.rename(root.members[0], "b")) == after


values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab\"'\\\n\u00e9", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)
objects = st.dictionaries(st.text("abcde", min_size=1, max_size=3), values, max_size=4)
layouts = st.sampled_from([None, 0, 1, 2, 4, "\t"])


@given(objects, layouts, st.sampled_from([(", ", ": "), (",", ":"), (", ", " : ")]), values)
def test_what_is_written_is_what_is_read(
    content: dict[str, object], indent: int | str | None, separators: tuple[str, str], value: object
) -> None:
    text = json.dumps(content, indent=indent, separators=separators, ensure_ascii=False)
    inserted = edited(text, lambda editor, root: editor.insert(root, "new", value))
    assert json.loads(inserted) == {**content, "new": value}
    for number, key in enumerate(content):
        removed = edited(text, lambda editor, root, number=number: editor.delete(root, root.members[number]))
        assert json.loads(removed) == {k: v for k, v in content.items() if k != key}
        replaced = edited(text, lambda editor, root, key=key: editor.set(root, key, value))
        assert json.loads(replaced) == {**content, key: value}
        after = edited(text, lambda editor, root, n=number: editor.insert(root, "new", value, after=root.members[n]))
        keys = list(content)
        assert list(json.loads(after)) == [*keys[: number + 1], "new", *keys[number + 1 :]]
    if indent not in (None, 0) and content:
        assert json.dumps(json.loads(inserted), indent=indent, ensure_ascii=False).count("\n") >= text.count("\n") + 1
