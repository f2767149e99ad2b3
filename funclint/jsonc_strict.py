"""The short way: plain strict JSON, nothing else, at one regular expression for each member."""

from __future__ import annotations

import re

from funclint.jsonc_tree import MAX_DEPTH, Document, Member, Node, mark_duplicates

_KEY = r'[ \t\r\n]*"([^"\\\x00-\x1f]*)"[ \t\r\n]*:'
_VALUE = (
    r'[ \t\r\n]*(?:(?:"([^"\\\x00-\x1f]*)"|(-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)'
    r"|(true|false|null))[ \t\r\n]*([,%s])|([{\[])(?:[ \t\r\n]*([]}]))?)"
)
_MEMBER = re.compile(_KEY + _VALUE % "}")
_ITEM = re.compile("()" + _VALUE % r"\]")
_AFTER_BRACKET = re.compile(r"[ \t\r\n]*([,}\]])")
_BLANKS = " \t\r\n"
_WORDS = {"true": True, "false": False, "null": None}


class _NotPlain(Exception):
    """Something this module leaves to the full reader."""


def read(text: str) -> Document | None:
    """The document of an object in strict JSON; None for whatever else, sound or not: escapes, huge numbers, comments,
    faults, brackets deeper than the host allows."""
    start = len(text) - len(text.lstrip(_BLANKS))
    if not text.startswith("{", start):
        return None
    duplicates: list[Member] = []
    first = _AFTER_BRACKET.match(text, start + 1)
    try:
        root = Node("object", start, first.end()) if first else _container(text, "{", start, 1, duplicates)
    except _NotPlain:
        return None
    if (first and first[1] != "}") or text[root.end :].strip(_BLANKS):
        return None
    duplicates.sort(key=lambda member: member.key_start)
    return Document(root, [], [], duplicates)


def _container(text: str, bracket: str, start: int, depth: int, duplicates: list[Member]) -> Node:
    """Read a container that is not empty; ``depth`` counts the brackets open with it."""
    is_object = bracket == "{"
    kind, pattern, closer = ("object", _MEMBER, "}") if is_object else ("array", _ITEM, "]")
    node = Node(kind, start, start)
    pos = start + 1
    while True:
        match = pattern.match(text, pos)
        if match is None:
            raise _NotPlain
        key, string, number, word, ending, opened, closed = match.groups()
        spans = match.regs
        pos = match.end()
        if string is not None:
            begin, end = spans[2]
            value = Node("string", begin - 1, end + 1, string)
        elif number is not None:
            begin, end = spans[3]
            value = Node("number", begin, end, int(number) if number.lstrip("-").isdecimal() else float(number))
        elif word is not None:
            begin, end = spans[4]
            value = Node("null" if word == "null" else "boolean", begin, end, _WORDS[word])
        else:
            if depth == MAX_DEPTH:
                raise _NotPlain
            begin = spans[6][0]
            if closed is None:
                value = _container(text, opened, begin, depth + 1, duplicates)
                pos = value.end
            elif opened + closed == "{}" or opened + closed == "[]":
                value = Node("object" if opened == "{" else "array", begin, pos)
            else:
                raise _NotPlain
            after = _AFTER_BRACKET.match(text, pos)
            if after is None:
                raise _NotPlain
            pos = after.end()
            ending = after[1]
        if is_object:
            begin, end = spans[1]
            node.members.append(Member(key, begin - 1, end + 1, value))
        else:
            node.items.append(value)
        if ending == closer:
            node.end = pos
            if is_object:
                duplicates += mark_duplicates(node.members)
            return node
        if ending != ",":
            raise _NotPlain
