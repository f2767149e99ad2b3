"""NCRONTAB expressions as NCrontab 3.3, the parser of the timer extension, reads them.

Fields are separated by spaces only. Five of them have no seconds, six begin with the seconds; the timer extension goes
by their number (CronSchedule.TryCreate).
"""

from __future__ import annotations

import re

_INTEGER = r"[\t-\r ]*[+-]?0*[0-9]{1,10}[\t-\r ]*"
_VALUE = r"0*[0-9]{1,10}[\t-\r ]*"
_INT_MAX = 2**31 - 1


class Kind:
    """What a field counts: ``name`` as a noun, its range, and the names that stand for its values."""

    __slots__ = ("first", "last", "name", "names")

    def __init__(self, name: str, first: int, last: int, names: tuple[str, ...] = ()) -> None:
        self.name = name
        self.first = first
        self.last = last
        self.names = names

    @property
    def count(self) -> int:
        """How many values there are."""
        return self.last - self.first + 1


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

SECOND = Kind("second", 0, 59)
MINUTE = Kind("minute", 0, 59)
HOUR = Kind("hour", 0, 23)
DAY = Kind("day", 1, 31)
MONTH = Kind("month", 1, 12, MONTHS)
WEEKDAY = Kind("day of the week", 0, 6, DAYS)
KINDS = (SECOND, MINUTE, HOUR, DAY, MONTH, WEEKDAY)


class CronError(ValueError):
    """An expression that NCrontab refuses; the text says what is wrong with which field."""


class Piece:
    """One item of a field's list: ``start`` to ``end`` as written, ``step`` (1 without one).

    ``swapped``: the range is written the wrong way round, and NCrontab turns it.
    """

    __slots__ = ("end", "start", "step", "swapped", "text")

    def __init__(self, text: str, start: int, end: int, step: int) -> None:
        self.text = text
        self.swapped = start > end
        self.start, self.end = min(start, end), max(start, end)
        self.step = step

    @property
    def values(self) -> range:
        """The values that it stands for; a step below 1 counts as 1."""
        return range(self.start, self.end + 1, max(1, self.step))


class Field:
    """One field: its ``kind``, ``text``, ``pieces`` and the ``values`` that match, in order."""

    __slots__ = ("kind", "pieces", "text", "values")

    def __init__(self, kind: Kind, text: str, pieces: list[Piece]) -> None:
        self.kind = kind
        self.text = text
        self.pieces = pieces
        self.values = sorted({value for piece in pieces for value in piece.values})

    @property
    def is_every(self) -> bool:
        """Whether all values match."""
        return len(self.values) == self.kind.count


class Cron:
    """A schedule: its six fields; ``five``: seconds were not written, so they are 0."""

    __slots__ = ("day", "five", "hour", "minute", "month", "second", "weekday")

    def __init__(self, fields: list[Field], five: bool) -> None:
        self.second, self.minute, self.hour, self.day, self.month, self.weekday = fields
        self.five = five

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields in the order of the expression, the seconds first."""
        return self.second, self.minute, self.hour, self.day, self.month, self.weekday


def parse_cron(text: str) -> Cron:
    """Read an expression. Raises CronError."""
    words = [word for word in text.split(" ") if word]
    if len(words) < 2 and "\t" not in text:
        raise CronError("it is neither five or six fields nor a time span" if words else "it is empty")
    if len(words) not in (5, 6):
        hint = "" if "\t" not in text else "; only spaces separate fields, not tabs"
        raise CronError(f"it has {len(words)} fields, not five or six{hint}")
    five = len(words) == 5
    fields = [Field(SECOND, "0", [Piece("0", 0, 0, 1)])] if five else []
    fields += [_field(word, kind) for word, kind in zip(words, KINDS[1:] if five else KINDS, strict=True)]
    return Cron(fields, five)


def _field(text: str, kind: Kind) -> Field:
    # A comma at the very beginning separates nothing.
    items = text.split(",") if text.find(",") > 0 else [text]
    return Field(kind, text, [_piece(item, kind) for item in items])


def _piece(text: str, kind: Kind) -> Piece:
    if not text:
        raise CronError(f"an item of its {kind.name} field is empty")
    step: int | None = None
    values = text
    slash = text.find("/")
    if slash > 0:
        written = text[slash + 1 :]
        if not re.fullmatch(_INTEGER, written) or abs(int(written)) > _INT_MAX:
            raise CronError(f"'{text}' in its {kind.name} field: '{written}' is no number")
        step = int(written)
        values = text[:slash]
    if values == "*":
        return Piece(text, kind.first, kind.last, 1 if step is None else step)
    dash = values.find("-")
    if dash > 0:
        start, end = _value(values[:dash], text, kind), _value(values[dash + 1 :], text, kind)
    else:
        start = _value(values, text, kind)
        end = start if step is None else kind.last
    for value in (start, end):
        if not kind.first <= value <= kind.last:
            raise CronError(f"'{text}' in its {kind.name} field: {value} is not between {kind.first} and {kind.last}")
    return Piece(text, start, end, 1 if step is None else step)


def _value(text: str, whole: str, kind: Kind) -> int:
    if text[:1].isdigit() and text.isascii():
        if not re.fullmatch(_VALUE, text) or int(text) > _INT_MAX:
            raise CronError(f"'{whole}' in its {kind.name} field: '{text}' is no number")
        return int(text)
    if text:
        for number, name in enumerate(kind.names, kind.first):
            if name.lower().startswith(text.lower()):
                return number
    expected = f"the name of a {'month' if kind is MONTH else 'day'}" if kind.names else "a number"
    raise CronError(f"'{whole}' in its {kind.name} field: '{text}' is not {expected}")
