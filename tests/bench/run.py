"""Measures funclint against pyflakes and flake8 on generated apps, and its start-up against that of click.

    python run.py [--runs K] [--functions N] [--python PYTHON]

PYTHON (this one without it) has funclint, pyflakes, flake8 and pre-commit installed. The two sides of a row take turns.
Each time is the least of K whole processes, what the machine takes when nothing else disturbs it; the ratio is the
median of those of the K turns, in which both sides meet the same disturbances, with the least and the greatest.
"memory" is the peak of the largest process, in MB of 10^6 bytes.
"""

from __future__ import annotations

import argparse
import os
import re
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
COMMITTED_APP = 200


@dataclass
class Side:
    """One command and what its runs took: wall time in seconds, peak memory in bytes."""

    command: list[str]
    folder: str | None = None
    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Run the command once. Raises SystemExit if it finds anything: the apps are sound."""
        started = time.perf_counter()
        process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=self.folder)
        assert process.stdout is not None
        output = process.stdout.read()
        # The usage that wait4 gives covers the processes that the command has waited for itself.
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds.append(time.perf_counter() - started)
        self.memory.append(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(self.command)}\nended with {process.returncode}:\n{output.decode()}")

    def least(self) -> tuple[float, float]:
        return min(self.seconds), statistics.median(self.memory) / 1e6


def compare(ours: Sequence[str], theirs: Sequence[str], folder: str | None = None, *, runs: int) -> tuple[Side, Side]:
    """Run both in turn, once more than is counted: the first run of each only warms the caches of the system."""
    sides = Side(list(ours), folder), Side(list(theirs), folder)
    for number in range(runs + 1):
        for side in sides:
            side.run()
            if number == 0:
                side.seconds.clear()
                side.memory.clear()
    return sides


def staged(folder: Path, funclint: str) -> str:
    """A repository with an app, one file of which is changed and staged, and the hook."""
    write_app(folder / "api", COMMITTED_APP)
    hook = yaml_hook(funclint)
    (folder / ".pre-commit-config.yaml").write_text(f"repos:\n- repo: local\n  hooks:\n{hook}")
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgsign=false")

    def git(*args: str) -> None:
        subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)

    git("init")
    git("add", "-A")
    git("commit", "-m", "app")
    script = sorted((folder / "api").glob("*/__init__.py"))[COMMITTED_APP // 2]
    script.write_text(script.read_text() + "\n# changed\n")
    git("add", "-A")
    return str(folder)


def yaml_hook(funclint: str) -> str:
    """The hook as .pre-commit-hooks.yaml has it, but with the funclint that is measured, installed already."""
    text = (Path(__file__).parent.parent.parent / ".pre-commit-hooks.yaml").read_text()
    first = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).split("\n- id:")[0]
    first = first.replace("entry: funclint ", f"entry: {funclint} ").replace("language: python", "language: system")
    return "".join(f"  {line}\n" for line in first.replace("&files ", "").splitlines())


def table(rows: dict[str, tuple[Side, Side]]) -> str:
    """The rows as Markdown, with the ratio of the times."""
    lines = [
        "| | funclint | the other | ratio | from | to | memory of funclint | of the other |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for title, (ours, theirs) in rows.items():
        (our_time, our_memory), (their_time, their_memory) = ours.least(), theirs.least()
        ratios = sorted(our / their for our, their in zip(ours.seconds, theirs.seconds, strict=True))
        lines.append(
            f"| {title} | {our_time:.2f} s | {their_time:.2f} s | **{statistics.median(ratios):.2f}**"
            f" | {ratios[0]:.2f} | {ratios[-1]:.2f} | {our_memory:.0f} MB | {their_memory:.0f} MB |"
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
        large, double, small = (str(Path(folder, name)) for name in ("large", "double", "small"))
        write_app(Path(large), options.functions)
        write_app(Path(double), 2 * options.functions)
        write_app(Path(small), SMALL_APP)
        repository = staged(Path(folder, "repository"), funclint)
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
            f"{2 * options.functions:,} functions, against {options.functions:,}": (
                [funclint, double], [funclint, large],
            ),
            f"pre-commit on one file of {COMMITTED_APP} functions, against linting them": (
                [python, "-m", "pre_commit", "run", "funclint"], [funclint, "api"], repository,
            ),
        }  # fmt: skip
        rows = {title: compare(*pair, runs=options.runs) for title, pair in pairs.items()}
    print(table(rows))


if __name__ == "__main__":
    main()
