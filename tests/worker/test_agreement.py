"""funclint and the real worker agree on generated apps: recorded verdicts, and fresh ones."""

from __future__ import annotations

import os

import pytest
from agreement import Finding, Report, compare, describe, measure, table
from generate import generate
from record import ask_about
from verdicts import WORKER_PYTHON, Verdict, changed, digest, load

pytest.importorskip("funclint.engine", reason="funclint's engine cannot be imported")

LEAST_CAUGHT = 0.98
FRESH_SEEDS = range(10_000, 10_300)
PYTHON = os.environ.get(WORKER_PYTHON)

needs_worker = pytest.mark.skipif(not PYTHON, reason=f"{WORKER_PYTHON} does not name a Python with the worker")


def assert_agreement(report: Report, verdicts: dict[int, Verdict], findings: dict[int, list[Finding]]) -> None:
    """No crash, no false alarm, nearly every refusal caught; shows the first disagreements otherwise."""

    def shown(seeds: list[int]) -> str:
        texts = [describe(seed, verdicts[seed], findings.get(seed, ())) for seed in seeds[:3]]
        return "\n\n".join([*texts, table(report)])

    assert not report.crashed, shown(report.crashed)
    assert not report.false, shown(report.false)
    assert report.share_caught >= LEAST_CAUGHT, shown(report.missed)


def test_recorded_apps_are_those_that_are_generated() -> None:
    recorded = load()
    assert [seed for seed, (_, app) in recorded.items() if digest(generate(seed).files) != app] == []


def test_about_half_of_the_recorded_functions_load() -> None:
    recorded = load()
    sound = sum(verdict.ok for verdict, _ in recorded.values())
    assert len(recorded) >= 600
    assert 0.4 < sound / len(recorded) < 0.6


def test_no_error_dominates() -> None:
    refusals = [verdict.error for verdict, _ in load().values() if not verdict.ok and verdict.error]
    starts = [error[:60] for error in refusals]
    assert max(map(starts.count, starts)) < 0.25 * len(starts)


def test_recorded_verdicts() -> None:
    assert_agreement(*measure(load()))


@needs_worker
def test_fresh_verdicts() -> None:
    assert_agreement(*measure(FRESH_SEEDS, PYTHON))


@needs_worker
def test_recorded_verdicts_are_unchanged() -> None:
    assert PYTHON is not None
    recorded = load()
    now = {seed: found.verdict for seed, found in ask_about(PYTHON, range(len(recorded))).items()}
    assert changed(recorded, now, recorded) == []


def test_compare() -> None:
    loads = Verdict(True, None, None, True)
    fails_when_called = Verdict(True, None, "TypeError: x", False)
    refused = Verdict(False, "load", "SyntaxError: x", None)
    error, warning = {"code": "FN301", "severity": "error"}, {"code": "FN205", "severity": "warning"}
    crash = {"code": "FN000", "severity": "error"}
    report = compare(
        {1: [warning], 2: [error], 3: [warning], 4: [error, warning], 5: [error], 7: [crash]},
        {1: loads, 2: loads, 3: refused, 4: refused, 5: fails_when_called, 6: fails_when_called, 7: refused, 8: loads},
    )
    assert report == Report(
        caught=[4], missed=[3, 7], silent=[1, 8], false=[2], calls_caught=[5], calls_missed=[6], crashed=[7]
    )
    assert (report.refused, report.accepted, report.share_caught) == (3, 3, 1 / 3)
