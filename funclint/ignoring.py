"""``--add-ignore``: a comment for each finding, so that it is silenced where it is."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from funclint.diagnostic import Diagnostic
from funclint.engine import Result
from funclint.files import Files
from funclint.fixing import writing
from funclint.report.summary import plural
from funclint.report.view import View
from funclint.suppressions import IGNORE, IGNORE_FILE, UNKNOWN, UNUSED, directives
from funclint.text import ReadError, SourceText

INTERNAL_ERROR = "FN000"
NOT_SILENCED = frozenset((INTERNAL_ERROR, UNUSED, UNKNOWN))
"""A fault of funclint is no fault of the app; a needless comment is removed, not silenced."""

_FIRST_COMMENTS = re.compile(r"(?:#[^\r\n]*(?:\r\n|\r|\n)){1,2}")
_CODING = re.compile(r"^(?:#!|#.*?coding[:=])", re.M)


@dataclass(slots=True)
class Ignored:
    """The new text of one file; None if no comment could be put in. ``added``: how many findings it silences."""

    text: SourceText
    result: str | None
    added: int = 0


@dataclass(slots=True)
class _Line:
    codes: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, code: str) -> None:
        self.count += 1
        if code not in self.codes:
            self.codes.append(code)


def ignore(text: SourceText, findings: Iterable[Diagnostic]) -> Ignored:
    """Put comments for the findings of one file into its text."""
    whole = _Line()
    by_row: dict[int, _Line] = {}
    for item in findings:
        span = item.span
        row = text.location(span.start)[0]
        (by_row.setdefault(row, _Line()) if span.end or span.start else whole).add(item.code)
    kind = {".py": "python", ".json": "json"}.get(text.path.suffix.lower(), "lines")
    statements = _Statements(text) if kind == "python" else None
    if statements is not None and not statements.sound:
        for line in by_row.values():  # who knows what the rows of such a file are part of
            for code in line.codes:
                whole.add(code)
            whole.count += line.count - len(line.codes)
        by_row = {}
    existing = {item.rows[0]: item for item in directives(text) if item.word == IGNORE and item.rules}
    mark = "//" if kind == "json" else "#"
    edits: list[tuple[int, str]] = []
    for row, line in by_row.items():
        known = existing.get(row)
        at_end = text.line_starts[row - 1] + len(text.line(row))
        if known is not None and known.rows[0] == known.rows[1] and known.rules:
            edits.append((known.rules[-1][2], "".join(f", {code}" for code in line.codes)))
            continue
        comment = f"{mark} funclint: {IGNORE}[{', '.join(line.codes)}]"
        above = row if kind == "lines" else None
        if statements is not None and row in statements.without_end:
            above = statements.start_of(row)
        if above is None:
            # The host wants the end of a line behind "//", also in the last one.
            end = _newline(text) if kind == "json" and at_end == len(text.text) else ""
            edits.append((at_end, f"  {comment}{end}"))
        else:
            edits.append((text.line_starts[above - 1], f"{_indentation(text, above)}{comment}{_newline(text)}"))
    if whole.codes:
        comment = f"{mark} funclint: {IGNORE_FILE}[{', '.join(whole.codes)}]{_newline(text)}"
        edits.append((_top(text) if kind == "python" else 0, comment))
    result = _applied(text.text, edits)
    lines = [whole, *by_row.values()]
    if not _silenced(SourceText(text.path, result), lines):
        return Ignored(text, None)
    return Ignored(text, result, sum(line.count for line in lines))


def _silenced(text: SourceText, lines: Iterable[_Line]) -> bool:
    """Whether the comments are read as they are meant: what stands in a string or in another comment is none."""
    named = [rule for item in directives(text) for rule, _, _ in item.rules or ()]
    return all(code in named for line in lines for code in line.codes) and len(named) >= sum(
        len(line.codes) for line in lines
    )


class _Statements:
    """Where the statements of a Python file begin, and which rows have no end of their own for a comment."""

    def __init__(self, text: SourceText) -> None:
        self.sound = True
        self.without_end: set[int] = set()
        self._starts: list[int] = []
        begun = False
        try:
            for token in tokenize.generate_tokens(io.StringIO(text.text, newline=None).readline):
                first, last = token.start[0], token.end[0]
                if token.type in (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT):
                    continue
                if token.type == tokenize.NEWLINE:
                    begun = False
                    continue
                if not begun:
                    self._starts.append(first)
                    begun = True
                self.without_end.update(range(first, last))
        except (tokenize.TokenError, SyntaxError):
            self.sound = False
        rows = range(1, len(text.line_starts) + 1)
        self.without_end.update(row for row in rows if text.line(row).endswith("\\"))

    def start_of(self, row: int) -> int:
        """The row on which the statement around a row begins."""
        return max((start for start in self._starts if start <= row), default=1)


def _indentation(text: SourceText, row: int) -> str:
    line = text.line(row)
    return line[: len(line) - len(line.lstrip(" \t\f"))]


def _newline(text: SourceText) -> str:
    found = re.search(r"\r\n|\r|\n", text.text)
    return found[0] if found else "\n"


def _top(text: SourceText) -> int:
    """Behind the lines that must come first in a Python file: the interpreter's, the encoding's."""
    found = _FIRST_COMMENTS.match(text.text)
    if found is None:
        return 0
    end = 0
    for row in (1, 2):
        if row < len(text.line_starts) and _CODING.match(text.line(row)):
            end = text.line_starts[row]
    return end


def _applied(text: str, edits: Iterable[tuple[int, str]]) -> str:
    pieces: list[str] = []
    at = 0
    for place, added in sorted(edits, key=lambda edit: edit[0]):
        pieces += text[at:place], added
        at = place
    return "".join((*pieces, text[at:]))


def add_comments(result: Result, files: Files, view: View) -> Iterator[str]:
    """Write comments for all findings of a run into their files; gives sentences for stderr."""
    count = written = 0
    in_json = False
    for path, findings in sorted(_by_file(result.diagnostics).items()):
        name = view.filename(path)
        try:
            text = files.python(path) if path.suffix == ".py" else files.json(path)
        except ReadError as error:
            yield f"{name}: left as it is: it {error.reason}"
            continue
        ignored = ignore(text, findings)
        problem = "no comment can be put there" if ignored.result is None else _write(text, ignored.result)
        if problem is not None:
            yield f"{name}: left as it is: {problem}"
            continue
        count += ignored.added
        written += 1
        in_json |= path.suffix == ".json"
    if written:
        yield f"silenced {plural(count, 'finding')} in {plural(written, 'file')}"
    if in_json:
        yield (
            "the host reads comments in JSON, strict parsers do not: per-file-ignores in the settings silences findings"
            " without touching the file"
        )


def _write(text: SourceText, result: str) -> str | None:
    """Write the new text of a file; gives the reason if it cannot be written."""
    if text.bom + text.text.encode(text.encoding, "surrogatepass") != text.data:
        return f"it has bytes that are not {text.encoding}"
    path = text.path.resolve()
    problem = writing.obstacle(path)
    if problem is None:
        after = text.bom + result.encode(text.encoding, "surrogatepass")
        _, problems = writing.write([[writing.Change(path, text.data, after)]])
        problem = problems[0] if problems else None
    return problem


def _by_file(findings: Iterable[Diagnostic]) -> dict[Path, list[Diagnostic]]:
    """The findings that can be silenced, by file."""
    found: dict[Path, list[Diagnostic]] = {}
    for item in findings:
        if item.code not in NOT_SILENCED:
            found.setdefault(item.span.path, []).append(item)
    return found
