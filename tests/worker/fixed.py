"""Faulty apps after their safe fixes: what was fixed, and what the real worker says before and after.

The apps are generated ones with one fault, some for each rule whose fix is applied to them, and those of the rulebook's
pages that show a fix. Their verdicts are kept in fixed_verdicts.json.

    FUNCLINT_WORKER_PYTHON=... python fixed.py [--select FROM:TO]

records them anew; ``--select`` draws other generated apps, from those seeds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from agreement import seed_range
from generate import app_name, generate, write_app
from verdicts import HERE, WORKER_PYTHON, Verdict, ask, digest

from funclint.diagnostic import Applicability, Diagnostic, Severity
from funclint.engine import Result, check_paths
from funclint.files import Files
from funclint.fixing.rounds import Outcome, fix
from funclint.rulebook import Rulebook
from funclint.rulebook_pages import DEFAULT_FILES, parse

RECORDED_FIXES = HERE / "fixed_verdicts.json"
PER_RULE = 6
"""So many generated apps are recorded for each rule."""


class Faulty(NamedTuple):
    """An app to be fixed; ``faults`` is how many were put in."""

    name: str
    files: dict[str, bytes]
    faults: int


class Fixed(NamedTuple):
    """A faulty app, the findings before, what fixing came to, and the files then."""

    app: Faulty
    before: list[Diagnostic]
    outcome: Outcome
    files: dict[str, bytes]

    @property
    def is_clean(self) -> bool:
        """Whether all errors that there were are gone by fixes."""
        errors = [item for item in self.before if item.severity is Severity.ERROR]
        return bool(errors) and not any(i.severity is Severity.ERROR for i in self.outcome.result.diagnostics)

    @property
    def codes(self) -> list[str]:
        """The rules whose fixes were applied."""
        return sorted({item.code for item in self.outcome.applied})


class Recorded(NamedTuple):
    """The worker's verdicts on an app before and after its fixes, the rules that fixed it, the digest of the result."""

    codes: list[str]
    before: Verdict
    after: Verdict
    digest: str


def of_seed(seed: int) -> Faulty:
    """The generated app of a seed."""
    app = generate(seed)
    return Faulty(app_name(seed), app.files, len(app.faults))


@cache
def of_pages() -> dict[str, Faulty]:
    """The apps of the rulebook that show a fix and have one function, by name; one fault where one rule reports."""
    found: dict[str, Faulty] = {}
    for rule in Rulebook.with_shipped().rules:
        for number, app in enumerate(parse(rule.page()).apps, 1):
            files = {name: text.encode() for name, text in DEFAULT_FILES.items() if name not in app.without}
            files |= app.files
            if app.fixes and sum(name.endswith("/function.json") for name in files) == 1 and "host.json" in files:
                name = f"{rule.code.lower()}-{number}"
                found[name] = Faulty(name, files, len({code for _, code, _, _ in app.expected}))
    return found


def of_several_pages(seed: int) -> Faulty:
    """An app with the functions of four apps of the rulebook, and the host.json and settings of any others."""
    rng = random.Random(seed)
    shown = _shown()
    files = {
        name: rng.choice([files[name] for _, files in shown if name in files])
        for name in ("host.json", "local.settings.json", ".gitignore", "requirements.txt")
    }
    for code, app in rng.sample(shown, 4):
        folders = {name.partition("/")[0] for name in app if name.endswith("/function.json")}
        for name, content in app.items():
            folder, _, rest = name.partition("/")
            if folder in folders:  # two apps may call their functions the same
                files[f"{code}{folder}/{rest}"] = content
            elif rest:
                files[name] = content
    return Faulty(f"m{seed:06d}", files, 4)


@cache
def _shown() -> list[tuple[str, dict[str, bytes]]]:
    """All apps of the rulebook's pages, with the code of the page."""
    return [(rule.code, app.files) for rule in Rulebook.with_shipped().rules for app in parse(rule.page()).apps]


