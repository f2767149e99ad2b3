"""Edits applied to the text of a file; its encoding, byte order mark and everything between the edits stay."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from funclint.diagnostic import Edit
from funclint.files import Files
from funclint.text import SourceText

Range = tuple[int, int]


class EditError(Exception):
    """A file that edits cannot be applied to; the text says why, a clause without a full stop."""


def read(path: Path, files: Files) -> SourceText:
    """The text that the offsets of edits in a file count in. Raises ReadError."""
    return files.python(path) if path.suffix == ".py" else files.plain(path)


def apply(text: SourceText, edits: Iterable[Edit]) -> tuple[bytes, list[Range]]:
    """The new content of a file, and where in its new text each edit's content stands, in order.

    Raises EditError for edits that overlap or lie outside of the text, for text that does not lead back to its bytes,
    and for content that the encoding cannot express.
    """
    if text.bom + text.text.encode(text.encoding, "surrogatepass") != text.data:
        raise EditError(f"has bytes that are not {text.encoding}, which would be lost")
    pieces: list[str] = []
    ranges: list[Range] = []
    at = length = 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        start, end = edit.span.start, edit.span.end
        if not at <= start <= end <= len(text.text):
            raise EditError("would get edits that overlap or lie outside of it")
        pieces += text.text[at:start], edit.content
        length += start - at + len(edit.content)
        ranges.append((length - len(edit.content), length))
        at = end
    pieces.append(text.text[at:])
    try:
        return text.bom + "".join(pieces).encode(text.encoding), ranges
    except UnicodeEncodeError:
        raise EditError(f"cannot hold the new text: its encoding is {text.encoding}") from None
