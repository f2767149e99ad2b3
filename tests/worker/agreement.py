"""Compares funclint with the worker on generated apps.

python tests/worker/agreement.py --seeds 0:600          recorded verdicts
python tests/worker/agreement.py --seeds 5000:5300 --live   asks the worker that FUNCLINT_WORKER_PYTHON names
python tests/worker/agreement.py --show 17              writes the app of a seed, prints verdict and findings
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generate import App, app_name, generate, write_app
from verdicts import RECORDED, WORKER_PYTHON, Verdict, ask, load

Finding = Mapping[str, Any]
"""One object of funclint's JSON output: code, name, severity, message, filename, location {row, column}."""

INTERNAL_ERROR = "FN000"
_REPOSITORY = Path(__file__).parents[2]
# Parts of shapes and faults: a branch on what the environment holds, or a key that two sources judge differently.
_UNDECIDABLE = ("unknown-branch", "hidden+unknown", "NOT_SET_ANYWHERE", "open('/nowhere", "json:Bindings")
_APP_FOLDER = re.compile(r"^s\d{6}$")


@dataclass
class Report:
    """Seeds by how funclint and the worker agree.

    `missed`: refused, and no error of funclint. `false`: loads and can be called, and an error of funclint. `crashed`:
    funclint could not do its work. `calls_caught` and `calls_missed`: loads, fails when called, with and without an
    error of funclint. `undecidable`: refused without an error of funclint, for a reason that the files do not tell.
    """

    caught: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    false: list[int] = field(default_factory=list)
    calls_caught: list[int] = field(default_factory=list)
    calls_missed: list[int] = field(default_factory=list)
    crashed: list[int] = field(default_factory=list)
    undecidable: list[int] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return len(self.caught) + len(self.missed)

    @property
    def accepted(self) -> int:
        return len(self.silent) + len(self.false)

    @property
    def share_caught(self) -> float:
        return len(self.caught) / self.refused if self.refused else 1.0


def is_undecidable(app: App) -> bool:
    """Whether what the worker does with an app depends on more than its files; see MISSES.md."""
    return any(sign in word for word in (app.shape, *app.faults) for sign in _UNDECIDABLE)


def compare(findings: Mapping[int, Iterable[Finding]], verdicts: Mapping[int, Verdict]) -> Report:
    """How the findings on each seed's app agree with the verdict on its function."""
    report = Report()
    for seed, verdict in sorted(verdicts.items()):
        codes = {str(f["code"]) for f in findings.get(seed, ()) if str(f["severity"]).lower() == "error"}
        if INTERNAL_ERROR in codes:
            report.crashed.append(seed)
        flagged = bool(codes - {INTERNAL_ERROR})
        if not verdict.ok and not flagged and is_undecidable(generate(seed)):
            report.undecidable.append(seed)
        elif not verdict.ok:
            (report.caught if flagged else report.missed).append(seed)
        elif verdict.called:
            (report.false if flagged else report.silent).append(seed)
        else:
            (report.calls_caught if flagged else report.calls_missed).append(seed)
    return report


