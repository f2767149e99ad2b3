"""Reads JSON as the host's reader does (Json.NET's JObject.Parse): the reference for function.json in these tests.

Accepted beyond the standard: a byte order mark, // and /* */ comments, trailing commas, single quotes, unquoted
property names, raw newlines in strings, NaN, undefined, hexadecimal and octal numbers; the last of two equal keys wins.
Refused: text after the root, # comments, True/False/None, unquoted string values, a root that is not an object.
Standard library only: it runs in the worker's process.
"""

from __future__ import annotations

import re

_SPACE = re.compile(r"(?:\s|\x00|\xa0|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_NUMBER = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?![\w.])")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": float("nan")}
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "/": "/", "\\": "\\", '"': '"', "'": "'"}


class JsonError(ValueError):
    """The host's reader refuses the text."""


def read(text: str) -> dict[str, object]:
    """The root object of a JSON text. Raises JsonError."""
    reader = _Reader(text.removeprefix("\ufeff"))
    root = reader.value()
    if not isinstance(root, dict):
        raise JsonError("Current JsonReader item is not an object")
    reader.space()
    if reader.at < len(reader.text):
        raise JsonError(f"Additional text encountered after finished reading JSON content: {reader.peek()}")
    return root


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def peek(self) -> str:
        if self.at >= len(self.text):
            raise JsonError("Unexpected end of content")
        return self.text[self.at]

    def value(self) -> object:
        self.space()
        first = self.peek()
        if first == "{":
            return self.members()
        if first == "[":
            return self.array()
        if first in "\"'":
            return self.string()
        number = _NUMBER.match(self.text, self.at)
        if number:
            self.at = number.end()
            return _number(number[0])
        word = _NAME.match(self.text, self.at)
        if word and word[0] in _WORDS:
            self.at = word.end()
            return _WORDS[word[0]]
        raise JsonError(f"Unexpected character encountered while parsing value: {first}")

    def members(self) -> dict[str, object]:
        self.at += 1
        found: dict[str, object] = {}
        while True:
            self.space()
            first = self.peek()
            if first == "}":
                self.at += 1
                return found
            if first in "\"'":
                key = self.string()
            else:
                name = _NAME.match(self.text, self.at)
                if not name:
                    raise JsonError(f"Invalid property identifier character: {first}")
                key, self.at = name[0], name.end()
            self.space()
            if self.peek() != ":":
                raise JsonError(f"Invalid character after parsing property name. Expected ':' but got: {self.peek()}")
            self.at += 1
            found[key] = self.value()
            self.separator("}")

    def array(self) -> list[object]:
        self.at += 1
        found: list[object] = []
        while True:
            self.space()
            first = self.peek()
            if first == "]":
                self.at += 1
                return found
            if first == ",":
                found.append(None)
                self.at += 1
                continue
            found.append(self.value())
            self.separator("]")

    def separator(self, closing: str) -> None:
        """Steps over one comma; leaves a closing bracket for the caller."""
        self.space()
        if self.peek() == ",":
            self.at += 1
        elif self.peek() != closing:
            raise JsonError(f"After parsing a value an unexpected character was encountered: {self.peek()}")

    def string(self) -> str:
        quote, self.at = self.text[self.at], self.at + 1
        found: list[str] = []
        while True:
            if self.at >= len(self.text):
                raise JsonError(f"Unterminated string. Expected delimiter: {quote}")
            char, self.at = self.text[self.at], self.at + 1
            if char == quote:
                return "".join(found)
            if char != "\\":
                found.append(char)
                continue
            escape, self.at = self.peek(), self.at + 1
            if escape == "u":
                digits, self.at = self.text[self.at : self.at + 4], self.at + 4
                if not re.fullmatch("[0-9a-fA-F]{4}", digits):
                    raise JsonError("Could not convert a unicode escape")
                found.append(chr(int(digits, 16)))
            elif escape in _ESCAPES:
                found.append(_ESCAPES[escape])
            else:
                raise JsonError(f"Bad JSON escape sequence: \\{escape}")


def _number(text: str) -> int | float:
    digits = text.lstrip("+-")
    sign = -1 if text.startswith("-") else 1
    if digits[:2].lower() == "0x":
        return sign * int(digits, 16)
    if digits.isdigit():
        octal = len(digits) > 1 and digits.startswith("0") and set(digits) <= set("01234567")
        return sign * int(digits, 8 if octal else 10)
    return sign * float(digits)
