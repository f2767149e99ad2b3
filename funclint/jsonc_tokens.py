"""The words of JSON as the host's parser (Newtonsoft.Json 13, ``JsonTextReader``) reads them."""

from __future__ import annotations

import re

SPACE_CLASS = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\x00"
"""The inside of a character class: .NET's ``char.IsWhiteSpace`` and NUL, which the reader skips like a blank."""

HOST_SPACE = re.compile(f"[{SPACE_CLASS}]*")
STRICT_SPACE = re.compile(r"[ \t\r\n]*")

LITERALS: dict[str, tuple[str, object]] = {
    "true": ("boolean", True),
    "false": ("boolean", False),
    "null": ("null", None),
    "undefined": ("undefined", None),
    "NaN": ("number", float("nan")),
    "Infinity": ("number", float("inf")),
    "-Infinity": ("number", float("-inf")),
}
STRICT_LITERALS = frozenset({"true", "false", "null"})

_STRICT_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DECIMAL = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"-?[0-9]+")
_BASES = ((re.compile(r"0[xX]([0-9a-fA-F]+)"), 16), (re.compile(r"([0-7]+)"), 8))
_MAX_INTEGER_LENGTH = 380

_HEX = "[0-9a-fA-F]"
_ESCAPE = re.compile(
    rf"\\(?:u([dD][89abAB]{_HEX}{{2}})\\u([dD][c-fC-F]{_HEX}{{2}})|u({_HEX}{{4}})|(u{_HEX}{{0,3}}|[\s\S]?))"
)
_SIMPLE_ESCAPES = {
    "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/", "'": "'",
}  # fmt: skip


def number(text: str) -> tuple[int | float, bool] | None:
    """The value of a number and whether strict JSON has it too; None when the host refuses it.

    The host reads ``0x1F`` and ``017`` as 64 bit hexadecimal and octal numbers, takes ``.5``, ``5.`` and ``-01``,
    and refuses integers of more than 380 characters.
    """
    if _STRICT_NUMBER.fullmatch(text):
        strict = True
    elif text[0] == "0" and text[1:2] not in (".", "e", "E"):
        return _based(text)
    elif _DECIMAL.fullmatch(text):
        strict = False
    else:
        return None
    if not _INTEGER.fullmatch(text):
        return float(text), strict
    return None if len(text) > _MAX_INTEGER_LENGTH else (int(text), strict)


def _based(text: str) -> tuple[int, bool] | None:
    for pattern, base in _BASES:
        match = pattern.fullmatch(text)
        if match:
            value = int(match[1], base)
            if value >= 1 << 64:
                return None
            return (value - (1 << 64) if value >= 1 << 63 else value), False
    return None


def unescape(body: str) -> tuple[str, tuple[int, int] | None, int | None]:
    """The text a string's body stands for, the range of its first bad escape, the offset of its first ``\\'``.

    Half a surrogate pair becomes U+FFFD, as it does for the host; a bad escape stays as it is written.
    """
    bad: tuple[int, int] | None = None
    apostrophe: int | None = None

    def replace(match: re.Match[str]) -> str:
        nonlocal bad, apostrophe
        high, low, unit, other = match.groups()
        if other is not None:
            char = _SIMPLE_ESCAPES.get(other)
            if char is None:
                bad = bad or match.span()
                return match[0]
            if char == "'" and apostrophe is None:
                apostrophe = match.start()
            return char
        if high:
            return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
        code = int(unit, 16)
        return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)

    return _ESCAPE.sub(replace, body), bad, apostrophe


def is_name(text: str, extra: str = "") -> bool:
    """Whether all characters are letters or digits to .NET's ``char.IsLetterOrDigit``, or of ``extra``."""
    return all(char in extra or ((char.isalpha() or char.isdecimal()) and char <= "\uffff") for char in text)
