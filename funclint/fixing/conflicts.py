"""Which fixes can be applied together."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity


@cache
def real(path: Path) -> Path:
    """A path with its links resolved: two names of one file are one file to a fix."""
    return Path(os.path.realpath(path))


def files_of(fix: Fix) -> set[Path]:
    """The files that a fix edits, links resolved."""
    return {real(edit.span.path) for edit in fix.edits}


def compatible(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Of findings with a fix those whose fixes do not meet: the first one wins, safe ones before the others.

    Edits that touch count as overlapping. Mere notes wait until nothing else of their files is fixed: an import that
    nothing uses yet may be the one that another fix needs.
    """
    findings = list(findings)
    serious = {
        path
        for item in findings
        if item.fix is not None and item.severity is not Severity.INFO
        for path in files_of(item.fix)
    }
    taken: dict[Path, list[tuple[int, int]]] = {}
    chosen: list[Diagnostic] = []
    for item in sorted(findings, key=lambda item: item.fix is None or item.fix.applicability is not Applicability.SAFE):
        if item.fix is None or not item.fix.edits:
            continue
        if item.severity is Severity.INFO and files_of(item.fix) & serious:
            continue
        wanted = [(real(edit.span.path), edit.span.start, edit.span.end) for edit in item.fix.edits]
        if any(start <= end_taken and start_taken <= end for path, start, end in wanted
               for start_taken, end_taken in taken.get(path, ())):  # fmt: skip
            continue
        for path, start, end in wanted:
            taken.setdefault(path, []).append((start, end))
        chosen.append(item)
    return chosen


def together(fixes: Iterable[Fix], paths: Iterable[Path]) -> list[list[Path]]:
    """``paths`` in groups that must be written all or not at all, because fixes link them; in the given order."""
    leader: dict[Path, Path] = {path: path for path in paths}

    def find(path: Path) -> Path:
        while leader[path] != path:
            path = leader[path]
        return path

    for fix in fixes:
        linked = sorted(path for path in files_of(fix) if path in leader)
        for other in linked[1:]:
            leader[find(other)] = find(linked[0])
    groups: dict[Path, list[Path]] = {}
    for path in leader:
        groups.setdefault(find(path), []).append(path)
    return list(groups.values())