def check(folder: Path) -> dict[int, list[Finding]]:
    """funclint's findings on the apps in a folder, by seed. Raises RuntimeError if funclint gives no report."""
    run = subprocess.run(
        [sys.executable, "-m", "funclint", "check", "--output-format", "json", "--exit-zero", str(folder)],
        env={**os.environ, "PYTHONPATH": str(_REPOSITORY)},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    try:
        findings: list[Finding] = json.loads(run.stdout)
    except ValueError:
        raise RuntimeError(f"funclint ended with {run.returncode}: {run.stderr[-2000:]}") from None
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        for part in Path(str(finding["filename"])).parts:
            if _APP_FOLDER.match(part):
                found.setdefault(int(part[1:]), []).append(finding)
                break
    return found


def measure(
    seeds: Iterable[int], python: str | None = None
) -> tuple[Report, dict[int, Verdict], dict[int, list[Finding]]]:
    """Report, verdicts and findings on the apps of some seeds; `python` asks the worker afresh."""
    seeds = list(seeds)
    with tempfile.TemporaryDirectory(prefix="agreement") as name:
        folder = Path(name)
        for seed in seeds:
            write_app(generate(seed).files, folder / app_name(seed))
        if python:
            said = ask(python, folder)
            verdicts = {seed: said[app_name(seed)] for seed in seeds}
        else:
            recorded = load()
            verdicts = {seed: recorded[seed].verdict for seed in seeds}
        findings = check(folder)
    return compare(findings, verdicts), verdicts, findings


def seed_range(text: str) -> range:
    """A range of seeds from `FROM:TO`, or one seed."""
    first, colon, last = text.partition(":")
    return range(int(first), int(last)) if colon else range(int(first), int(first) + 1)


def kinds_of(app: App) -> list[str]:
    """What an app is counted under: its faults, or the shape of its script where it has none."""
    faults = [
        ":".join(fault.split(":")[:2]) if not fault.startswith("import-time") else "import-time" for fault in app.faults
    ]
    return faults or [f"sound {app.shape.split('+')[0]}"]


def table(report: Report) -> str:
    """The disagreements by kind, most frequent first."""
    rows: dict[str, Counter[str]] = {}
    columns = ("caught", "missed", "silent", "false", "calls_caught", "calls_missed", "crashed", "undecidable")
    for column in columns:
        for seed in getattr(report, column):
            for kind in kinds_of(generate(seed)):
                rows.setdefault(kind, Counter())[column] += 1
    ranked = sorted(rows, key=lambda k: (-rows[k]["false"], -rows[k]["missed"], -rows[k]["crashed"], k))
    lines = [f"{'kind':44}" + "".join(f"{column:>13}" for column in columns)]
    lines += [f"{kind[:43]:44}" + "".join(f"{rows[kind][column] or '':>13}" for column in columns) for kind in ranked]
    lines.append("")
    lines.append(
        f"refused {report.refused}: caught {len(report.caught)} ({report.share_caught:.1%}), "
        f"missed {len(report.missed)}; accepted {report.accepted}: false {len(report.false)}; "
        f"failing calls {len(report.calls_caught)} caught, "
        f"{len(report.calls_missed)} not; crashed {len(report.crashed)}; undecidable {len(report.undecidable)}"
    )
    return "\n".join(lines)


def describe(seed: int, verdict: Verdict | None, findings: Iterable[Finding]) -> str:
    """An app as text, with what the worker and funclint say of it."""
    app = generate(seed)
    lines = [f"=== seed {seed}: {app.shape}; faults: {', '.join(app.faults) or 'none'}"]
    for path, content in app.files.items():
        if path not in ("host.json", "requirements.txt") or any("syntax" in fault for fault in app.faults):
            lines += [f"--- {path}", content.decode("utf-8", "backslashreplace").rstrip()]
    lines.append(f"worker: {verdict}")
    for finding in findings:
        place = f"{Path(str(finding['filename'])).name}:{(finding.get('location') or {}).get('row')}"
        lines.append(f"funclint: {finding['severity']} {finding['code']} {place} {finding['message']}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare funclint with the worker on generated apps.")
    parser.add_argument("--seeds", type=seed_range, default=range(600), metavar="FROM:TO")
    parser.add_argument("--live", action="store_true", help=f"ask the worker that {WORKER_PYTHON} names")
    parser.add_argument("--examples", type=int, default=3, help="disagreements printed in full, of each sort")
    parser.add_argument("--show", type=int, metavar="SEED", help="one app with verdict and findings")
    parser.add_argument("--into", type=Path, help="with --show: the folder for the app")
    arguments = parser.parse_args()
    python = os.environ.get(WORKER_PYTHON) or None
    if arguments.live and not python:
        parser.error(f"{WORKER_PYTHON} does not name a Python with the worker")
    if arguments.show is not None:
        return _show(arguments.show, arguments.into, python)
    if not arguments.live and not RECORDED.exists():
        parser.error("nothing recorded: run record.py, or ask with --live")
    report, verdicts, findings = measure(arguments.seeds, python if arguments.live else None)
    for sort in ("false", "missed", "crashed"):
        for seed in getattr(report, sort)[: arguments.examples]:
            print(f"{sort.upper()} {describe(seed, verdicts[seed], findings.get(seed, ()))}\n")
    for sort in ("false", "missed", "crashed"):
        print(f"{sort}: {' '.join(map(str, getattr(report, sort))) or 'none'}")
    print(table(report))
    return 0


def _show(seed: int, into: Path | None, python: str | None) -> int:
    folder = (into or Path(tempfile.mkdtemp(prefix="agreement"))) / app_name(seed)
    write_app(generate(seed).files, folder)
    if python:
        verdict = ask(python, folder.parent).get(folder.name)
    else:
        recorded = load() if RECORDED.exists() else {}
        verdict = recorded[seed].verdict if seed in recorded else None
    print(describe(seed, verdict, check(folder.parent).get(seed, ())))
    print(f"app: {folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
