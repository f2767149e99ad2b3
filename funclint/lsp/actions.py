"""What an editor can do about findings: their fixes, comments that silence them, and all safe fixes at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from funclint.diagnostic import Applicability, Diagnostic, Edit, Span
from funclint.engine import Checked, Result, check_paths
from funclint.files import Files
from funclint.fixing.rounds import fix
from funclint.ignoring import NOT_SILENCED, ignore
from funclint.lsp.session import Reported, Session
from funclint.settings import SettingsError
from funclint.text import SourceText
from funclint.workspace import nearest_baseline

_MARKS = {Applicability.SAFE: "", Applicability.UNSAFE: " (unsafe: look at it)", Applicability.MANUAL: ""}


class Action(NamedTuple):
    """One thing to choose; ``finding`` is what it is about. ``preferred``: it is the plain remedy."""

    title: str
    finding: Diagnostic
    edits: tuple[Edit, ...]
    preferred: bool = False


def actions(reported: Reported, path: Path, start: int, end: int) -> Iterator[Action]:
    """What can be done about the findings of a file that touch a range of characters."""
    chosen = [item for item in reported.findings if item.span.start <= end and start <= item.span.end]
    for item in chosen:
        fixes = ([item.fix] if item.fix is not None else []) + list(item.choices)
        for offered in fixes:
            title = f"{_capitalized(offered.title)}{_MARKS[offered.applicability]}"
            yield Action(title, item, offered.edits, offered.applicability is Applicability.SAFE)
    text = reported.texts.get(path)
    if text is None:
        return
    for item in chosen:
        if item.code not in NOT_SILENCED:
            result = ignore(text, [item]).result
            if result is not None:
                yield Action(f"Ignore {item.code} here", item, (change(text, result),))


def fix_all(session: Session, path: Path) -> list[tuple[SourceText, Edit]]:
    """All safe fixes of the findings in a document, and of what they bring up there: for each file its text and the
    change. Empty where the settings cannot be used, or where fixes fight."""
    if session.trouble(path) is not None:
        return []

    def check(files: Files) -> Result:
        return check_paths([path], files=files, jobs=1, leave_out=_known)

    def wanted(item: Diagnostic) -> bool:
        return item.span.path == path and item.fix is not None and item.fix.applicability is Applicability.SAFE

    try:
        outcome = fix(check, wanted, lambda _: None, session.held.contents())
    except SettingsError:
        return []
    changes = []
    for file in outcome.contents:
        shown = next((held for held in session.held if Path(os.path.realpath(held)) == file), file)
        text = session.text(shown)
        after = outcome.files.python(file) if file.suffix == ".py" else outcome.files.json(file)
        if text is not None and text.text != after.text:
            changes.append((text, change(text, after.text)))
    return changes


def change(text: SourceText, after: str) -> Edit:
    """The smallest single edit that makes another text of one."""
    before = text.text
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    most = shorter - start
    same = 0
    while same < most and before[-1 - same] == after[-1 - same]:
        same += 1
    end = len(before) - same
    if 0 < start < len(before) and before[start - 1 : start + 1] == "\r\n":
        start -= 1  # not between the two characters of a newline
    if 0 < end < len(before) and before[end - 1 : end + 1] == "\r\n":
        end += 1
        same -= 1
    return Edit(Span(text.path, start, end), after[start : len(after) - same])


def _known(apps: list[Checked]) -> int:
    if not any(nearest_baseline(app.root) for app in apps):
        return 0
    from funclint.baseline import Baselines

    baselines = Baselines()
    baselines.apply(apps)
    return baselines.known


def _capitalized(title: str) -> str:
    return title[:1].upper() + title[1:]
