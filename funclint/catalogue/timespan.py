""".NET's ``TimeSpan`` as text, as ``TimeSpan.TryParse`` reads it with the invariant culture."""

from __future__ import annotations

import re

_FORM = r"""[\t-\r ]*(?P<sign>-?)
    (?:
      (?P<days>\d{1,8})
      | (?:(?P<dotted>\d{1,8})\.)? (?P<a>\d{1,8}):(?P<b>\d{1,8}) (?: :(?P<c>\d{1,8}) (?: :(?P<d>\d{1,8}))? )?
        (?: \.(?P<fraction>\d{1,7}) )?
    )[\t-\r ]*"""
MAX_DAYS = 10675199
MAX_SECONDS = MAX_DAYS * 86400 + 2 * 3600 + 48 * 60 + 5
"""``TimeSpan.MaxValue`` without its fraction."""

_HOUR, _SIXTY = r"0{0,6}(?:1?[0-9]|2[0-3])", r"0{0,6}[1-5]?[0-9]"
_SECONDS = rf"{_SIXTY}(?:\.[0-9]{{1,7}})?"
PATTERN = (
    r"^[\t-\r ]*-?(?:[0-9]{1,8}"
    rf"|(?:[0-9]{{1,8}}\.)?{_HOUR}:{_SIXTY}(?::{_SECONDS})?"
    rf"|[0-9]{{1,8}}:{_HOUR}:{_SIXTY}(?::{_SECONDS})?)[\t-\r ]*$"
)
"""What is read, for JSON Schema: the same but for the greatest period."""


class TimeSpan:
    """A period: ``seconds``, negative or not.

    ``hides_days``: its first number counts days although no dot says so (``24:00:00``, ``5``).
    """

    __slots__ = ("hides_days", "seconds")

    def __init__(self, seconds: float, hides_days: bool) -> None:
        self.seconds = seconds
        self.hides_days = hides_days

    def __str__(self) -> str:
        """In words: ``1 day 2 hours``."""
        rest = abs(self.seconds)
        parts = []
        for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
            count = int(rest // size)
            rest -= count * size
            if count:
                parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
        if rest or not parts:
            parts.append(f"{rest:g} second{'' if rest == 1 else 's'}")
        return ("minus " if self.seconds < 0 else "") + " ".join(parts)


def parse_time_span(text: str) -> TimeSpan | None:
    """The period that .NET reads from a text; None when it refuses it.

    A number alone counts days, ``1:30`` hours and minutes. A first number of three that is no hour is taken as days
    (``24:00:00``: 24 days), other numbers out of range refuse the whole.
    """
    match = re.fullmatch(_FORM, text, re.VERBOSE | re.ASCII)
    if match is None:
        return None
    sign = -1 if match["sign"] else 1
    fraction = float(f"0.{match['fraction']}") if match["fraction"] else 0.0
    if match["days"] is not None:
        return _checked(sign, [int(match["days"]), 0, 0, 0], 0.0, True)
    numbers = [int(match[name]) for name in "abcd" if match[name] is not None]
    if match["dotted"] is not None:
        if len(numbers) > 3 or (fraction and len(numbers) < 3):
            return None
        hours, minutes, seconds = [*numbers, 0][:3]
        return _checked(sign, [int(match["dotted"]), hours, minutes, seconds], fraction, False)
    if len(numbers) == 4:
        return _checked(sign, numbers, fraction, True)
    if match["fraction"] is not None and len(numbers) == 2:
        return None
    if len(numbers) == 3 and numbers[0] > 23:
        return None if match["fraction"] is not None else _checked(sign, [*numbers, 0], 0.0, True)
    hours, minutes, seconds = [*numbers, 0][:3]
    return _checked(sign, [0, hours, minutes, seconds], fraction, False)


def _checked(sign: int, numbers: list[int], fraction: float, hides_days: bool) -> TimeSpan | None:
    days, hours, minutes, seconds = numbers
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    total = days * 86400 + hours * 3600 + minutes * 60 + seconds
    if total > MAX_SECONDS:
        return None
    return TimeSpan(sign * (total + fraction), hides_days)
