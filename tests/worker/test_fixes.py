"""Fixes over generated apps: nothing breaks, and the real worker loads what they mend."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from fixed import Faulty, Recorded, ask_about_fixed, by_name, fixed, load, of_pages, of_seed, of_several_pages
from verdicts import WORKER_PYTHON, digest

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
@pytest.mark.parametrize("app", [of_seed, of_several_pages])
def test_fixes_break_nothing_and_come_to_rest(app: Callable[[int], Faulty], unsafe: bool) -> None:
    touched = 0
    for seed in PROPERTY_SEEDS:
        with fixed(app(seed), unsafe=unsafe) as result:
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


def wrong(recorded: dict[str, Recorded]) -> list[str]:
    """Apps that are worse after their fixes, or do not load although nothing is reported any more."""
    found: list[str] = []
    for name, (codes, was, now, _) in recorded.items():
        with fixed(by_name(name)) as result:
            said = f"{name} {codes} {[item.fix and item.fix.title for item in result.outcome.applied]}: {now}"
            if was.ok and (not now.ok or (was.called and not now.called)):
                found.append(f"worse: {said}")
            elif result.app.faults == 1 and result.is_clean and not now.ok:
                found.append(f"not mended: {said}")
    return found


def test_recorded_verdicts_are_on_what_the_fixes_do_today() -> None:
    for name, recorded in load().items():
        with fixed(by_name(name)) as result:
            assert digest(result.files) == recorded.digest, f"{name}: record anew: python tests/worker/fixed.py"


def test_all_pages_with_a_safe_fix_are_recorded() -> None:
    changed = set()
    for name, app in of_pages().items():
        with fixed(app) as result:
            changed |= {name} if result.outcome.contents else set()
    assert changed == {name for name in load() if name in of_pages()}, "record anew: python tests/worker/fixed.py"


def test_recorded_verdicts_on_fixed_apps() -> None:
    recorded = load()
    assert wrong(recorded) == []
    kinds = {code for found in recorded.values() for code in found.codes if not found.before.ok and found.after.ok}
    assert len(kinds) >= 30


@pytest.mark.skipif(not PYTHON, reason=f"{WORKER_PYTHON} does not name a Python with the worker")
def test_fresh_verdicts_on_fixed_apps() -> None:
    assert PYTHON is not None
    found = ask_about_fixed(PYTHON, [*map(of_seed, FRESH_SEEDS), *of_pages().values()])
    assert wrong(found) == []
    assert sum(item.after.ok and not item.before.ok for item in found.values()) > 20
