"""The schedule of a timer: what the timer extension makes of it, and what that is in plain words.

Source: TimerSchedule.Create of azure-webjobs-sdk-extensions, which tries NCRONTAB first and a .NET TimeSpan then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from funclint.app.cron import Cron, CronError, Field, Kind, parse_cron
from funclint.catalogue.timespan import TimeSpan, parse_time_span
from funclint.diagnostic import Span

if TYPE_CHECKING:
    from funclint.app.function import Function

_LONGEST_MONTH = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_MOST_TIMES = 6
"""So many times of day are listed one by one."""


class Schedule:
    """What is written and how it is read: ``cron``, ``period``, or why not: ``error``."""

    __slots__ = ("cron", "error", "period", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.cron: Cron | None = None
        self.period: TimeSpan | None = None
        self.error: str | None = None
        try:
            self.cron = parse_cron(text)
        except CronError as error:
            self.period = parse_time_span(text)
            if self.period is None:
                self.error = str(error)

    def __str__(self) -> str:
        """In plain words: ``every 5 minutes``; empty when it is not valid."""
        if self.cron is not None:
            return describe(self.cron)
        if self.period is None:
            return ""
        words = str(self.period)
        count, _, unit = words.partition(" ")
        return f"every {unit}" if count == "1" and " " not in unit else f"every {words}"


class Timer:
    """The schedule of a function with a timer trigger and where it is written."""

    __slots__ = ("schedule", "span")

    def __init__(self, schedule: Schedule, span: Span) -> None:
        self.schedule = schedule
        self.span = span


def timer_of(function: Function) -> Timer | None:
    """The timer of a function; None without one, or when an app setting holds the schedule."""
    trigger = function.trigger
    if not function.readable or trigger is None or (trigger.type or "").lower() != "timertrigger":
        return None
    text = trigger.text("schedule")
    if text is None or "%" in text:
        return None
    return Timer(Schedule(text), trigger.span("schedule"))


def is_misread(period: TimeSpan) -> bool:
    """Whether a time span counts days where hours or minutes seem to be meant, or is no time to wait at all."""
    return period.seconds <= 0 or period.hides_days


def never_fires(cron: Cron) -> bool:
    """Whether no date of any year has one of its days in one of its months."""
    return all(day > _LONGEST_MONTH.get(month, 31) for month in cron.month.values for day in cron.day.values)


def describe(cron: Cron) -> str:
    """A cron schedule in plain words, times in the app's time zone (UTC unless WEBSITE_TIME_ZONE says otherwise)."""
    if never_fires(cron):
        return "never"
    time, is_clock_time = _time(cron)
    days = _days(cron)
    if is_clock_time and not days:
        days = "every day"
    return " ".join(part for part in (time, days, _months(cron)) if part)


def _time(cron: Cron) -> tuple[str, bool]:
    second, minute, hour = cron.second, cron.minute, cron.hour
    if len(second.values) == 1 and len(minute.values) * len(hour.values) <= _MOST_TIMES:
        suffix = f":{second.values[0]:02}" if second.values[0] else ""
        times = [f"{h:02}:{m:02}{suffix}" for h in hour.values for m in minute.values]
        return f"at {_listed(times)}", True
    parts = []
    if second.values != [0]:
        parts.append(_units(second))
    if second.values == [0] or not minute.is_every:
        # "every hour" says more than "minute 0 of every hour"
        if second.values == [0] and minute.values == [0]:
            hours = _units(hour)
            return (hours if hours.startswith("every") else f"at {hours}"), False
        parts.append(_units(minute))
    elif len(second.values) == 1:
        parts.append("every minute")
    if not hour.is_every:
        parts.append(_units(hour, plain=True))
    elif minute.values and not _is_every_some(minute):
        parts.append("every hour")
    text = " of ".join(parts)
    return (text if text.startswith("every") else f"at {text}"), False


def _is_every_some(field: Field) -> bool:
    return field.is_every or _step(field) is not None


def _step(field: Field) -> int | None:
    """The distance of the values when they run evenly through the whole range."""
    values = field.values
    if len(values) < 2 or values[0] != field.kind.first:
        return None
    step = values[1] - values[0]
    even = field.kind.count % step == 0 and values == list(range(field.kind.first, field.kind.last + 1, step))
    return step if even and step > 1 else None


def _units(field: Field, plain: bool = False) -> str:
    name = field.kind.name
    if field.is_every:
        return f"every {name}"
    step = _step(field)
    if step is not None:
        return f"every {step} {name}s"
    words = _runs(field.values, field.kind)
    several = len(field.values) > 1
    return f"{name}{'s' if several else ''} {_listed(words)}" if not plain or several else f"{name} {words[0]}"


def _runs(values: Sequence[int], kind: Kind) -> list[str]:
    """Values as words, three and more in a row as ``a to b``."""
    words: list[str] = []
    at = 0
    while at < len(values):
        end = at
        while end + 1 < len(values) and values[end + 1] == values[end] + 1:
            end += 1
        if end - at >= 2:
            words.append(f"{_word(values[at], kind)} to {_word(values[end], kind)}")
        else:
            words += [_word(value, kind) for value in values[at : end + 1]]
        at = end + 1
    return words


def _word(value: int, kind: Kind) -> str:
    return kind.names[value - kind.first] if kind.names else str(value)


def _days(cron: Cron) -> str:
    day, weekday = cron.day, cron.weekday
    on_weekday = "" if weekday.is_every else _listed(_runs(weekday.values, weekday.kind))
    if day.is_every:
        return f"on {on_weekday}" if on_weekday else ""
    step = _step(day)
    numbers = (
        f"every {step} days"
        if step
        else f"day{'s' if len(day.values) > 1 else ''} " + _listed(_runs(day.values, day.kind))
    )
    return f"on {numbers} of the month" + (f" when it is {_listed(_runs(weekday.values, weekday.kind), 'or')}"
                                           if on_weekday else "")  # fmt: skip


def _months(cron: Cron) -> str:
    return "" if cron.month.is_every else f"in {_listed(_runs(cron.month.values, cron.month.kind))}"


def _listed(words: Sequence[str], last: str = "and") -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
