"""Version ranges as NuGet reads them."""

from __future__ import annotations

import pytest

from funclint.app.version_range import parse

FIRST, LAST = (4, 0, 2), (4, 38, 0)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("4.0", True),
        ("[4.0]", False),
        ("[4.5.0]", True),
        ("[4.*, 5.0.0)", True),
        ("(1.0,)", True),
        ("(,5.0.0)", True),
        ("(,4.0.2)", False),
        ("(,4.0.2]", True),
        ("[3.3.0, 4.0.0)", False),
        ("*", True),
        ("4.1.*", True),
        ("[4.*-preview*, 5.0.0)", True),
        ("[4.38.0, 5.0.0)", True),
        ("(4.38.0, 5.0.0)", False),
        (" [ 4.* , 5.0.0 ) ", True),
    ],
)
def test_valid(text: str, met: bool) -> None:
    found = parse(text)
    assert found is not None
    assert found.meets(FIRST, LAST) is met


INVALID = """
~4 ^4.0 >=4 4.x (1.0.0 [4.*,5.*) [5.0,4.0) [1,2,3] random [,] (4.0) [4.0,4.0) [4.*] 4.0.0.0.0 4.-1 [ [] 4.0- 99999999999
"""


@pytest.mark.parametrize("text", ["", " ", *INVALID.split()])
def test_invalid(text: str) -> None:
    assert parse(text) is None


def test_ends_before() -> None:
    old, new = parse("[1.*, 2.0.0)"), parse("[2.*, 3.0.0)")
    assert old is not None
    assert new is not None
    assert old.ends_before((2, 6, 1))
    assert not new.ends_before((2, 6, 1))
    assert not (parse("4.0") or new).ends_before((2, 6, 1))
