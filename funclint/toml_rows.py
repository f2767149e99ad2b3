"""On which row of a TOML file a key is set and a word of its value stands; ``tomllib`` keeps no positions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

Keys = tuple[str, ...]

_TOKEN = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<newline>\n)|(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\"'#\[\]{}=,.]+)|(?P<odd>[\"'])",
    re.S,
)


class Rows:
    """The rows (from 1) of the keys of a sound TOML text, and of the strings in their values."""

    def __init__(self, text: str) -> None:
        self._keys: dict[Keys, int] = {}
        self._words: dict[Keys, dict[str, int]] = {}
        self._tokens = _tokens(text)
        self._table: Keys = ()
        self._read()

    def of_key(self, *keys: str) -> int:
        """The row of a key, given with its tables; that of the nearest table that has one, else 1."""
        for length in range(len(keys), 0, -1):
            row = self._keys.get(keys[:length])
            if row is not None:
                return row
        return 1

    def of_word(self, word: str, *keys: str) -> int:
        """The row of a string in the value of a key; that of the key if the string is not there."""
        row = self._words.get(keys, {}).get(word)
        return self.of_key(*keys) if row is None else row

    def _read(self) -> None:
        for kind, text, row in self._tokens:
            if kind == "newline":
                continue
            if text == "[" and kind == "mark":
                self._table = self._header(row)
            else:
                self._assignment(self._table, kind, text, row)

    def _header(self, row: int) -> Keys:
        """The keys of ``[table]`` or ``[[table]]``, whose first bracket has been read."""
        parts: list[str] = []
        for kind, text, _ in self._tokens:
            if kind == "newline":
                break
            if kind in ("bare", "string"):
                parts.append(_plain(text))
        keys = tuple(parts)
        for length in range(1, len(keys) + 1):
            self._keys.setdefault(keys[:length], row)
        return keys

    def _assignment(self, table: Keys, kind: str, text: str, row: int) -> None:
        """``a.b = value``, whose first token has been read, up to the end of its line or inline table."""
        parts = [_plain(text)] if kind in ("bare", "string") else []
        for following, piece, _ in self._tokens:
            if following in ("bare", "string"):
                parts.append(_plain(piece))
            elif piece != ".":
                break
        keys = (*table, *parts)
        for length in range(len(table) + 1, len(keys) + 1):
            self._keys.setdefault(keys[:length], row)
        self._value(keys)

    def _value(self, keys: Keys) -> None:
        depth = 0
        words = self._words.setdefault(keys, {})
        for kind, text, row in self._tokens:
            if kind == "string":
                words.setdefault(_plain(text), row)
            elif kind == "newline":
                if depth == 0:
                    return
            elif text == "{" and kind == "mark":
                self._inline(keys)
            elif text == "[" and kind == "mark":
                depth += 1
            elif text == "]" and kind == "mark":
                depth -= 1

    def _inline(self, keys: Keys) -> None:
        """An inline table, whose brace has been read; its values are scalars, arrays and tables on few lines."""
        parts: list[str] = []
        inner: Keys | None = None
        depth = 0
        for kind, text, row in self._tokens:
            if kind == "mark" and text == "}" and depth == 0:
                return
            if inner is None:
                if kind in ("bare", "string"):
                    parts.append(_plain(text))
                elif text == "=":
                    inner = (*keys, *parts)
                    self._keys.setdefault(inner, row)
            elif kind == "string":
                self._words.setdefault(inner, {}).setdefault(_plain(text), row)
            elif kind == "mark" and text == "{":
                self._inline(inner)
            elif kind == "mark" and text in "[]":
                depth += 1 if text == "[" else -1
            elif kind == "mark" and text == "," and depth == 0:
                inner, parts = None, []


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    row = 1
    for match in _TOKEN.finditer(text.replace("\r\n", "\n")):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield kind, match[0], row
        row += match[0].count("\n")


def _plain(text: str) -> str:
    """A key or string without its quotes; escapes only as far as JSON has them too."""
    if text[0] == "'":
        return text.strip("'")
    if text[0] != '"':
        return text
    if "\\" not in text:
        return text.strip('"')
    try:
        return str(json.loads(text))
    except ValueError:
        return text.strip('"')
