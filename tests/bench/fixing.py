"""Measures fixing against linting and parsing: an app whose every file has a safe fix.

    python fixing.py [--functions N] [--runs K]

Prints the medians of K runs, in seconds: linting the app, parsing its files to be fixed with libcst, fixing it; and the
fixing as a share of twice the two others, which it must not exceed.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import write_app

FAULTS = {
    "function.json": ('"direction": "out"', '"direction": "output"'),
    "__init__.py": ("import ", "import sched\nimport "),
}


def put_in_faults(app: Path) -> list[Path]:
    """A fault with a safe fix in each file of a function; gives the files."""
    files: list[Path] = []
    for name, (sound, faulty) in FAULTS.items():
        for path in app.glob(f"*/{name}"):
            if path.parent.joinpath("function.json").exists():
                path.write_text(path.read_text().replace(sound, faulty, 1))
                files.append(path)
    return files


def timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure fixing.")
    parser.add_argument("--functions", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    parse = "import sys, pathlib, libcst\nfor p in sys.argv[1:]: libcst.parse_module(pathlib.Path(p).read_bytes())"
    lint: list[float] = []
    cst: list[float] = []
    fix: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "app"
        write_app(app, arguments.functions)
        files = put_in_faults(app)
        for number in range(arguments.runs):
            copy = Path(folder) / f"copy{number}"
            shutil.copytree(app, copy)
            lint.append(timed([sys.executable, "-m", "funclint", "check", "-q", str(app)]))
            scripts = [str(path) for path in files if path.suffix == ".py"]
            cst.append(timed([sys.executable, "-c", parse, *scripts]))
            fix.append(timed([sys.executable, "-m", "funclint", "check", "-q", "--fix", str(copy)]))
            left = sum("import sched" in path.read_text() for path in copy.glob("*/__init__.py"))
            left += sum('"output"' in path.read_text() for path in copy.glob("*/function.json"))
            if left:
                raise SystemExit(f"{left} files were not fixed")
    linting, parsing, fixing = map(statistics.median, (lint, cst, fix))
    share = fixing / (2 * linting + parsing)
    print(f"{len(files)} files to fix: lint {linting:.2f}, libcst {parsing:.2f}, fix {fixing:.2f}")
    print(f"fix is {share:.2f} of twice the linting plus the parsing")
    print(f"fix is {fixing / linting:.2f} times the linting, {fixing / parsing:.2f} times the parsing")
    return 0 if share <= 1 else 1


if __name__ == "__main__":
    raise SystemExit(main())
