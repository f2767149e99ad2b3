"""Fixes applied in memory, round by round, until there is nothing left to fix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from funclint.diagnostic import Diagnostic, Edit
from funclint.engine import Result
from funclint.files import Buffers
from funclint.fixing import editing, verifying
from funclint.fixing.conflicts import compatible, files_of, real
from funclint.text import ReadError, SourceText

MAX_ROUNDS = 10
"""So many rounds may leave as many fixes to be done as there were; more only come about when rules fight."""
MAX_CHECKS = 40
"""So many lint runs are spent in one round to find the fixes that went wrong; the rest is then left undone."""

Check = Callable[[Buffers], Result]


@dataclass(slots=True)
class Outcome:
    """What fixing came to.

    ``result``: what a lint run says of the files as they are now; ``files``: those files. ``contents``: by path, links
    resolved, what is to be written; ``originals``: what it was made of. ``applied``: the findings whose fixes are in
    it, in the order of their application. ``undone``: faults of ours, ``skipped``: files that had to be left alone, one
    sentence each. ``fighting``: the codes whose fixes undo each other; then ``contents`` is empty.
    """

    result: Result
    files: Buffers
    contents: dict[Path, bytes] = field(default_factory=dict)
    originals: dict[Path, bytes] = field(default_factory=dict)
    applied: list[Diagnostic] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    fighting: tuple[str, ...] = ()


def fix(
    check: Check,
    wanted: Callable[[Diagnostic], bool],
    obstacle: Callable[[Path], str | None],
    given: Mapping[Path, bytes] | None = None,
) -> Outcome:
    """Apply all fixes that are ``wanted``, and those that then turn up.

    ``check`` lints files; ``obstacle`` says of a file (links resolved) why it cannot be written, None if it can;
    ``given`` are contents that count instead of those on disk. Raises what ``check`` raises.
    """
    return _Rounds(check, wanted, obstacle, dict(given or {})).run()


@dataclass(slots=True)
class _Attempt:
    """Fixes applied to the texts of the beginning of a round, and what a lint run says of it."""

    fixed: list[Diagnostic]
    contents: dict[Path, bytes]
    files: Buffers
    result: Result


class _Rounds:
    def __init__(
        self,
        check: Check,
        wanted: Callable[[Diagnostic], bool],
        obstacle: Callable[[Path], str | None],
        given: dict[Path, bytes],
    ) -> None:
        self._check = check
        self._wanted = wanted
        self._obstacle = obstacle
        self._given = given
        self._refused: set[verifying.Key] = set()
        self._obstacles: dict[Path, str | None] = {}
        files = Buffers(given)
        self._outcome = Outcome(check(files), files)
        self._checks = 0

    def run(self) -> Outcome:
        outcome = self._outcome
        seen = [outcome.contents]
        chosen: list[Diagnostic] = []
        in_vain, fewest = 0, len(outcome.result.diagnostics) + 1
        while in_vain <= MAX_ROUNDS:
            chosen = self._choose()
            if not chosen:
                return outcome
            open_ = sum(map(self._is_open, outcome.result.diagnostics))
            in_vain, fewest = (0, open_) if open_ < fewest else (in_vain + 1, fewest)
            self._round(chosen)
            if outcome.contents != seen[-1] and outcome.contents in seen:
                break
            seen.append(outcome.contents)
        outcome.fighting = tuple(sorted({item.code for item in chosen}))
        outcome.contents = {}
        outcome.applied = []
        outcome.files = Buffers(self._given)
        outcome.result = self._check(outcome.files)
        return outcome

    def _choose(self) -> list[Diagnostic]:
        return compatible(
            item for item in self._outcome.result.diagnostics if self._is_open(item) and self._is_possible(item)
        )

    def _is_open(self, item: Diagnostic) -> bool:
        return item.fix is not None and self._wanted(item) and verifying.key_of(item) not in self._refused

    def _is_possible(self, item: Diagnostic) -> bool:
        assert item.fix is not None
        for path in sorted(files_of(item.fix)):
            if path not in self._obstacles:
                reason = self._obstacles[path] = self._obstacle(path)
                if reason is not None:
                    self._outcome.skipped.append(f"{path}: left as it is: {reason}")
            if self._obstacles[path] is not None:
                return False
        return True

    def _round(self, chosen: list[Diagnostic]) -> None:
        """Apply what can be applied of ``chosen`` and make that the state of things."""
        outcome = self._outcome
        self._checks = 0
        chosen = [item for item in chosen if self._is_editable(item)]
        start = _Attempt([], outcome.contents, outcome.files, outcome.result)
        done = self._extend(start, start, chosen)
        for item in done.fixed:
            assert item.fix is not None
            for path in files_of(item.fix):
                outcome.originals.setdefault(path, outcome.files.bytes(path))
        outcome.applied += done.fixed
        outcome.contents, outcome.files, outcome.result = done.contents, done.files, done.result

    def _extend(self, start: _Attempt, base: _Attempt, more: list[Diagnostic]) -> _Attempt:
        """``base`` with the fixes of ``more`` but those that do harm; all are applied to the texts of ``start``."""
        if not more:
            return base
        if self._checks >= MAX_CHECKS:
            for item in more:
                self._refuse(item, "too many others went wrong")
            return base
        self._checks += 1
        attempt, reason = self._attempt(start, [*base.fixed, *more])
        if attempt is not None:
            return attempt
        if len(more) > 1:
            half = len(more) // 2
            return self._extend(start, self._extend(start, base, more[:half]), more[half:])
        if not base.fixed:
            self._refuse(more[0], reason)
        return base  # beside other fixes it may only come too early: the next round tries it again

    def _attempt(self, start: _Attempt, fixed: list[Diagnostic]) -> tuple[_Attempt | None, str]:
        edits: dict[Path, list[Edit]] = {}
        for item in fixed:
            assert item.fix is not None
            for edit in item.fix.edits:
                edits.setdefault(real(edit.span.path), []).append(edit)
        contents = dict(start.contents)
        edited: dict[Path, list[editing.Range]] = {}
        for path, changes in edits.items():
            text = self._text(start, changes[0].span.path)
            contents[path], edited[path] = editing.apply(text, changes)
            if not verifying.still_reads(path, text, contents[path]):
                return None, f"{path.name} could not be read any more"
        files = Buffers({**self._given, **contents})
        result = self._check(files)
        reason = verifying.fault(fixed, start.result.diagnostics, result.diagnostics, edited)
        return (_Attempt(fixed, contents, files, result), "") if reason is None else (None, reason)

    def _is_editable(self, item: Diagnostic) -> bool:
        """Whether the edits of one fix can be applied at all; the file is left alone where its bytes forbid it."""
        assert item.fix is not None
        by_path: dict[Path, list[Edit]] = {}
        for edit in item.fix.edits:
            by_path.setdefault(edit.span.path, []).append(edit)
        for path, edits in by_path.items():
            try:
                editing.apply(editing.read(path, self._outcome.files), edits)
            except editing.EditError as error:
                self._refused.add(verifying.key_of(item))
                self._outcome.skipped.append(f"{path}: left as it is: it {error}")
                return False
            except ReadError as error:
                self._refused.add(verifying.key_of(item))
                self._outcome.skipped.append(f"{path}: left as it is: it {error.reason}")
                return False
        return True

    @staticmethod
    def _text(start: _Attempt, path: Path) -> SourceText:
        return editing.read(path, start.files)

    def _refuse(self, item: Diagnostic, reason: str) -> None:
        self._refused.add(verifying.key_of(item))
        assert item.fix is not None
        self._outcome.undone.append(
            f"{item.span.path}: the fix of {item.code} ({item.fix.title}) was undone: {reason};"
            " this is a fault of funclint, please report it"
        )
