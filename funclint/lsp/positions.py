"""Offsets of a text and the positions of the Language Server Protocol: rows from 0, columns in the client's units."""

from __future__ import annotations

import bisect
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from funclint.text import SourceText

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"
Position = tuple[int, int]
"""Row and column, both from 0, the column in units of the encoding."""


def position(text: SourceText, offset: int, encoding: str = UTF16) -> Position:
    """The position of an offset in characters; one outside the text is moved to its nearest end."""
    offset = max(0, min(offset, len(text.text)))
    starts = text.line_starts
    row = bisect.bisect_right(starts, offset) - 1
    return row, _units(text.text[starts[row] : offset], encoding)


def offset(text: SourceText, row: int, column: int, encoding: str = UTF16) -> int:
    """The offset in characters of a position; a column beyond the line is its end, a row beyond the text its end."""
    starts = text.line_starts
    if row < 0:
        return 0
    if row >= len(starts):
        return len(text.text)
    line = text.line(row + 1)
    if encoding == UTF32 or line.isascii():
        return starts[row] + max(0, min(column, len(line)))
    units = 0
    for index, character in enumerate(line):
        if units >= column:
            return starts[row] + index
        units += _units(character, encoding)
    return starts[row] + len(line)


def _units(piece: str, encoding: str) -> int:
    if encoding == UTF32 or piece.isascii():
        return len(piece)
    if encoding == UTF8:
        return len(piece.encode("utf-8", "surrogatepass"))
    return len(piece) + sum(character > "\uffff" for character in piece)


def path_of(uri: str) -> Path | None:
    """The absolute path that a ``file:`` URI names; None for any other, as those of unsaved documents."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return None
    path = url2pathname(unquote(parts.path, errors="surrogateescape") if os.name != "nt" else parts.path)
    if parts.netloc and os.name == "nt":
        path = f"//{parts.netloc}{path}"
    return Path(os.path.abspath(path)) if path else None


def uri_of(path: Path) -> str:
    """The ``file:`` URI of an absolute path."""
    return path.as_uri()
