"""String literals: prefixes and escapes, implicit concatenation, f-strings and t-strings."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Sequence
from typing import cast

import libcst as cst

from funclint.python.cst_base import Base

_ESCAPE = re.compile(
    r"\\(?:(?P<newline>\n)|(?P<octal>[0-7]{1,3})|x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})"
    r"|(?P<name>N\{[^}]*\})|(?P<simple>[\\'\"abfnrtv])|(?P<bad>[xuUN]))"
)
_BYTES_ESCAPE = re.compile(
    r"\\(?:(?P<newline>\n)|(?P<octal>[0-7]{1,3})|x(?P<x>[0-9a-fA-F]{2})|(?P<simple>[\\'\"abfnrtv])|(?P<bad>x))"
)
_SIMPLE = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_DOUBLED = re.compile(r"\{\{|\}\}")

_Part = cst.SimpleString | cst.FormattedString | cst.TemplatedString
_Replacement = cst.FormattedStringExpression | cst.TemplatedStringExpression


class BadEscape(ValueError):
    """An escape sequence that the interpreter refuses; the message says which."""


def unescape(text: str, *, is_bytes: bool = False) -> str:
    """The value of the inside of a literal that is not raw; for bytes, a character for each byte.

    Unknown escapes stay as written. Raises BadEscape.
    """

    def replace(match: re.Match[str]) -> str:
        kind, digits = match.lastgroup, match[match.lastgroup or 0]
        if kind == "newline":
            return ""
        if kind == "simple":
            return _SIMPLE[digits]
        if kind == "octal":
            return chr(int(digits, 8) & 0xFF) if is_bytes else chr(int(digits, 8))
        if kind in ("x", "u", "U"):
            try:
                return chr(int(digits, 16))
            except (ValueError, OverflowError):
                raise BadEscape(f"illegal Unicode character in the escape '{match[0]}'") from None
        if kind == "name":
            try:
                # The literal is the one way to every name the interpreter knows, aliases included.
                return cast(str, ast.literal_eval(f'"{match[0]}"'))
            except SyntaxError:
                raise BadEscape(f"unknown Unicode character name in the escape '{match[0]}'") from None
        raise BadEscape(f"truncated escape '{match[0]}' in a string literal")

    return (_BYTES_ESCAPE if is_bytes else _ESCAPE).sub(replace, text)


class Strings(Base):
    """Lowers string literals."""

    def lower_SimpleString(self, node: cst.SimpleString) -> ast.expr:
        return ast.Constant(value=self._value(node), kind=_kind(node), **self.at(node))

    def lower_FormattedString(self, node: cst.FormattedString) -> ast.expr:
        return self._joined([node], node)

    def lower_TemplatedString(self, node: cst.TemplatedString) -> ast.expr:
        return self._joined([node], node)

    def lower_ConcatenatedString(self, node: cst.ConcatenatedString) -> ast.expr:
        parts: list[_Part] = []
        rest: cst.CSTNode = node
        while isinstance(rest, cst.ConcatenatedString):
            parts.append(cast(_Part, rest.left))
            rest = rest.right
        parts.append(cast(_Part, rest))
        plain = [part for part in parts if isinstance(part, cst.SimpleString)]
        kinds = {"b" in part.prefix for part in plain}
        if len(kinds) > 1 or (True in kinds and len(plain) < len(parts)):
            self.refuse(node, "cannot mix bytes and nonbytes literals")
        if len({isinstance(part, cst.TemplatedString) for part in parts}) > 1:
            self.refuse(node, "cannot mix t-string literals with string or bytes literals")
        if len(plain) < len(parts):
            return self._joined(parts, node)
        values = [self._value(part) for part in plain]
        value = b"".join(cast("list[bytes]", values)) if "b" in plain[0].prefix else "".join(cast("list[str]", values))
        return ast.Constant(value=value, kind=_kind(plain[0]), **self.at(node))

    def _value(self, node: cst.SimpleString) -> str | bytes:
        prefix, quote = node.prefix, node.quote
        text = node.value[len(prefix) + len(quote) : -len(quote)]
        is_bytes = "b" in prefix
        if is_bytes and not text.isascii():
            self.refuse(node, "bytes can only contain ASCII literal characters")
        value = self._text(node, text, raw="r" in prefix, is_bytes=is_bytes)
        return value.encode("latin-1") if is_bytes else value

    def _text(self, node: cst.CSTNode, text: str, *, raw: bool, is_bytes: bool = False) -> str:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if raw or "\\" not in text:
            return text
        try:
            return unescape(text, is_bytes=is_bytes)
        except BadEscape as error:
            self.refuse(node, str(error))

    # f-strings and t-strings

    def _joined(self, parts: Sequence[_Part], whole: cst.CSTNode) -> ast.expr:
        values: list[ast.expr] = []
        for part in parts:
            if isinstance(part, cst.SimpleString):
                values.append(self.lower_SimpleString(part))
            else:
                values += self._pieces(part.parts, raw="r" in part.start.lower(), part=part)
        if sys.version_info >= (3, 14) and isinstance(parts[0], cst.TemplatedString):
            return ast.TemplateStr(values=_fold(values), **self.at(whole))
        return ast.JoinedStr(values=_fold(values), **self.at(whole))

    def _pieces(self, parts: Sequence[cst.CSTNode], *, raw: bool, part: cst.CSTNode) -> list[ast.expr]:
        """Constants and replacement fields of the inside of an f-string or of a format specification."""
        values: list[ast.expr] = []
        for piece in parts:
            if isinstance(piece, (cst.FormattedStringText, cst.TemplatedStringText)):
                text = self._text(piece, _DOUBLED.sub(lambda match: match[0][0], piece.value), raw=raw)
                values.append(ast.Constant(value=text, kind=None, **self.at(piece)))
            else:
                values += self._replacement(cast(_Replacement, piece), raw=raw, part=part)
        return values

    def _replacement(self, node: _Replacement, *, raw: bool, part: cst.CSTNode) -> list[ast.expr]:
        """A replacement field, after the text that ``{x=}`` adds in front of it."""
        values: list[ast.expr] = []
        conversion = ord(node.conversion) if node.conversion else -1
        if node.equal is not None:
            start = self.start(node) + 1
            end = self.skip_blank(self.end(node.equal))
            text = self._text(node, self.source[start:end], raw=True)
            values.append(ast.Constant(value=text, kind=None, **self.between(start, end)))
            if conversion < 0 and node.format_spec is None:
                conversion = ord("r")
        value = self.expr(node.expression)
        spec = None
        if node.format_spec is not None:
            end = self.end(node) - 1
            colon = (self.start(node.format_spec[0]) if node.format_spec else end) - 1
            pieces = _fold(self._pieces(node.format_spec, raw=raw, part=part))
            spec = ast.JoinedStr(values=pieces, **self.between(colon, end))
        if sys.version_info >= (3, 14) and isinstance(part, cst.TemplatedString):
            source = self.source[self.outer_start(node.expression) : self.outer_end(node.expression)]
            values.append(
                ast.Interpolation(value=value, str=source, conversion=conversion, format_spec=spec, **self.at(node))
            )
        else:
            values.append(ast.FormattedValue(value=value, conversion=conversion, format_spec=spec, **self.at(node)))
        return values


def _kind(node: cst.SimpleString) -> str | None:
    return "u" if node.value[0] == "u" else None


def _fold(values: list[ast.expr]) -> list[ast.expr]:
    """Neighbouring constants made one, empty ones left out."""
    folded: list[ast.expr] = []
    for value in values:
        last = folded[-1] if folded else None
        if isinstance(value, ast.Constant) and isinstance(last, ast.Constant):
            last.value = cast(str, last.value) + cast(str, value.value)
            last.end_lineno, last.end_col_offset = value.end_lineno, value.end_col_offset
        else:
            folded.append(value)
    return [value for value in folded if not (isinstance(value, ast.Constant) and value.value == "")]
