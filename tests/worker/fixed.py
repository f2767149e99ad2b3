"""Generated apps after their fixes: what was fixed, and what the real worker says of the result (fixed_verdicts.json).

FUNCLINT_WORKER_PYTHON=... python fixed.py        records the verdicts anew
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generate import App, app_name, generate, write_app
from verdicts import HERE, WORKER_PYTHON, Recorded, Verdict, ask, digest, save

from funclint.diagnostic import Applicability, Diagnostic, Severity
from funclint.engine import check_paths
from funclint.files import Files
from funclint.fixing.rounds import Outcome, fix

RECORDED_FIXES = HERE / "fixed_verdicts.json"
SEEDS = range(600)


class Fixed(NamedTuple):
    """A generated app, the findings before, what fixing came to, and the files then."""

    app: App
    before: list[Diagnostic]
    outcome: Outcome
    files: dict[str, bytes]

    @property
    def is_clean(self) -> bool:
        """Whether all errors that there were are gone by fixes."""
        errors = [item for item in self.before if item.severity is Severity.ERROR]
        return bool(errors) and not any(i.severity is Severity.ERROR for i in self.outcome.result.diagnostics)


@contextmanager
def fixed(seed: int, *, unsafe: bool = False) -> Iterator[Fixed]:
    """The app of a seed after its safe fixes, ``unsafe``: after all; written to a folder as it was."""
    app = generate(seed)
    allowed = {Applicability.SAFE, *([Applicability.UNSAFE] if unsafe else [])}
    with tempfile.TemporaryDirectory() as name:
        root = Path(os.path.realpath(name)) / app_name(seed)
        write_app(app.files, root)

        def check(files: Files) -> object:
            return check_paths([root], files=files, jobs=1)

        before = check(Files()).diagnostics  # type: ignore[attr-defined]
        outcome = fix(check, lambda item: item.fix.applicability in allowed, lambda path: None)  # type: ignore
        changed = {path.relative_to(root).as_posix(): data for path, data in outcome.contents.items()}
        yield Fixed(app, before, outcome, {**app.files, **changed})


def ask_about_fixed(python: str, seeds: Iterable[int], *, unsafe: bool = False) -> dict[int, Recorded]:
    """The worker's verdicts on the apps of those seeds that fixes change."""
    digests: dict[int, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            with fixed(seed, unsafe=unsafe) as result:
                if result.outcome.applied:
                    digests[seed] = digest(result.files)
                    write_app(result.files, Path(folder) / app_name(seed))
        said: dict[str, Verdict] = ask(python, Path(folder))
    return {seed: Recorded(said[app_name(seed)], found) for seed, found in digests.items()}


def main() -> int:
    python = os.environ.get(WORKER_PYTHON)
    if not python:
        print(f"{WORKER_PYTHON} does not name a Python with the worker.", file=sys.stderr)
        return 2
    recorded = ask_about_fixed(python, SEEDS)
    save(recorded, RECORDED_FIXES)
    print(f"{sum(r.verdict.ok for r in recorded.values())} of {len(recorded)} fixed functions load.")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent.parent))
    raise SystemExit(main())
