"""When a schedule fires next, as NCrontab finds it: day of the month and day of the week must both fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from funclint.app.cron import Cron

_LONGEST = 366 * 8 + 2
"""Days after which 29 February has come again, a century without one in between."""


def next_runs(cron: Cron, after: datetime) -> Iterator[datetime]:
    """The times after a moment (which must be without a time zone), in order; none are looked for after eight years."""
    days, months, weekdays = (set(field.values) for field in (cron.day, cron.month, cron.weekday))
    first = after.replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(_LONGEST):
        date = first + timedelta(days=number)
        if date.month not in months or date.day not in days or date.isoweekday() % 7 not in weekdays:
            continue
        for hour in cron.hour.values:
            for minute in cron.minute.values:
                for second in cron.second.values:
                    moment = date.replace(hour=hour, minute=minute, second=second)
                    if moment > after:
                        yield moment
