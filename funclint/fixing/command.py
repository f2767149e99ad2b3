"""What ``check`` does when fixes are asked for, or when a file comes from stdin: everything but printing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from funclint.diagnostic import Applicability, Diagnostic
from funclint.engine import Result
from funclint.files import Buffers, Files
from funclint.fixing import diff, editing, writing
from funclint.fixing.conflicts import files_of, real, together
from funclint.fixing.rounds import Outcome, fix
from funclint.report.summary import plural
from funclint.report.view import View
from funclint.settings import SettingsError


@dataclass(frozen=True, slots=True)
class Request:
    """The options about fixes. ``stdin``: the name that the text on stdin has, None when files are read from the
    disk."""

    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    fix_only: bool = False
    show: bool = False
    stdin: str | None = None


@dataclass(slots=True)
class Done:
    """What is to be said in the end.

    ``result`` and ``files``: what remains, to be reported; ``output``: for stdout, which sends the report to stderr;
    ``code``: the exit code when no report is wanted; ``notes``: sentences for stderr, ``told``: those on
    success, which --quiet leaves out; ``fixed``: something was;
    ``faulty``: funclint itself went wrong somewhere.
    """

    result: Result
    files: Files
    output: bytes | None = None
    notes: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    code: int | None = None
    fixed: bool = False
    faulty: bool = False


def stdin_path(name: str) -> str:
    """What to check for a file on stdin: the file, or its folder if it does not exist yet."""
    path = os.path.abspath(name)
    return path if os.path.lexists(path) else os.path.dirname(path)


def run(request: Request, check: Callable[[Files], Result]) -> Done:
    """Lint, fix and write what is asked for; ``check`` lints. Raises SettingsError."""
    given: dict[Path, bytes] = {}
    if request.stdin is not None:
        if sys.stdin is None:
            raise SettingsError("there is nothing on stdin: it is closed")
        given = {real(Path(os.path.abspath(request.stdin))): sys.stdin.buffer.read()}

    if not (request.fix or request.fix_only or request.diff):
        files = Buffers(given)
        return Done(check(files), files)
    obstacle = partial(_not_on_stdin, given) if given else _nothing if request.diff else writing.obstacle
    outcome = fix(check, partial(_wanted, request.unsafe), obstacle, given)
    done = Done(outcome.result, outcome.files)
    done.faulty = bool(outcome.undone or outcome.fighting)
    done.notes += [] if given else outcome.skipped
    done.notes += outcome.undone
    if outcome.fighting:
        done.notes.append(
            f"the fixes of {' and '.join(outcome.fighting)} do not come to rest, so nothing was changed;"
            " this is a fault of funclint, please report it"
        )
    view = View(outcome.files)
    left = False
    written = [path for path, content in outcome.contents.items() if content != outcome.originals[path]]
    if request.diff:
        done.output = "".join(_diff(outcome, written, view)).encode("utf-8", "surrogateescape")
        done.code = 2 if done.faulty else int(bool(done.output))
    elif given:
        [(path, data)] = given.items()
        done.output = outcome.contents.get(path, data)
    else:
        changed, written = written, _write(outcome, written, done)
        if len(written) < len(changed):
            done.files = Files()
            done.result = check(done.files)
            left = True
    done.fixed = bool(written)
    done.told += _said(request, outcome, written, view)
    if request.fix_only and done.code is None:
        done.code = 2 if done.faulty else int(left)
    return done


def _wanted(unsafe: bool, item: Diagnostic) -> bool:
    assert item.fix is not None
    return item.fix.applicability is Applicability.SAFE or (unsafe and item.fix.applicability is Applicability.UNSAFE)


def _nothing(_path: Path) -> None:
    """A diff may be about any file."""


def _not_on_stdin(given: dict[Path, bytes], path: Path) -> str | None:
    return None if path in given else "only the text on stdin can be fixed"


def _write(outcome: Outcome, paths: list[Path], done: Done) -> list[Path]:
    """Write the files; gives those that were written."""
    folders = {path.parent for path in paths}
    for root in done.result.apps:
        folders |= {root, *(root / name for name, is_folder in done.files.names(root).items() if is_folder)}
    writing.remove_leftovers(folders)
    groups = together((item.fix for item in outcome.applied if item.fix is not None), paths)
    written, problems = writing.write(
        [writing.Change(path, outcome.originals[path], outcome.contents[path]) for path in group] for group in groups
    )
    done.notes += problems
    return written


def _diff(outcome: Outcome, paths: Iterable[Path], view: View) -> Iterator[str]:
    for path in sorted(paths):
        before, after = _decoded(path, outcome.originals[path]), _decoded(path, outcome.contents[path])
        yield from diff.unified(view.filename(path), before, after)


def _decoded(path: Path, data: bytes) -> str:
    """The text of a file with its byte order mark, so that the diff has all of it."""
    text = editing.read(path, Buffers({path: data}))
    return ("\ufeff" if text.bom else "") + text.text


def _said(request: Request, outcome: Outcome, written: list[Path], view: View) -> Iterator[str]:
    """What was fixed, for stderr."""
    kept = set(written)
    applied = [item for item in outcome.applied if item.fix is not None and files_of(item.fix) & kept]
    if not applied:
        return
    if request.show:
        for item in applied:
            assert item.fix is not None
            changed = files_of(item.fix)
            where = "" if changed == {real(item.span.path)} else f" ({', '.join(sorted(map(view.filename, changed)))})"
            yield f"{view.filename(item.span.path)}: {item.code} {item.name}: {item.fix.title}{where}"
    verb = "would fix" if request.diff else "fixed"
    yield f"{verb} {plural(len(applied), 'finding')} in {plural(len(kept), 'file')}"
