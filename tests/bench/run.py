"""Measures funclint against pyflakes and flake8 on generated apps, and its start-up against that of click.

    python run.py [--runs K] [--functions N] [--python PYTHON]

PYTHON (this one without it) has funclint, pyflakes and flake8 installed. The two sides of a row take turns; each number
is the median of K whole processes. "memory" is the peak of the largest process, in MB of 10^6 bytes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generate import write_app

SMALL_APP = 20


@dataclass
class Side:
    """One command and what its runs took: wall time in seconds, peak memory in bytes."""

    command: list[str]
    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Run the command once. Raises SystemExit if it finds anything: the apps are sound."""
        started = time.perf_counter()
        process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert process.stdout is not None
        output = process.stdout.read()
        # The usage that wait4 gives covers the processes that the command has waited for itself.
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds.append(time.perf_counter() - started)
        self.memory.append(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(self.command)}\nended with {process.returncode}:\n{output.decode()}")

    def median(self) -> tuple[float, float]:
        return statistics.median(self.seconds), statistics.median(self.memory) / 1e6


def compare(ours: Sequence[str], theirs: Sequence[str], runs: int) -> tuple[Side, Side]:
    """Run both in turn, once more than is counted: the first run of each only warms the caches of the system."""
    sides = Side(list(ours)), Side(list(theirs))
    for number in range(runs + 1):
        for side in sides:
            side.run()
            if number == 0:
                side.seconds.clear()
                side.memory.clear()
    return sides


def table(rows: dict[str, tuple[Side, Side]]) -> str:
    """The rows as Markdown, with the ratio of the times."""
    lines = [
        "| | funclint | the other | ratio | memory of funclint | of the other |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for title, (ours, theirs) in rows.items():
        (our_time, our_memory), (their_time, their_memory) = ours.median(), theirs.median()
        lines.append(
            f"| {title} | {our_time:.2f} s | {their_time:.2f} s | **{our_time / their_time:.2f}**"
            f" | {our_memory:.0f} MB | {their_memory:.0f} MB |"
        )
    return "\n".join(lines)


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--functions", type=int, default=1000, help="size of the large app")
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    python = options.python
    funclint = str(Path(python).parent / "funclint")
    with tempfile.TemporaryDirectory() as folder:
        large, small = str(Path(folder, "large")), str(Path(folder, "small"))
        write_app(Path(large), options.functions)
        write_app(Path(small), SMALL_APP)
        pairs = {
            f"{options.functions:,} functions, against pyflakes": (
                [funclint, large], [python, "-m", "pyflakes", large],
            ),
            f"{options.functions:,} functions in one process, against pyflakes": (
                [funclint, "check", "--jobs", "1", large], [python, "-m", "pyflakes", large],
            ),
            f"{SMALL_APP} functions, against flake8": (
                [funclint, small], [python, "-m", "flake8", "--max-line-length", "120", small],
            ),
            "`funclint --version`, against `import click`": (
                [funclint, "--version"], [python, "-c", "import click"],
            ),
        }  # fmt: skip
        rows = {title: compare(*pair, runs=options.runs) for title, pair in pairs.items()}
    print(table(rows))


if __name__ == "__main__":
    main()
