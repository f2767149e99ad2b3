"""Asks the worker about the generated apps and writes verdicts.json.

FUNCLINT_WORKER_PYTHON=... python tests/worker/record.py [--seeds 0:600]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from agreement import seed_range
from generate import app_name, generate, write_app
from verdicts import WORKER_PYTHON, Recorded, Verdict, ask, digest, save


def ask_about(python: str, seeds: range) -> dict[int, Recorded]:
    """The worker's verdicts on the apps of some seeds."""
    digests: dict[int, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            files = generate(seed).files
            digests[seed] = digest(files)
            write_app(files, Path(folder) / app_name(seed))
        said: dict[str, Verdict] = ask(python, Path(folder))
    return {seed: Recorded(said[app_name(seed)], digests[seed]) for seed in seeds}


def main() -> int:
    parser = argparse.ArgumentParser(description="Record the worker's verdicts on generated apps.")
    parser.add_argument("--seeds", type=seed_range, default=range(600), metavar="FROM:TO")
    arguments = parser.parse_args()
    python = os.environ.get(WORKER_PYTHON)
    if not python:
        print(f"{WORKER_PYTHON} does not name a Python with the worker.", file=sys.stderr)
        return 2
    recorded = ask_about(python, arguments.seeds)
    save(recorded)
    print(f"{sum(r.verdict.ok for r in recorded.values())} of {len(recorded)} functions load.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
