"""funclint and the worker agree on which import fails, and the fixes of sibling imports make functions load."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from generate import app_name, write_app
from imports_apps import Said, ask, disagreements, findings, fixed, generate, load, record
from verdicts import WORKER_PYTHON, digest

FRESH_SEEDS = range(20_000, 20_300)
MOST_UNREPORTED = 0.01
"""Of the apps of fresh seeds: what is only found by running code to the end."""
PYTHON = os.environ.get(WORKER_PYTHON)

needs_worker = pytest.mark.skipif(not PYTHON, reason=f"{WORKER_PYTHON} does not name a Python with the worker")


def all_disagreements(seeds: Iterable[int], said: dict[int, Said]) -> list[str]:
    """Where funclint differs from what the worker said of the apps of some seeds."""
    with tempfile.TemporaryDirectory() as name:
        for seed in seeds:
            write_app(generate(seed).files, Path(name) / app_name(seed))
        found = findings(Path(name))
    return [sentence for seed in seeds for sentence in disagreements(seed, said[seed], found.get(seed, ()))]


def test_recorded_apps_are_those_that_are_generated() -> None:
    recorded = load()
    assert len(recorded) >= 500
    assert [seed for seed, line in recorded.items() if digest(generate(seed).files) != line[4]] == []


def test_about_half_of_the_recorded_functions_load_and_every_kind_is_there() -> None:
    recorded = load()
    kinds = {kind.partition(" ")[0] for seed in recorded for kind in generate(seed).kinds}
    assert kinds == {
        "sibling", "implicit", "namespace", "root", "up", "above", "nowhere", "foreign", "not-installed", "cycle",
        "path",
    }  # fmt: skip
    assert 0.4 < sum(line[0] for line in recorded.values()) / len(recorded) < 0.7


def test_the_failing_imports_are_reported_and_no_others() -> None:
    recorded = load()
    assert all_disagreements(recorded, {seed: Said(*line[:4]) for seed, line in recorded.items()}) == []


def test_what_the_fixes_make_is_what_was_recorded(tmp_path: Path) -> None:
    recorded = load()
    differing = []
    for seed, line in recorded.items():
        files = generate(seed).files
        after = fixed(files, tmp_path / app_name(seed))
        if (digest(after) if after != files else None) != (line[8] if len(line) > 5 else None):
            differing.append(seed)
    assert differing == []


def test_after_the_fixes_no_import_of_a_sibling_fails() -> None:
    mended = {seed: line for seed, line in load().items() if len(line) > 5}
    assert len(mended) > 50
    assert sum(line[5] for line in mended.values()) > 0.5 * len(mended)
    siblings = ("'local'", "'other'", "'pack'")
    failing = [seed for seed, line in mended.items() if line[6] and line[6].rstrip(".").endswith(siblings)]
    # a shared module has no sibling of these names
    assert [seed for seed in failing if not mended[seed][7].startswith("shared/")] == []


@needs_worker
def test_fresh_verdicts() -> None:
    assert PYTHON is not None
    with tempfile.TemporaryDirectory() as name:
        for seed in FRESH_SEEDS:
            write_app(generate(seed).files, Path(name) / app_name(seed))
        answers = ask(PYTHON, Path(name))
    differing = all_disagreements(FRESH_SEEDS, {seed: answers[app_name(seed)] for seed in FRESH_SEEDS})
    assert [sentence for sentence in differing if "not reported" not in sentence] == []
    assert len(differing) <= MOST_UNREPORTED * len(FRESH_SEEDS), differing


@needs_worker
def test_recorded_verdicts_are_unchanged() -> None:
    assert PYTHON is not None
    recorded = load()
    now = record(PYTHON, range(len(recorded)))
    assert [seed for seed, line in recorded.items() if line != now[seed]] == []
