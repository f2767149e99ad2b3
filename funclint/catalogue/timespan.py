"""Time spans as .NET reads them: ``TimeSpan.TryParse`` in the invariant culture.

``[-]d``, ``[-][d.]hh:mm[:ss[.fffffff]]`` and ``[-]d:hh:mm[:ss[.fffffff]]``. Three numbers are hours, minutes and
seconds where that is possible, else days, hours and minutes: ``24:00:00`` is 24 days.
"""

from __future__ import annotations

DAY = 86400.0
MAX_DAYS = 10675199
MAX_LENGTH = 100
"""Longer texts are refused unseen: nobody pads a number that far, and Python refuses to convert very long ones."""

_HOUR, _SIXTY = r"0*(?:1?[0-9]|2[0-3])", r"0*[1-5]?[0-9]"
_SECONDS = rf"{_SIXTY}(?:\.[0-9]{{1,7}})?"
PATTERN = (
    r"^\s*-?(?:[0-9]{1,8}"
    rf"|(?:[0-9]{{1,8}}\.)?{_HOUR}:{_SIXTY}(?::{_SECONDS})?"
    rf"|[0-9]{{1,8}}:{_HOUR}:{_SIXTY}(?::{_SECONDS})?)\s*$"
)
"""The same for JSON Schema, apart from the greatest number of days."""


def parse(text: str) -> float | None:
    """The seconds that a text stands for, None where .NET refuses it."""
    if len(text) > MAX_LENGTH:
        return None
    text = text.strip()
    sign = -1.0 if text.startswith("-") else 1.0
    if text.startswith("-"):
        text = text[1:]
    if not text.isascii():
        return None
    parts = text.split(":")
    if len(parts) == 1:
        return _of(sign, days=parts[0])
    if len(parts) > 4:
        return None
    head, dot, rest = parts[0].partition(".")
    if dot:
        return _of(sign, head, rest, *parts[1:]) if len(parts) <= 3 else None
    if len(parts) == 4:
        return _of(sign, *parts)
    found = _of(sign, "0", *parts)
    if found is None and len(parts) == 3:
        found = _of(sign, *parts)
    return found


def _of(sign: float, days: str, hours: str = "0", minutes: str = "0", seconds: str = "0") -> float | None:
    whole, dot, fraction = seconds.partition(".")
    numbers = [days, hours, minutes, whole]
    if not all(number.isdigit() for number in numbers) or (dot and not (fraction.isdigit() and len(fraction) <= 7)):
        return None
    d, h, m, s = map(int, numbers)
    if len(days) > 8 or d > MAX_DAYS or h > 23 or m > 59 or s > 59:
        return None
    return sign * (d * DAY + h * 3600 + m * 60 + s + (float(f"0.{fraction}") if dot else 0.0))
