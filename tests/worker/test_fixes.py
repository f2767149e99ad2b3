"""Fixes over generated apps: nothing breaks, and the real worker loads what they mend."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from fixed import RECORDED_FIXES, ask_about_fixed, fixed
from record import ask_about
from verdicts import WORKER_PYTHON, Verdict, digest, load

from funclint import jsonc
from funclint.diagnostic import Edit
from funclint.fixing import editing
from funclint.text import SourceText

PYTHON = os.environ.get(WORKER_PYTHON)
PROPERTY_SEEDS = range(20_000, 20_120)
FRESH_SEEDS = range(30_000, 30_200)


def parses(name: str, data: bytes) -> bool:
    if name.endswith(".py"):
        try:
            ast.parse(data)
        except (SyntaxError, ValueError):
            return False
        return True
    return jsonc.parse(data.decode("utf-8-sig", "replace")).accepted


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every application of edits is checked on the bytes: outside of the edits they are the same."""
    apply = editing.apply

    def checked(text: SourceText, edits: Iterable[Edit]) -> tuple[bytes, list[editing.Range]]:
        edits = list(edits)
        data, ranges = apply(text, edits)
        new = data.removeprefix(text.bom).decode(text.encoding)
        spans = sorted((edit.span.start, edit.span.end) for edit in edits)
        assert without(new, ranges) == without(text.text, spans)
        assert text.bom + text.text.encode(text.encoding) == text.data
        return data, ranges

    def without(text: str, ranges: list[tuple[int, int]]) -> list[bytes]:
        edges = [0, *(edge for pair in ranges for edge in pair), len(text)]
        return [
            text[start:end].encode("utf-16-le", "surrogatepass")
            for start, end in zip(edges[::2], edges[1::2], strict=True)
        ]

    monkeypatch.setattr(editing, "apply", checked)


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "all"])
def test_fixes_break_nothing_and_come_to_rest(unsafe: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    touched = 0
    for seed in PROPERTY_SEEDS:
        with fixed(seed, unsafe=unsafe) as result:
            outcome = result.outcome
            assert (outcome.undone, outcome.fighting) == ([], ()), seed
            assert not [item for item in outcome.result.diagnostics if item.code == "FN000"], seed
            for name, data in result.files.items():
                before = result.app.files[name]
                assert parses(name, data) or not parses(name, before), (seed, name)
            touched += bool(outcome.contents)
            if not outcome.contents:
                continue
            # what another run would make of the fixed files: the same
            (root,) = outcome.result.apps
            for path, data in outcome.contents.items():
                path.write_bytes(data)
            again = _again(root, unsafe)
            assert again == {}, seed
    assert touched >= 10


def _again(root: Path, unsafe: bool) -> dict[Path, bytes]:
    from funclint.diagnostic import Applicability
    from funclint.engine import check_paths
    from funclint.fixing.rounds import fix

    allowed = {Applicability.SAFE, *([Applicability.UNSAFE] if unsafe else [])}
    outcome = fix(
        lambda files: check_paths([root], files=files, jobs=1),
        lambda item: item.fix is not None and item.fix.applicability in allowed,
        lambda path: None,
    )
    return outcome.contents


def judge(before: dict[int, Verdict], after: dict[int, Verdict]) -> tuple[list[str], int]:
    """What is worse than before, or not mended although nothing is reported any more; how many functions load now."""
    wrong: list[str] = []
    mended = 0
    for seed, now in after.items():
        with fixed(seed) as result:
            said = (
                f"{seed} {result.app.faults} {[(i.code, i.fix and i.fix.title) for i in result.outcome.applied]}: {now}"
            )
            was = before[seed]
            if was.ok and (not now.ok or (was.called and not now.called)):
                wrong.append(f"worse: {said}")
            elif len(result.app.faults) == 1 and result.is_clean and not now.ok:
                wrong.append(f"not mended: {said}")
            mended += now.ok and not was.ok
    return wrong, mended


def test_recorded_verdicts_on_fixed_apps() -> None:
    recorded = load(RECORDED_FIXES)
    current = {}
    for seed, (verdict, app) in recorded.items():
        with fixed(seed) as result:
            if digest(result.files) == app:
                current[seed] = verdict
    assert len(current) >= 0.8 * len(recorded), "record anew: python tests/worker/fixed.py"
    wrong, mended = judge({seed: found.verdict for seed, found in load().items()}, current)
    assert wrong == []
    assert mended >= 0.5 * len(current)


@pytest.mark.skipif(not PYTHON, reason=f"{WORKER_PYTHON} does not name a Python with the worker")
def test_fresh_verdicts_on_fixed_apps() -> None:
    assert PYTHON is not None
    after = {seed: found.verdict for seed, found in ask_about_fixed(PYTHON, FRESH_SEEDS).items()}
    before = {seed: found.verdict for seed, found in ask_about(PYTHON, FRESH_SEEDS).items()}
    wrong, mended = judge(before, after)
    assert wrong == []
    assert mended > 5
