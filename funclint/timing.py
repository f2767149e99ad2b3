"""Where the time of a run goes, for ``--verbose``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funclint.app.function import Function
    from funclint.report.view import View

_SHOWN = 5


class Timing:
    """Seconds by phase, by rule and by file; those of several processes are added up."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}
        self.rules: dict[str, float] = {}
        self.files: dict[Path, float] = {}
        self.processes = 1
        self._started = time.perf_counter()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """The time in the block belongs to a phase."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.phases[name] = self.phases.get(name, 0) + time.perf_counter() - started

    def read(self, function: Function) -> None:
        """Read all that most rules need of a function, so that the first of them is not the one that pays for it."""
        with self.phase("reading"), self.file(function.path):
            _ = function.readable, function.bindings
        with self.phase("reading"), self.file(function.script.path or function.path):
            _ = function.modules, function.entry_point.parameters

    def now(self) -> float:
        """The time at which something begins."""
        return time.perf_counter()

    def add_rule(self, code: str, started: float) -> None:
        """The time from then to now belongs to a rule."""
        spent = time.perf_counter() - started
        self.rules[code] = self.rules.get(code, 0) + spent
        self.phases["rules"] = self.phases.get("rules", 0) + spent

    @contextmanager
    def file(self, path: Path) -> Iterator[None]:
        """The time in the block belongs to a file."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.files[path] = self.files.get(path, 0) + time.perf_counter() - started

    def add(self, other: Timing) -> None:
        """Add what another process has measured."""
        self.processes += 1
        for mine, theirs in ((self.phases, other.phases), (self.rules, other.rules)):
            for key, value in theirs.items():
                mine[key] = mine.get(key, 0) + value
        for path, value in other.files.items():
            self.files[path] = self.files.get(path, 0) + value

    def sentences(self, view: View) -> Iterator[str]:
        """What was measured, for stderr."""
        total = time.perf_counter() - self._started
        phases = ", ".join(f"{name} {spent:.3f}" for name, spent in self.phases.items())
        added = f", in {self.processes} processes, their times added" if self.processes > 1 else ""
        yield f"{total:.3f} s: {phases}{added}"
        files = {view.filename(path): spent for path, spent in self.files.items()}
        for what, spent in (("rules", self.rules), ("files", files)):
            slowest = sorted(spent.items(), key=lambda item: -item[1])[:_SHOWN]
            if slowest:
                yield f"slowest {what}: " + ", ".join(f"{name} {seconds:.3f}" for name, seconds in slowest)
