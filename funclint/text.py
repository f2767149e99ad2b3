"""Source files as text: bytes, encoding, byte order mark, newlines, and offsets turned into lines and columns."""

from __future__ import annotations

import bisect
import codecs
import itertools
import os
import re
import stat
from pathlib import Path

MAX_BYTES = 4 * 1024 * 1024
"""Larger files are not analysed: no function.json or hand-written module comes near, and reports must stay fast."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NEWLINE = re.compile(r"\r\n|\r|\n")
_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_BLANK_OR_COMMENT = re.compile(rb"^[ \t\f]*(?:#[^\r\n]*)?$")


class ReadError(Exception):
    """A file that cannot be read as text.

    Attributes: ``path``; ``kind``, one of ``missing``, ``directory``, ``permission``, ``too-large``, ``too-deep``,
    ``encoding``, ``io``; ``reason``, a sentence without a full stop.
    """

    def __init__(self, path: Path, kind: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.kind = kind
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReadError], tuple[Path, str, str]]:
        return ReadError, (self.path, self.kind, self.reason)


class SourceText:
    """The decoded text of one file and the way back to its bytes.

    ``text`` keeps the newlines of the file and leaves out the byte order mark; all offsets count its characters.
    """

    __slots__ = ("_line_starts", "bom", "data", "encoding", "path", "text")

    def __init__(self, path: Path, text: str, encoding: str = "utf-8", bom: bytes = b"", data: bytes | None = None):
        self.path = path
        self.text = text
        self.encoding = encoding
        self.bom = bom
        self.data = data if data is not None else bom + text.encode(encoding, "surrogatepass")
        self._line_starts: list[int] | None = None

    @property
    def line_starts(self) -> list[int]:
        """Offset of the first character of each line; ``\\n``, ``\\r\\n`` and ``\\r`` end a line."""
        if self._line_starts is None:
            if "\r" in self.text:
                self._line_starts = [0, *(match.end() for match in _NEWLINE.finditer(self.text))]
            else:
                lengths = [len(line) + 1 for line in self.text.split("\n")]
                self._line_starts = [0, *itertools.accumulate(lengths[:-1])]
        return self._line_starts

    def location(self, offset: int) -> tuple[int, int]:
        """Row and column of an offset, both from 1, the column in characters."""
        starts = self.line_starts
        offset = max(0, min(offset, len(self.text)))
        row = bisect.bisect_right(starts, offset)
        return row, offset - starts[row - 1] + 1

    def line(self, row: int) -> str:
        """The text of a row (from 1), without its newline."""
        starts = self.line_starts
        end = starts[row] if row < len(starts) else len(self.text)
        return self.text[starts[row - 1] : end].rstrip("\r\n")

    def offset_utf8(self, row: int, byte_column: int) -> int:
        """Offset of a place given as ``ast`` gives it: row from 1, column from 0 in UTF-8 bytes."""
        starts = self.line_starts
        start = starts[min(row, len(starts)) - 1]
        end = starts[row] if row < len(starts) else len(self.text)
        line = self.text[start:end]
        if line.isascii():
            return min(start + byte_column, end)
        return start + len(line.encode("utf-8", "surrogatepass")[:byte_column].decode("utf-8", "ignore"))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises ReadError for whatever keeps it from being read."""
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            # opening a pipe would wait for a writer, a device may never end
            raise ReadError(path, "io", "is a pipe or device, not a file")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise ReadError(path, "directory", "is a folder, not a file") from None
    except FileNotFoundError:
        raise ReadError(path, "missing", "does not exist") from None
    except PermissionError:
        if path.is_dir():
            raise ReadError(path, "directory", "is a folder, not a file") from None
        raise ReadError(path, "permission", "cannot be read: permission denied") from None
    except OSError as error:
        raise ReadError(path, "io", f"cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise ReadError(path, "too-large", f"is larger than {MAX_BYTES // 1024 // 1024} MB, it was not analysed")
    return data


def decode_json(path: Path, data: bytes) -> SourceText:
    """Decode a JSON file as .NET's ``File.ReadAllText`` does: by its byte order mark, else as UTF-8.

    Bytes that are not UTF-8 become U+FFFD, as they do for the host.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return SourceText(path, data[len(bom) :].decode(encoding, "replace"), encoding, bom, data)
    return SourceText(path, data.decode("utf-8", "replace"), "utf-8", b"", data)


def decode_python(path: Path, data: bytes) -> SourceText:
    """Decode a Python file as the interpreter does (PEP 263: byte order mark, coding comment, else UTF-8).

    Raises ReadError, of kind ``encoding`` when the interpreter refuses the bytes.
    """
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    body = data[len(bom) :]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReadError(
            path, "encoding", "is UTF-16; Python reads source files as UTF-8 unless a comment says otherwise"
        )
    encoding = _declared_encoding(body) or "utf-8"
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise ReadError(path, "encoding", f"declares the unknown encoding '{encoding}'") from None
    if bom and name != "utf-8":
        raise ReadError(path, "encoding", f"begins with a UTF-8 byte order mark but declares '{encoding}'")
    try:
        text = body.decode(name)
    except UnicodeDecodeError as error:
        if name == "utf-8" and _only_in_comments(body):
            return SourceText(path, body.decode(name, "replace"), name, bom, data)
        row = body.count(b"\n", 0, error.start) + 1
        shown = "UTF-8" if name == "utf-8" else f"'{encoding}'"
        raise ReadError(path, "encoding", f"is not {shown}: byte 0x{body[error.start]:02x} on line {row}") from None
    except (LookupError, UnicodeError):
        raise ReadError(path, "encoding", f"declares '{encoding}', which is no text encoding") from None
    return SourceText(path, text, name, bom, data)


def _declared_encoding(data: bytes) -> str | None:
    for line in data.split(b"\n", 2)[:2]:
        match = _CODING.match(line)
        if match:
            return match[1].decode("ascii", "replace")
        if not _BLANK_OR_COMMENT.match(line.rstrip(b"\r")):
            return None
    return None


def _only_in_comments(body: bytes) -> bool:
    """Whether all that is not UTF-8 stands in comments, which the interpreter does not decode."""
    import io
    import tokenize

    text = body.decode("utf-8", "replace")
    outside = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type != tokenize.COMMENT:
                outside += token.string.count("\ufffd")
    except (tokenize.TokenError, SyntaxError):
        return False
    return outside == body.count("\ufffd".encode())
