"""The JSON reader: what the host takes and what it refuses, one report for one fault, and reading on behind it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funclint import jsonc_reader, jsonc_scanner, jsonc_strict
from funclint.jsonc import Document, Node, Problem, parse
from funclint.jsonc_reader import Reader

VECTORS = Path(__file__).parent / "data" / "host_vectors" / "function_json.jsonl"
"""What the host's own classes made of 171 function.json files, a line each. ``text``: the file. ``parsed``: what the
parser read, written out again; None if it refused. ``stage``: where the file failed (``parse``, ``metadata``,
``validate``; None if nowhere), with ``exception`` and ``message``. ``read``: script, entry point and bindings."""

FUNCTION = {
    "scriptFile": "__init__.py",
    "bindings": [
        {"authLevel": "function", "type": "httpTrigger", "direction": "in", "name": "req", "methods": ["get", "post"]},
        {"type": "http", "direction": "out", "name": "$return"},
    ],
}
LAYOUTS = {
    "pretty": json.dumps(FUNCTION, indent=2),
    "one line": json.dumps(FUNCTION),
    "minified": json.dumps(FUNCTION, separators=(",", ":")),
}


def refused(document: Document) -> list[Problem]:
    return [problem for problem in document.problems if problem.level == "refused"]


def kinds(text: str) -> list[str]:
    return [problem.kind for problem in parse(text).problems]


def nodes(node: Node | None) -> Iterator[Node]:
    if node is not None:
        yield node
        for child in [*(member.value for member in node.members), *node.items]:
            yield from nodes(child)


def binding_types(document: Document) -> list[object]:
    return [found.value for node in nodes(document.root) if node is not document.root and (found := node.get("type"))]


# Against the host


def host_vectors() -> list[dict[str, str | None]]:
    return [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]


def test_every_verdict_of_the_hosts_parser() -> None:
    rows = host_vectors()
    wrong = [row["text"] for row in rows if parse(str(row["text"])).accepted != (row["stage"] != "parse")]
    assert wrong == []
    assert len(rows) == 171
    assert sum(row["stage"] == "parse" for row in rows) == 23


def test_a_file_the_host_refuses_gets_one_report() -> None:
    counts = {str(row["text"]): len(refused(parse(str(row["text"])))) for row in host_vectors()}
    assert {text: count for text, count in counts.items() if count > 1} == {}


def test_every_value_the_host_reads() -> None:
    compared = 0
    for row in host_vectors():
        if row["parsed"] is None or "undefined" in row["parsed"]:
            continue
        root = parse(str(row["text"])).root
        assert root is not None
        assert root.plain() == json.loads(row["parsed"])
        compared += 1
    assert compared == 146


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": .5, "b": 5., "c": -.5, "d": 1.e2}', {"a": 0.5, "b": 5.0, "c": -0.5, "d": 100.0}),
        ('{"a": 0x1F, "b": 0XfF, "c": 017, "d": 00, "e": -01}', {"a": 31, "b": 255, "c": 15, "d": 0, "e": -1}),
        ('{"a": 0xFFFFFFFFFFFFFFFF, "b": 99999999999999999999}', {"a": -1, "b": 99999999999999999999}),
        ('{"a": Infinity, "b": -Infinity, "c": 1e400}', {"a": float("inf"), "b": float("-inf"), "c": float("inf")}),
        ('{"a": undefined, "b":, "c": [1,,2], "d": [,]}', {"a": None, "b": None, "c": [1, None, 2], "d": [None]}),
        (r"""{'a': 'it\'s "so"', "b": "it's"}""", {"a": 'it\'s "so"', "b": "it's"}),
        ("{a: 1, $b_2: 2, 3: 4, été: 5, d :6}", {"a": 1, "$b_2": 2, "3": 4, "été": 5, "d": 6}),
        ('{"a": "x\ny\t\r\x00"}', {"a": "x\ny\t\r\x00"}),
        (r'{"a": "\ud83d\ude00\ud83d \ude00 \ud83d\u0041"}', {"a": "\U0001f600\ufffd \ufffd \ufffdA"}),
        ('\x00\xa0\u2003\u2028{\x85"a"\x00:\x0b1\x0c,\ufeff'[:-1] + "}", {"a": 1}),
        ('{"a": new Date(12), "b": new X ( [1], {}, ), "c": [new Y()]}', {"a": None, "b": None, "c": [None]}),
        ('{"a": true/**/, "b": null//\n}', {"a": True, "b": None}),
        ('/* 1 */ // 2\n{ /* 3 */ "a": /* 4 */ 1 /* 5 */, /* 6 */ } // 7', {"a": 1}),
        ('{"a": [' + "9" * 380 + "]}", {"a": [int("9" * 380)]}),
    ],
)
def test_the_host_takes(text: str, expected: object) -> None:
    document = parse(text)
    assert refused(document) == []
    assert document.accepted
    assert document.root is not None
    assert document.root.plain() == expected


@pytest.mark.parametrize(
    "value",
    [
        "08", "0x", "0xG", "-0x1", "0x1FFFFFFFFFFFFFFFF", "01.5", "+1", "-", ".", "1e", "1.2.3", "1-2", "1f", "--1",
        "\u0663", "truex", "true(1)", "nul", "newDate(1)", "new (1)", "new a.b(1)", "new a_b(1)", "new a",
        "new/**/A(1)", "\x1c1", "\ufeff1", '"\\"', '"\\u12g4"', '"\\U0041"', '"\\\n"', "1 2", "[1 2]", "[1}", "(1)",
        "`a`", "\u201ca\u201d", "1 /", "1 /x", "1 /*", "1 /*/", "9" * 381,
    ],
)  # fmt: skip
def test_the_host_refuses_the_value(value: str) -> None:
    assert len(refused(parse(f'{{"a": {value}}}'))) == 1


@pytest.mark.parametrize(
    "text",
    ["", " \n\x00", "// only a comment", "[]", "1", "null", '"a"', "{}{}", "{} x", "{},", "{}//", "{} /", "{:1}",
     "{,}", '{"a" /* c */ : 1}', "{a-b: 1}", "{a/**/: 1}", '{"a": 1,, "b": 2}', '{"a"}', "{a}", "{", '{"a"', '{"a":',
     "\ufeff{}"],
)  # fmt: skip
def test_the_host_refuses(text: str) -> None:
    document = parse(text)
    assert not document.accepted
    assert len(refused(document)) == 1


def test_nesting_as_deep_as_the_host_allows() -> None:
    deep = '{"a":' + "[" * 63 + "1" + "]" * 63 + "}"
    assert parse(deep).problems == []
    assert parse("//\n" + deep).accepted

    deeper = '{"a":' + "[" * 64 + "1" + "]" * 64 + ', "b": 2}'
    (problem,) = parse(deeper).problems
    assert (problem.kind, problem.start, problem.end) == ("too-deep", 68, 69)
    assert problem.message == "expected at most 64 brackets inside each other"
    root = parse(deeper).root
    assert root is not None
    assert root.get("b") is not None


# What is said, and where

FAULTS = [
    ('{"a": 1▶◀ "b": 2}', "missing-comma", "expected ',' or '}' after the value"),
    ('{"a": "x"▶◀\n "b": 2}', "missing-comma", "expected ',' or '}' after the value"),
    ('{"a": [1▶◀ 2]}', "missing-comma", "expected ',' or ']' after the value"),
    ('{"a": 1▶;◀ "b": 2}', "missing-comma", "expected ',' or '}' after the value, found ';'"),
    ('{"a": [{}▶◀\n {}]}', "missing-comma", "expected ',' or ']' after the value"),
    ('{"a"▶◀ 1, "b": 2}', "missing-colon", "expected ':' after the property name"),
    ('{"a"▶◀, "b": 2}', "missing-colon", "expected ':' after the property name"),
    ('{"a"▶◀\n "b": 2}', "missing-colon", "expected ':' after the property name"),
    ('{"a" ▶=◀ 1}', "missing-colon", "expected ':' after the property name, found '='"),
    ('{"a" ▶=◀> 1}', "missing-colon", "expected ':' after the property name, found '='"),
    ('{"a" ▶/* c */ ◀: 1}', "comment-before-colon", "expected ':' directly after the property name"),
    ('{"a":▶◀ }', "missing-value", "expected a value after the ':'"),
    ('{"a":▶◀\n "b": 2}', "missing-value", "expected a value after the ':'"),
    ('{"a"::◀ 1}'.replace("::", ":▶:"), "unexpected-character", "expected a value, found ':'"),
    ('{"a": ▶True◀}', "literal-case", "expected true, found True"),
    ('{"a": [▶None◀, 1]}', "literal-case", "expected null, found None"),
    ('{"a": ▶httpTrigger◀, "b": 2}', "unquoted-string", "expected a value; a string needs double quotes"),
    ('{"a": ▶x"◀, "b": 2}', "unquoted-string", "expected a value; a string needs double quotes"),
    ('{"a": ▶00:00:10◀}', "bad-number", "expected a number or a string in quotes, found 00:00:10"),
    ('{"a": ▶08◀}', "bad-number", "expected a number or a string in quotes, found 08"),
    ('{"a": "C:▶\\d◀ata\\x"}', "bad-escape",
     'expected one of " \\ / b f n r t or u and four hexadecimal digits after the backslash'),
    ('{"a": "▶\\u12◀g4"}', "bad-escape",
     'expected one of " \\ / b f n r t or u and four hexadecimal digits after the backslash'),
    ('{"a": ▶"x◀,\n "b": "y"}', "unterminated-string", 'expected " to end the string'),
    ('{"a":▶"x◀,"b":"y"}', "unterminated-string", 'expected " to end the string'),
    ('{▶"a◀: "x", "b": "y"}', "unterminated-string", 'expected " to end the string'),
    ("{\"a\": ▶'x◀}", "unterminated-string", "expected ' to end the string"),
    ('{▶a"◀: 1}', "bad-key", "expected a property name in double quotes"),
    ("{▶a-b◀: 1}", "bad-key", "expected a property name in double quotes"),
    ('{▶,◀ "a": 1}', "bad-key", "expected a property name or '}', found ','"),
    ('{▶"◀"a": 1}', "extra-quote", 'expected one " to begin the string'),
    ('{"a": "x"▶"◀, "b": 1}', "extra-quote", 'expected one " to end the string'),
    ('{"a": [{"b": 1▶]◀, "c": 2}', "wrong-bracket", "expected ',' or '}' after the value, found ']'"),
    ('{"a": [1▶}◀, "c": 2}', "wrong-bracket", "expected ',' or ']' after the value, found '}'"),
    ('{"a": [{"b": 1}▶}◀, {"b": 2}]}', "wrong-bracket", "expected ',' or ']' after the value, found '}'"),
    ('{"a": [▶◀"b": 1}, {"b": 2}]}', "missing-bracket", "expected '{' before the property name"),
    ('{"a": [{"b": 1, ▶{◀"b": 2}]}', "unexpected-bracket", "expected a property name or '}', found '{'"),
    ('{\n "a": [\n  1▶◀\n', "unclosed", "expected ']' to close the '[' of line 2"),
    ('{"a": 1▶◀', "unclosed", "expected '}' to close the '{' of line 1"),
    ('{"a": 1} ▶garbage {}◀\n', "text-after-root", "expected the end of the file after the '}'"),
    ("▶[◀1]", "root-not-object", "expected '{' at the start"),
    ('▶◀"a": 1}', "root-not-object", "expected '{' at the start"),
    ("▶<html>◀ {}", "root-not-object", "expected '{' at the start"),
    ("▶◀ \n", "empty", "expected a JSON object, found nothing"),
    ('▶#◀ c\n{"a": 1}', "hash-comment", "expected '//' to begin a comment, found '#'"),
    ('{"a": 1, ▶/*◀ c\n "b": 2}', "unclosed-comment", "expected '*/' to end the comment"),
    ('{"a": 1, ▶/◀ c\n}', "bad-comment", "expected '//' or '/*'"),
    ('{"a": ▶new◀ 5}', "bad-constructor", "expected a value, or a name and '(' after 'new'"),
]  # fmt: skip


def unmark(marked: str) -> tuple[str, int, int]:
    start = marked.index("▶")
    return marked.replace("▶", "").replace("◀", ""), start, marked.index("◀") - 1


@pytest.mark.parametrize(("marked", "kind", "message"), FAULTS)
def test_one_fault_one_report_in_its_place(marked: str, kind: str, message: str) -> None:
    text, start, end = unmark(marked)
    assert [(p.kind, p.start, p.end, p.message) for p in refused(parse(text))] == [(kind, start, end, message)]


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ('{"a": 1▶,◀ }', "trailing-comma"),
        ('{"a": [1▶,◀\n]}', "trailing-comma"),
        ('{"a": [1,▶,◀ 2]}', "missing-value"),
        ('{"a": ▶,◀ "b": 1}', "missing-value"),
        ('{"a": 1 ▶// c◀\n}', "comment"),
        ('{"a": 1 ▶/* c */◀}', "comment"),
        ("{▶'a'◀: 1}", "single-quotes"),
        ("{\"a\": ▶'x'◀}", "single-quotes"),
        ("{▶a◀: 1}", "unquoted-key"),
        ('{"a": "x▶\n◀y\n"}', "control-character"),
        ('{"a": "it▶\\\'◀s"}', "escape"),
        ('{"a": ▶0x1F◀}', "number"),
        ('{"a": ▶NaN◀}', "literal"),
        ('{"a": ▶undefined◀}', "literal"),
        ('{"a": ▶new Date(◀12)}', "constructor"),
        ('{"a":▶\xa0◀1}', "white-space"),
    ],
)
def test_what_strict_json_refuses_and_the_host_takes(marked: str, kind: str) -> None:
    text, start, end = unmark(marked)
    (problem,) = parse(text).problems
    assert (problem.level, problem.kind, problem.start, problem.end) == ("host-only", kind, start, end)


def test_faults_apart_from_each_other_are_all_reported() -> None:
    text = '{"a": True,\n "b": 1,\n "c" = 2,\n "d": 3,\n "e": "\\x"}'
    assert [problem.kind for problem in refused(parse(text))] == ["literal-case", "missing-colon", "bad-escape"]


def test_comments_are_ranges_of_the_text() -> None:
    text = '// one\n{"a": 1 /* two */}'
    assert [text[start:end] for start, end in parse(text).comments] == ["// one", "/* two */"]


# The tree


def test_nodes_know_their_place() -> None:
    text = ' {"a": [1, "x\\n", null], "b": {"c": true}}'
    for prefix in ("", "/**/"):
        root = parse(prefix + text).root
        assert root is not None
        shown = [(node.kind, (prefix + text)[node.start : node.end]) for node in nodes(root)]
        assert shown == [
            ("object", text[1:]),
            ("array", '[1, "x\\n", null]'),
            ("number", "1"),
            ("string", '"x\\n"'),
            ("null", "null"),
            ("object", '{"c": true}'),
            ("boolean", "true"),
        ]
        keys = [(prefix + text)[member.key_start : member.key_end] for member in root.members]
        assert keys == ['"a"', '"b"']


@pytest.mark.parametrize("prefix", ["", "//\n"])
def test_the_last_duplicate_wins(prefix: str) -> None:
    document = parse(prefix + '{"a": {"x": 1, "x": 2}, "b": 1, "A": 3, "a": 4, "a": 5}')
    root = document.root
    assert root is not None
    assert root.plain() == {"a": 5, "b": 1, "A": 3}
    assert [(member.key, member.value.plain()) for member in document.duplicates] == [
        ("a", {"x": 2}),
        ("x", 1),
        ("a", 4),
    ]
    assert [member.duplicate for member in root.members] == [True, False, False, True, False]
    assert document.accepted
    assert [problem.kind for problem in document.problems] == (["comment"] if prefix else [])


def test_looking_up_a_property() -> None:
    root = parse('{"Type": 1, "type": 2, "TYPE": 3, "k\u0131nd": 4, "gr\u00f6\u00dfe": 5}').root
    assert root is not None
    assert getattr(root.get("type"), "value", None) == 2
    assert getattr(root.get_ci("type"), "value", None) == 3
    assert getattr(root.member("Type"), "key_start", None) == 1
    assert getattr(root.member("tYPE", ignore_case=True), "key", None) == "TYPE"
    assert root.get("tYPE") is None
    assert root.get_ci("kind") is None
    assert getattr(root.get_ci("GR\u00d6\u00dfE"), "value", None) == 5
    number = root.get("Type")
    assert number is not None
    assert [number.get("x"), number.get_ci("x"), number.member("x")] == [None, None, None]


# Reading on


def one_character_faults(text: str) -> Iterator[str]:
    for offset, char in enumerate(text):
        yield text[:offset] + text[offset + 1 :]
        yield text[:offset] + char + text[offset:]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_character_missing_or_typed_twice(layout: str) -> None:
    faulty = 0
    for text in one_character_faults(LAYOUTS[layout]):
        document = parse(text)
        try:
            json.loads(text)
        except ValueError:
            faulty += not document.accepted
            assert len(refused(document)) <= 1, text
            assert {"httpTrigger", "http"} & set(map(str, binding_types(document))), text
            if "httpTrigger" in text and '"http"' in text and text.count('type"') == 2:
                assert len(binding_types(document)) >= 2, text
        else:
            assert document.accepted, text
    assert faulty > 100


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_character_replaced(layout: str) -> None:
    text = LAYOUTS[layout]
    for offset, old in enumerate(text):
        for new in ',:"}]{[x;\\':
            document = parse(text[:offset] + new + text[offset + 1 :])
            assert len(refused(document)) <= 1, (offset, old, new)


def test_typing_a_file() -> None:
    text = LAYOUTS["pretty"]
    complete = [text.index(f'"{kind}"') + len(kind) + 2 for kind in ("httpTrigger", "http")]
    for length in range(len(text)):
        document = parse(text[:length])
        assert len(refused(document)) == 1, length
        found = [value for value in binding_types(document) if value in ("httpTrigger", "http")]
        assert len(found) >= sum(length >= end for end in complete), length
    assert parse(text).problems == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1 "b": 2, "c": 3}', {"a": 1, "b": 2, "c": 3}),
        ('{"a" 1, "b" = 2}', {"a": 1, "b": 2}),
        ('{"a": ,"b": True, "c": None}', {"a": None, "b": True, "c": None}),
        ('{"a": "x,\n "b": "y"}', {"a": "x", "b": "y"}),
        ('{"a: "x", "b": "y"}', {"a": "x", "b": "y"}),
        ('{"a": [{"b": 1, {"b": 2}]}', {"a": [{"b": 1}, {"b": 2}]}),
        ('{"a": ["b": 1}, {"b": 2}]}', {"a": [{"b": 1}, {"b": 2}]}),
        ('{"a": {"b": 1}, {"b": 2}], "c": 3}', {"a": [{"b": 1}, {"b": 2}], "c": 3}),
        ('{"a": 1}, "b": 2}', {"a": 1, "b": 2}),
        ('"a": 1, "b": 2}', {"a": 1, "b": 2}),
        ('{{"a": 1}', {"a": 1}),
        ('# c\n{"a": 1}', {"a": 1}),
        ('x = {"a": 1}', {"a": 1}),
        ('{"a": 1, /* c\n "b": 2}', {"a": 1, "b": 2}),
        ('{"a": 08, "b": 5m}', {"a": "08", "b": "5m"}),
        ('{"a": httpTrigger, "b": "\\x"}', {"a": "httpTrigger", "b": "\\x"}),
    ],
)
def test_what_is_left_of_a_broken_file(text: str, expected: object) -> None:
    document = parse(text)
    assert not document.accepted
    assert document.root is not None
    assert document.root.plain() == expected


# Any text

plain_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | plain_text,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(plain_text, children, max_size=4),
    max_leaves=12,
)
plain_objects = st.dictionaries(plain_text, plain_values, max_size=5)
layouts = st.sampled_from([{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False}])


@given(plain_objects, layouts)
def test_strict_json_is_read_like_the_standard_library(data: dict[str, object], layout: dict[str, object]) -> None:
    text = json.dumps(data, **layout)  # type: ignore[arg-type]
    for document in (parse(text), Reader(text).document()):
        assert document.problems == []
        assert document.root is not None
        assert document.root.plain() == data


@given(plain_objects, layouts)
def test_the_short_way_and_the_full_reader_agree(data: dict[str, object], layout: dict[str, object]) -> None:
    text = json.dumps({"k": data, "l": 1}, **layout).replace('"l"', '"k"', 1)  # type: ignore[arg-type]
    short = jsonc_strict.read(text)
    full = Reader(text).document()
    if short is not None:
        assert repr(short.root) == repr(full.root)
        assert [node.end for node in nodes(short.root)] == [node.end for node in nodes(full.root)]
        assert list(map(repr, short.duplicates)) == list(map(repr, full.duplicates))
        assert short.problems == full.problems == []
    else:
        assert "\\" in text or any(char.isdigit() for char in text)


@given(plain_objects, layouts, st.data())
def test_one_character_changed(data: dict[str, object], layout: dict[str, object], draw: st.DataObject) -> None:
    text = json.dumps(data, **layout)  # type: ignore[arg-type]
    offset = draw.draw(st.integers(0, len(text)))
    inserted = draw.draw(st.sampled_from(["", *"{}[]()\"',:;=/\\#*-.0x \n\r\t\x00\xa0\x1c\ufeff\ud800eE_$a"]))
    removed = draw.draw(st.integers(0, 1))
    changed = text[:offset] + inserted + text[offset + removed :]
    document = parse(changed)
    check_ranges(document, changed)
    try:
        strict = json.loads(changed)
    except ValueError:
        return
    if isinstance(strict, dict):
        assert document.accepted
        assert document.root is not None
        assert document.root.plain() == strict or "\\ud" in changed


@given(st.text(st.sampled_from("{}[]()\"',:;=/\\#*-.0x1 \n\r\x00\xa0\ud800newDatrufls_$"), max_size=40))
def test_any_text(text: str) -> None:
    for candidate in (text, "{" + text, '{"a": ' + text + "}", '{"a": [' + text):
        document = parse(candidate)
        check_ranges(document, candidate)
        assert document.accepted or len(refused(document)) >= 1
        assert not document.accepted or (document.root is not None and document.root.kind == "object")


def check_ranges(document: Document, text: str) -> None:
    for problem in document.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
    for start, end in document.comments:
        assert text[start : start + 2] in ("//", "/*")
        assert end <= len(text)
    for node in nodes(document.root):
        assert 0 <= node.start <= node.end <= len(text)
        for member in node.members:
            assert node.start <= member.key_start < member.key_end <= node.end or not document.accepted
            assert member.key_end <= member.value.start or not document.accepted


# Effort

HOSTILE = [
    "[", "{", '{"a":', "]", "}", ")", '"', "'", "\"'", '"x\n\\"\n', '\\"\n', '"k: ', '"a"', '""a', '"a": "b": ',
    '"a" "b" ', '["a":', '"a":{},{', '},"a":1', "] ", '"a\nb"c ', ",", ":", ";", "=", "/", "//x\n", "/*", "/*\n",
    "/**/", "#\n", "\x00", "\xa0 ", "\x01", "\\", '"\\u', "a ", "1 ", "new ", "new X(", '"a":1,', "\ud800",
]  # fmt: skip


class Work:
    """Counts what reading a text takes: lines of Python run, and characters gone over by expressions and slices."""

    def __init__(self) -> None:
        self.done = 0

    def trace(self, frame: object, event: str, argument: object) -> object:
        self.done += 1
        return self.trace

    def of(self, text: str) -> int:
        self.done = 0
        previous = sys.gettrace()
        sys.settrace(self.trace)  # type: ignore[arg-type]
        try:
            parse(CountingText(text, self))
        finally:
            sys.settrace(previous)
        return self.done


class CountingText(str):
    work: Work

    def __new__(cls, text: str, work: Work) -> CountingText:
        counting = super().__new__(cls, text)
        counting.work = work
        return counting

    def __getitem__(self, key: object) -> str:
        part = super().__getitem__(key)  # type: ignore[index]
        self.work.done += len(part)
        return part

    def find(self, sought: str, start: int = 0) -> int:  # type: ignore[override]
        found = super().find(sought, start)
        self.work.done += (found if found >= 0 else len(self)) - start
        return found

    def rstrip(self, chars: str | None = None) -> str:
        self.work.done += len(self)
        return super().rstrip(chars)


class CountingPattern:
    def __init__(self, pattern: re.Pattern[str], work: Work) -> None:
        self.pattern = pattern
        self.work = work

    def match(self, text: str, pos: int = 0) -> re.Match[str] | None:
        found = self.pattern.match(text, pos)
        if found:
            self.work.done += found.end() - pos
        elif self.pattern.pattern[0] in "\"'":
            # a string looked for its closing quote, on its line or everywhere
            line_end = str(text).find("\n", pos) if r"\r\n" in self.pattern.pattern else -1
            self.work.done += (line_end if line_end >= 0 else len(text)) - pos
        return found

    def search(self, text: str, pos: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        found = self.pattern.search(text, pos, end)
        self.work.done += (found.end() if found else min(end, len(text))) - pos
        return found

    def finditer(self, text: str, pos: int = 0) -> Iterator[re.Match[str]]:
        for found in self.pattern.finditer(text, pos):
            self.work.done += found.end() - found.start()
            yield found


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    counter = Work()
    for module in (jsonc_strict, jsonc_scanner, jsonc_reader):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                monkeypatch.setattr(module, name, CountingPattern(value, counter))
    for key, pattern in jsonc_scanner._STRINGS.items():
        monkeypatch.setitem(jsonc_scanner._STRINGS, key, CountingPattern(pattern, counter))
    return counter


@pytest.mark.parametrize("prefix", ["", "{", '{"a":[', '{"a":"'])
@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_with_the_length_of_the_text(work: Work, prefix: str, unit: str) -> None:
    small, large = (work.of(prefix + unit * count) for count in (100, 400))
    assert large <= 5 * small + 2000


@pytest.mark.parametrize("opening", ["[", '{"a":', "{"])
def test_a_hundred_thousand_brackets(opening: str) -> None:
    document = parse('{"bindings": ' + opening * 100_000)
    assert len(refused(document)) == 1
    closed = parse('{"a": ' + "[" * 100_000 + "]" * 100_000 + ', "b": 1}')
    assert [problem.kind for problem in closed.problems] == ["too-deep"]
    assert closed.root is not None
    assert [member.key for member in closed.root.members] == ["a", "b"]


def test_a_strict_file_does_without_the_full_reader() -> None:
    script = (
        "import sys; from funclint.jsonc import parse; "
        'assert parse(\'{"bindings": [{"type": "queueTrigger", "n": -1.5e3}, []]}\').accepted; '
        "sys.exit('funclint.jsonc_reader' in sys.modules or 'json' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