def by_name(name: str) -> Faulty:
    """An app by its name. Raises KeyError."""
    pages = of_pages()
    return pages[name] if name in pages else of_seed(int(name[1:]))


@contextmanager
def fixed(app: Faulty, *, unsafe: bool = False) -> Iterator[Fixed]:
    """An app after its safe fixes, ``unsafe``: after all; written to a folder as it was."""
    allowed = {Applicability.SAFE, *([Applicability.UNSAFE] if unsafe else [])}
    with tempfile.TemporaryDirectory() as name:
        root = Path(os.path.realpath(name)) / app.name
        write_app(app.files, root)

        def check(files: Files) -> Result:
            return check_paths([root], files=files, jobs=1)

        def wanted(item: Diagnostic) -> bool:
            return item.fix is not None and item.fix.applicability in allowed

        before = check(Files()).diagnostics
        outcome = fix(check, wanted, lambda path: None)
        changed = {path.relative_to(root).as_posix(): data for path, data in outcome.contents.items()}
        yield Fixed(app, before, outcome, {**app.files, **changed})


def ask_about_fixed(python: str, apps: Iterable[Faulty]) -> dict[str, Recorded]:
    """The worker's verdicts on those apps that safe fixes change."""
    results: dict[str, tuple[list[str], str]] = {}
    with tempfile.TemporaryDirectory() as name:
        before, after = Path(name) / "before", Path(name) / "after"
        for app in apps:
            with fixed(app) as result:
                if result.outcome.contents:
                    results[app.name] = result.codes, digest(result.files)
                    write_app(app.files, before / app.name)
                    write_app(result.files, after / app.name)
        was, now = ask(python, before), ask(python, after)
    return {app: Recorded(codes, was[app], now[app], found) for app, (codes, found) in results.items()}


def select(seeds: Iterable[int]) -> list[str]:
    """Names of generated apps with one fault that safe fixes change: the first few for each rule that fixes one."""
    chosen: list[str] = []
    count: Counter[str] = Counter()
    with ProcessPoolExecutor() as pool:
        for seed, codes in pool.map(_codes_of, seeds, chunksize=50):
            if any(count[code] < PER_RULE for code in codes):
                count.update(codes)
                chosen.append(app_name(seed))
    return chosen


def _codes_of(seed: int) -> tuple[int, list[str]]:
    app = of_seed(seed)
    if app.faults != 1:
        return seed, []
    with fixed(app) as result:
        return seed, result.codes


def save(recorded: dict[str, Recorded]) -> None:
    lines = [json.dumps({name: [r.codes, list(r.before), list(r.after), r.digest]}) for name, r in recorded.items()]
    RECORDED_FIXES.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def load() -> dict[str, Recorded]:
    """The recorded apps by name."""
    lines = json.loads(RECORDED_FIXES.read_text(encoding="utf-8"))
    return {
        name: Recorded(codes, Verdict(*before), Verdict(*after), found)
        for line in lines
        for name, (codes, before, after, found) in line.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Record the worker's verdicts on fixed apps.")
    parser.add_argument("--select", type=seed_range, metavar="FROM:TO")
    arguments = parser.parse_args()
    python = os.environ.get(WORKER_PYTHON)
    if not python:
        print(f"{WORKER_PYTHON} does not name a Python with the worker.", file=sys.stderr)
        return 2
    if arguments.select is not None:
        names = select(arguments.select)
    else:
        names = [name for name in load() if name not in of_pages() and name[1:].isdigit()]
    recorded = ask_about_fixed(python, [*map(of_seed, (int(name[1:]) for name in names)), *of_pages().values()])
    save(recorded)
    print(f"{sum(r.after.ok for r in recorded.values())} of {len(recorded)} fixed functions load.")
    print(f"{sum(r.before.ok for r in recorded.values())} of them did before.")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent.parent))
    raise SystemExit(main())
