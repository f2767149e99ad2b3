"""NCRONTAB and time spans: the vectors that NCrontab 3.3.3 and .NET gave, and what schedules are called in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funclint.app.cron import CronError, Field, parse_cron
from funclint.app.schedule import Schedule, is_misread, never_fires
from funclint.catalogue.timespan import parse_time_span

VECTORS = Path(__file__).parent.parent / "data" / "host_vectors"


def rows(name: str) -> list[dict[str, str | float | None]]:
    return [json.loads(line) for line in (VECTORS / name).read_text(encoding="utf-8").splitlines()]


def as_ncrontab_writes_it(field: Field) -> str:
    values, runs = field.values, []
    if field.is_every:
        return "*"
    while values:
        length = next((at for at in range(1, len(values)) if values[at] != values[0] + at), len(values))
        runs.append(f"{values[0]}-{values[length - 1]}" if length > 1 else str(values[0]))
        values = values[length:]
    return ",".join(runs)


def test_there_are_vectors() -> None:
    assert (len(rows("cron.jsonl")), len(rows("time_span.jsonl"))) == (77, 25)


@pytest.mark.parametrize("row", rows("cron.jsonl"), ids=lambda row: repr(row["text"]))
def test_cron(row: dict[str, str | None]) -> None:
    text = row["text"]
    assert text is not None
    if row["cron"] is None:
        with pytest.raises(CronError):
            parse_cron(text)
    else:
        cron = parse_cron(text)
        fields = cron.fields[1:] if cron.five else cron.fields
        assert " ".join(as_ncrontab_writes_it(field) for field in fields) == row["cron"]
    assert (parse_time_span(text) is not None) == (row["time_span"] is not None)
    assert (Schedule(text).error is None) == (row["cron"] is not None or row["time_span"] is not None)


@pytest.mark.parametrize("row", rows("time_span.jsonl"), ids=lambda row: repr(row["text"]))
def test_time_span(row: dict[str, str | float]) -> None:
    period = parse_time_span(str(row["text"]))
    if row["minutes"] is None:
        assert period is None
    else:
        assert period is not None
        assert period.seconds / 60 == pytest.approx(row["minutes"])


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1.2:3", 86400 + 2 * 3600 + 3 * 60),
        ("1:2:3:4.5", 86400 + 2 * 3600 + 3 * 60 + 4.5),
        ("24:00", None),
        ("1.24:00:00", None),
        ("1.2", None),
        ("1:2.5", None),
        ("24:00:00.5", None),
        ("+1:00", None),
        ("10675199.02:48:05", 10675199 * 86400 + 2 * 3600 + 48 * 60 + 5),
        ("10675199.02:48:06", None),
        ("\u0661:00", None),
    ],
)
def test_more_time_spans(text: str, seconds: float | None) -> None:
    period = parse_time_span(text)
    assert (period.seconds if period is not None else None) == seconds


@pytest.mark.parametrize(
    ("text", "misread"),
    [
        ("24:00:00", True),
        ("5", True),
        ("1:2:3:4", True),
        ("00:00:00", True),
        ("-00:05:00", True),
        ("1.00:00:00", False),
        ("23:59:59", False),
        ("1:00", False),
    ],
)
def test_misread_time_spans(text: str, misread: bool) -> None:
    period = parse_time_span(text)
    assert period is not None
    assert is_misread(period) == misread


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0 */5 * * * *", "every 5 minutes"),
        ("*/5 * * * *", "every 5 minutes"),
        ("0 * * * * *", "every minute"),
        ("0 0 * * * *", "every hour"),
        ("0 0 */2 * * *", "every 2 hours"),
        ("0 30 * * * *", "at minute 30 of every hour"),
        ("0 0 9 * * *", "at 09:00 every day"),
        ("30 15 9 * * *", "at 09:15:30 every day"),
        ("0 0,30 9,17 * * 1-5", "at 09:00, 09:30, 17:00 and 17:30 on Monday to Friday"),
        ("0 */15 9-17 * * *", "every 15 minutes of hours 9 to 17"),
        ("0 0 9-17 * * *", "at hours 9 to 17"),
        ("* * * * * *", "every second"),
        ("*/10 * * * * *", "every 10 seconds"),
        ("30 * * * * *", "at second 30 of every minute"),
        ("* 0 9 * * *", "every second of minute 0 of hour 9"),
        ("0 5/15 * * * *", "at minutes 5, 20, 35 and 50 of every hour"),
        ("0 0 0 1 * *", "at 00:00 on day 1 of the month"),
        ("0 0 0 1 1,7 *", "at 00:00 on day 1 of the month in January and July"),
        ("0 0 0 13 * FRI", "at 00:00 on day 13 of the month when it is Friday"),
        ("0 0 0 * * SUN,sat", "at 00:00 on Sunday and Saturday"),
        ("0 0 0 31 2 *", "never"),
        ("00:05:00", "every 5 minutes"),
        ("1.00:00:00", "every day"),
        ("24:00:00", "every 24 days"),
        ("01:30", "every 1 hour 30 minutes"),
        ("00:00:00.5", "every 0.5 seconds"),
        ("0 0 9 * * 7", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert str(Schedule(text)) == words


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("0 0 9 * * 7", "'7' in its day of the week field: 7 is not between 0 and 6"),
        ("0\t0\t9 * * *", "it has 4 fields, not five or six; only spaces separate fields, not tabs"),
        ("0 0 9 * * * 2024", "it has 7 fields, not five or six"),
        ("0 0 9 ? * *", "'?' in its day field: '?' is not a number"),
        ("0 0 9 * Sept *", None),
        ("0 0 9 * Smarch *", "'Smarch' in its month field: 'Smarch' is not the name of a month"),
        ("0 5, * * * *", "an item of its minute field is empty"),
        ("0 */x * * * *", "'*/x' in its minute field: 'x' is no number"),
        ("00:60:00", "it is neither five or six fields nor a time span"),
    ],
)
def test_reasons(text: str, reason: str | None) -> None:
    assert Schedule(text).error == reason


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("0 0 0 30 2 *", True),
        ("0 0 0 29 2 *", False),
        ("0 0 0 31 4,6,9,11 *", True),
        ("0 0 0 31 4,5 *", False),
        ("0 0 0 28,30 2 *", False),
    ],
)
def test_never_fires(text: str, never: bool) -> None:
    assert never_fires(parse_cron(text)) == never


PIECES = st.text(alphabet="0123456789*/-,+ \tLW#?@.:jJaAnMoOnN", max_size=30) | st.text(max_size=20)


@given(PIECES)
def test_any_text_is_read_and_described(text: str) -> None:
    schedule = Schedule(text)
    assert (schedule.error is None) == bool(str(schedule))


@given(
    st.lists(
        st.sampled_from(["*", "0", "5", "1-5", "*/7", "3/2", "1,2,9", "5-2", "*/900", "1-3/2"]), min_size=5, max_size=6
    )
)
def test_a_described_schedule_says_something(fields: list[str]) -> None:
    schedule = Schedule(" ".join(field.replace("9", "6") if at else field for at, field in enumerate(fields)))
    if schedule.cron is not None:
        assert str(schedule).split()[0] in ("every", "at", "never")
