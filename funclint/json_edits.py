"""Edits of JSON that keep the author's layout: indentation, separators, quotes, comments, trailing commas.

How a rule builds a fix. Rules hold nodes (``binding.node``, ``json.root`` ...), an editor is made from the file::

    def check(function):
        for binding in function.bindings:
            ...
            yield Diagnostic(..., offer=partial(_fix, function.json, binding))

    def _fix(json, binding):
        from funclint.json_edits import JsonEditor    # here: only findings pay for it

        edits = JsonEditor(json.text, json.document).set(binding.node, "direction", "out")
        return Fix('set "direction": "out"', Applicability.SAFE, edits)

``set`` changes a property or adds it, ``rename`` changes its key, ``replace`` a value, ``insert`` and ``append`` add
(after the last, or after a member or item that is given; ``insert_first`` before all), ``delete`` and ``delete_item``
remove, ``replace_member`` puts several properties in the place of one, ``wrap`` puts one into a new object. Each gives
a tuple of edits; those of one fix are added up, and must not touch each other: two properties of one object that are
added at the same place belong in one ``insert_all``. ``drops_comment`` tells whether an edit removes a comment: then
the fix is not safe. Offsets are those of the text as it is; an editor is never told of edits, so build all edits of a
fix from the same nodes. A value is plain data: str, bool, int, float, None, dict, list.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from funclint.diagnostic import Edit, Span
from funclint.jsonc import Document, Member, Node
from funclint.text import SourceText

Edits = tuple[Edit, ...]

_BLANK = re.compile(r"[ \t]*")
_DEFAULT_UNIT = "  "


class JsonEditor:
    """Makes edits for one file. Raises nothing: nodes must be from the document, which must have been accepted."""

    def __init__(self, text: SourceText, document: Document) -> None:
        self._path = text.path
        self._text = text.text
        self._document = document
        newline = re.search(r"\r\n|\n|\r", text.text)
        self._newline = newline[0] if newline else "\n"

    def set(self, container: Node, key: str, value: object, *, ignore_case: bool = True) -> Edits:
        """Give a property a value, whether it is there (in whatever case) or not."""
        member = container.member(key, ignore_case=ignore_case)
        return self.insert(container, key, value) if member is None else self.replace(member.value, value)

    def replace(self, node: Node, value: object) -> Edits:
        """Put another value in the place of a node; a string keeps the quotes of the one it replaces."""
        quote = self._text[node.start : node.start + 1] if node.kind == "string" else self._quote_near(node)
        return (self._edit(node.start, node.end, self._render(value, None, quote)),)

    def rename(self, member: Member, key: str) -> Edits:
        """Change the key of a property; it keeps its quotes, and stays without any if it had none."""
        return (self._edit(member.key_start, member.key_end, self._key(key, member)),)

    def insert(self, container: Node, key: str, value: object, *, after: Member | None = None) -> Edits:
        """Add a property to an object, behind the last one or behind ``after``."""
        return self.insert_all(container, {key: value}, after=after)

    def insert_all(self, container: Node, properties: Mapping[str, object], *, after: Member | None = None) -> Edits:
        """Add several properties in a row."""
        members = container.members
        sample = members[-1] if members else None
        pieces = [self._property(key, value, sample) for key, value in properties.items()]
        spans = [(member.key_start, member.value.end) for member in members]
        at = members.index(after) if after is not None else len(members) - 1
        return self._add(container, spans, at, pieces)

    def insert_first(self, container: Node, key: str, value: object) -> Edits:
        """Add a property before the first one of an object; comments stay with what follows them."""
        if not container.members:
            return self.insert(container, key, value)
        first = container.members[0]
        spans = [(member.key_start, member.value.end) for member in container.members]
        piece = self._property(key, value, first)
        gap = self._text[container.start + 1 : first.key_start]
        if not re.search(r"[\r\n]", gap):
            separator = self._separator(container, spans)
            return (self._edit(first.key_start, first.key_start, piece + separator),)
        place = self._comment_behind(container.start + 1) or container.start + 1
        line = self._newline + self._indent_at(first.key_start)
        return (self._edit(place, place, line + piece + ","),)

    def wrap(self, member: Member, key: str) -> Edits:
        """Put a property as it is into an object that takes its place under another key; further lines move right."""
        text, unit = self._text, self._unit()
        start, end = member.key_start, member.value.end
        colon = text[member.key_end : member.value.start]
        colon = colon if colon.strip() == ":" else ": "
        line, newline = self._indent_at(start), self._newline
        alone = self._is_alone(start)
        padding = _BLANK.match(text, self._document.root.start + 1) if self._document.root is not None else None
        opening = closing = padding[0] if padding is not None else ""
        if alone:
            opening, closing = f"{newline}{line}{unit}", f"{newline}{line}"
        inner = re.sub(r"(\r\n|\n|\r)(?=[ \t])", rf"\g<1>{unit}", text[start:end]) if alone else text[start:end]
        return (self._edit(start, end, f"{self._key(key, member)}{colon}{{{opening}{inner}{closing}}}"),)

    def replace_member(self, container: Node, member: Member, properties: Mapping[str, object]) -> Edits:
        """Put several properties in the place of one."""
        spans = [(other.key_start, other.value.end) for other in container.members]
        pieces = [self._property(key, value, member) for key, value in properties.items()]
        block = self._separator(container, spans).join(pieces)
        return (self._edit(member.key_start, member.value.end, block),)

    def append(self, array: Node, value: object, *, after: Node | None = None) -> Edits:
        """Add an item to an array, behind the last one or behind ``after``; an object is laid out like its sibling."""
        sibling = next((item for item in reversed(array.items) if item.kind == "object" and item.members), None)
        spans = [(item.start, item.end) for item in array.items]
        at = array.items.index(after) if after is not None else len(array.items) - 1
        quote = self._quote_near(array.items[-1]) if array.items else '"'
        return self._add(array, spans, at, [self._render(value, sibling, quote)])

    def delete(self, container: Node, member: Member) -> Edits:
        """Remove a property with its comma, and its line if it has one for itself."""
        spans = [(other.key_start, other.value.end) for other in container.members]
        return self._remove(container, spans, container.members.index(member))

    def delete_item(self, array: Node, item: Node) -> Edits:
        """Remove an item of an array in the same way."""
        return self._remove(array, [(other.start, other.end) for other in array.items], array.items.index(item))

    def drops_comment(self, edits: Sequence[Edit]) -> bool:
        """Whether any of the edits removes a comment."""
        return any(self._has_comment(edit.span.start, edit.span.end) for edit in edits)

    def _add(self, container: Node, spans: list[tuple[int, int]], at: int, pieces: list[str]) -> Edits:
        """Add text of items behind that of number ``at``; -1 for an empty container."""
        if not spans:
            return self._fill(container, pieces)
        separator = self._separator(container, spans)
        block = separator.join(pieces)
        end = spans[at][1]
        if at + 1 < len(spans):
            comma = self._comma(end, spans[at + 1][0])
            tail = self._comment_behind(comma + 1) if comma is not None else None
            if comma is not None and tail is not None:
                gap = separator.partition(",")[2]
                return (self._edit(tail, tail, gap + block + ","),)
            return (self._edit(end, end, separator + block),)
        closing = container.end - 1
        trailing = self._comma(end, closing)
        gap = separator.partition(",")[2]
        if trailing is not None:
            place = self._comment_behind(trailing + 1) or trailing + 1
            return (self._edit(place, place, gap + block + ","),)
        tail = self._comment_behind(end)
        if tail is not None:  # the comment stays with what it is about
            return (self._edit(end, end, ","), self._edit(tail, tail, gap + block))
        return (self._edit(end, end, separator + block),)

    def _fill(self, container: Node, pieces: list[str]) -> Edits:
        """The first items of an empty container; what stands between its brackets stays in front of them."""
        inside_start, inside_end = container.start + 1, container.end - 1
        inside = self._text[inside_start:inside_end]
        if not re.search(r"[\r\n]", inside):
            return (self._edit(inside_end, inside_end, ", ".join(pieces)),)
        indent = self._indent_at(container.end - 1) + self._unit()
        line = self._newline + indent
        last_line = inside_start + max(inside.rfind("\n"), inside.rfind("\r"))
        if self._newline == "\r\n" and self._text[last_line - 1 : last_line + 1] == "\r\n":
            last_line -= 1
        return (self._edit(last_line, last_line, line + ("," + line).join(pieces)),)

    def _remove(self, container: Node, spans: list[tuple[int, int]], at: int) -> Edits:
        start, end = spans[at]
        if at + 1 < len(spans):
            comma = self._comma(end, spans[at + 1][0])
            end = comma + 1 if comma is not None else end
        else:
            comma = self._comma(end, container.end - 1)
            before = self._comma(spans[at - 1][1], start) if at else None
            if comma is not None:
                end = comma + 1
                if before is not None and not self._text[before + 1 : start].strip(" \t"):
                    return (self._edit(before + 1, end, ""),)
            elif before is not None:
                return self._remove_last(before, start, end)
        start, end = self._whole_lines(start, end)
        return (self._edit(start, end, ""),)

    def _remove_last(self, comma: int, start: int, end: int) -> Edits:
        """The last item and the comma before it; comments between the two stay."""
        between = self._text[comma + 1 : start]
        if not between.strip():
            return (self._edit(comma, self._comment_behind(end) or end, ""),)
        start, end = self._whole_lines(start, end)
        return (self._edit(comma, comma + 1, ""), self._edit(start, end, ""))

    def _whole_lines(self, start: int, end: int) -> tuple[int, int]:
        """A range with the blanks around it, so that no empty line stays where it had lines for itself."""
        text = self._text
        left = start
        while left and text[left - 1] in " \t":
            left -= 1
        blank = _BLANK.match(text, end)
        right = blank.end() if blank else end
        comment = next((c for c in self._document.comments if c[0] == right), None)
        if comment is not None and self._is_line_end(comment[1]):
            right = comment[1]  # it is about what is removed
        if (left == 0 or text[left - 1] in "\r\n") and self._is_line_end(right):
            newline = re.compile(r"\r\n|\n|\r").match(text, right)
            return left, newline.end() if newline else right
        return (start, right) if comment is None else (left, right)

    def _is_line_end(self, offset: int) -> bool:
        return offset >= len(self._text) or self._text[offset] in "\r\n"

    def _separator(self, container: Node, spans: list[tuple[int, int]]) -> str:
        """What stands between two items of a container, as its author writes it."""
        for (_, end), (start, _) in reversed(list(itertools.pairwise(spans))):
            between = self._text[end:start]
            if between.strip() == ",":
                return between
        before = self._text[container.start + 1 : spans[-1][0]]
        if re.search(r"[\r\n]", before):
            return "," + self._newline + self._indent_at(spans[-1][0])
        return ", "

    def _comma(self, start: int, end: int) -> int | None:
        """The offset of the comma between two items, outside of comments."""
        at = self._text.find(",", start, end)
        while at >= 0:
            inside = next((comment for comment in self._document.comments if comment[0] <= at < comment[1]), None)
            if inside is None:
                return at
            at = self._text.find(",", inside[1], end)
        return None

    def _comment_behind(self, offset: int) -> int | None:
        """The end of a comment that follows on the same line and ends it."""
        blank = _BLANK.match(self._text, offset)
        at = blank.end() if blank else offset
        for start, end in self._document.comments:
            if start == at and not re.search(r"[\r\n]", self._text[start:end].rstrip("\r\n")):
                end = start + len(self._text[start:end].rstrip("\r\n"))
                return end if self._is_line_end(end) else None
        return None

    def _has_comment(self, start: int, end: int) -> bool:
        return any(begin < end and start < stop for begin, stop in self._document.comments)

    def _line_start(self, offset: int) -> int:
        return max(self._text.rfind("\n", 0, offset), self._text.rfind("\r", 0, offset)) + 1

    def _is_alone(self, offset: int) -> bool:
        """Whether nothing stands before an offset on its line, which is not the first."""
        start = self._line_start(offset)
        return start > 0 and not self._text[start:offset].strip()

    def _indent_at(self, offset: int) -> str:
        """The blanks at the beginning of the line of an offset."""
        blank = _BLANK.match(self._text, self._line_start(offset))
        return blank[0] if blank else ""

    def _unit(self) -> str:
        """One step of indentation: that of the first property of the root on a line of its own."""
        root = self._document.root
        for member in root.members if root is not None else []:
            if self._is_alone(member.key_start):
                return self._indent_at(member.key_start)
        return _DEFAULT_UNIT

    def _quote_near(self, node: Node) -> str:
        """The quotes of strings in a node, or of the key of the root that is nearest before it."""
        for member in node.members:
            if self._text[member.key_start] in "\"'":
                return self._text[member.key_start]
        before = [m for m in (self._document.root.members if self._document.root else []) if m.key_start < node.start]
        found = self._text[before[-1].key_start] if before else '"'
        return found if found in "\"'" else '"'

    def _property(self, key: str, value: object, like: Member | None) -> str:
        """A property as text, its quotes and its colon those of another one."""
        quote = self._text[like.key_start] if like is not None else '"'
        colon = self._text[like.key_end : like.value.start] if like is not None else ": "
        if colon.strip() != ":":
            colon = ": "
        quote = quote if quote in "\"'" else '"'
        if isinstance(value, Mapping) and len(value) > 1 and like is not None and self._is_alone(like.key_start):
            indent = self._indent_at(like.key_start)
            line = self._newline + indent + self._unit()
            inner = (f"{_quoted(name, quote)}: {self._render(item, None, quote)}" for name, item in value.items())
            return self._key(key, like) + colon + "{" + line + f",{line}".join(inner) + self._newline + indent + "}"
        return self._key(key, like) + colon + self._render(value, None, quote)

    def _key(self, key: str, like: Member | None) -> str:
        quote = self._text[like.key_start] if like is not None else '"'
        if quote not in "\"'":
            return key if re.fullmatch(r"[A-Za-z_$][\w$]*", key) else _quoted(key, '"')
        return _quoted(key, quote)

    def _render(self, value: object, like: Node | None, quote: str) -> str:
        """A value as text; an object is laid out like ``like``, else on one line."""
        if isinstance(value, str):
            return _quoted(value, quote)
        if isinstance(value, Mapping):
            return self._render_object(value, like, quote)
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(self._render(item, None, quote) for item in value) + "]"
        return json.dumps(value)

    def _render_object(self, value: Mapping[str, Any], like: Node | None, quote: str) -> str:
        first = like.members[0] if like is not None and like.members else None
        if like is None or first is None:
            inside = ", ".join(
                f"{_quoted(key, quote)}: {self._render(item, None, quote)}" for key, item in value.items()
            )
            return "{" + inside + "}"
        opening = self._text[like.start + 1 : first.key_start]
        closing = self._text[like.members[-1].value.end : like.end - 1]
        separator = self._separator(like, [(member.key_start, member.value.end) for member in like.members])
        if opening.strip():
            opening = self._newline + self._indent_at(first.key_start) if re.search(r"[\r\n]", opening) else ""
        if closing.strip() not in ("", ","):
            closing = self._newline + self._indent_at(like.end - 1) if re.search(r"[\r\n]", closing) else ""
        colon = self._text[first.key_end : first.value.start]
        colon = colon if colon.strip() == ":" else ": "
        members = (self._key(key, first) + colon + self._render(item, None, quote) for key, item in value.items())
        return "{" + opening + separator.join(members) + closing + "}"

    def _edit(self, start: int, end: int, content: str) -> Edit:
        return Edit(Span(self._path, start, end), content)


def _quoted(text: str, quote: str) -> str:
    body = json.dumps(text, ensure_ascii=False)[1:-1]
    if quote == "'":
        body = body.replace('\\"', '"').replace("'", "\\'")
    return quote + body + quote
