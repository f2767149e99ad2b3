"""Time spans, against what .NET said of them (recorded)."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from funclint.catalogue.timespan import MAX_LENGTH, PATTERN, parse

MINUTE = 60.0
DAY = 24 * 60 * MINUTE

RECORDED: dict[str, float | None] = {
    "00:05:00": 5 * MINUTE,
    "00:10:00": 10 * MINUTE,
    "00:10:01": 10 * MINUTE + 1,
    "5": 5 * DAY,
    "300": 300 * DAY,
    "-1": -DAY,
    "24:00:00": 24 * DAY,
    "23:59:59": DAY - 1,
    "1.00:00:00": DAY,
    "00:60:00": None,
    "00:00:90": None,
    "5m": None,
    "10 minutes": None,
    "": None,
    "01:30": 90 * MINUTE,
    "0:5": 5 * MINUTE,
    "00:05:00.500": 5 * MINUTE + 0.5,
    "10:00": 600 * MINUTE,
    "-00:00:01": -1.0,
    "00:00:00": 0.0,
    "10675199": 10675199 * DAY,
    "10675200": None,
    " 00:05:00 ": 5 * MINUTE,
    "infinite": None,
    "1:2:3:4": DAY + 2 * 3600 + 3 * MINUTE + 4,
}


@pytest.mark.parametrize(("text", "seconds"), RECORDED.items(), ids=repr)
def test_recorded(text: str, seconds: float | None) -> None:
    assert parse(text) == (None if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize("text", ["25:00:00", "1.24:00:00", "1:24:00:00", "1.2", ":", "1::2", "1.2.3:4", "--1", "٣"])
def test_more_that_is_odd(text: str) -> None:
    assert parse(text) == (25 * DAY if text == "25:00:00" else None)


@given(st.from_regex(r"-?[0-9]{0,3}[.:]?[0-9]{0,3}[:.]?[0-9]{0,2}:?[0-9]{0,2}\.?[0-9]{0,8}", fullmatch=True))
def test_the_pattern_says_the_same(text: str) -> None:
    assume(not re.match(r"-?[0-9]{8}", text))  # the pattern does not know the greatest number of days

    assert (re.search(PATTERN, text) is not None) == (parse(text) is not None)


def test_very_long_texts_are_refused() -> None:
    assert parse("0" * MAX_LENGTH + "1") is None
