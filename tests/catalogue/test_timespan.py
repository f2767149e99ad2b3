"""The pattern of time spans, for JSON Schema, says the same as the reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from funclint.catalogue.timespan import PATTERN, parse_time_span

VECTORS = Path(__file__).parent.parent / "data" / "host_vectors" / "time_span.jsonl"


def test_of_the_recorded_texts() -> None:
    texts = [str(json.loads(line)["text"]) for line in VECTORS.read_text(encoding="utf-8").splitlines()]
    wrong = [text for text in texts if (re.search(PATTERN, text) is None) != (parse_time_span(text) is None)]

    assert len(texts) > 20
    assert wrong == ["10675200"]  # the greatest period is no matter of form


@given(st.from_regex(r"-?[0-9]{0,3}[.:]?[0-9]{0,3}[:.]?[0-9]{0,2}:?[0-9]{0,2}\.?[0-9]{0,8}", fullmatch=True))
def test_of_any_text(text: str) -> None:
    assume(not re.match(r"-?[0-9]{8}", text))

    assert (re.search(PATTERN, text) is not None) == (parse_time_span(text) is not None)
