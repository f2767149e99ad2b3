"""Comments that silence findings: ``# funclint: ignore[FN301] reason`` in Python, ``// funclint: ...`` in JSON.

A comment after code silences findings on its row, one behind a string of several rows those in the string; one that
stands alone silences those of the line or statement below it, in JSON of the binding below it. ``ignore-file[...]``
silences the whole file. A finding is silenced at any of its places, so a mismatch between function.json and a script
can be answered for in either.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Span
from funclint.rulebook import ActiveRules, Rulebook
from funclint.text import SourceText

if TYPE_CHECKING:
    from funclint.jsonc import Node

UNUSED, UNKNOWN = "FN008", "FN009"
INTERNAL_ERROR = "FN000"

IGNORE, IGNORE_FILE = "ignore", "ignore-file"
_WORDS = (IGNORE, IGNORE_FILE)
_OF_OTHERS = frozenset(
    (
        *("disable", "disable-line", "disable-next", "disable-next-line"),
        *("ignore-line", "ignore-next", "ignore-next-line"),
        *("noqa", "nolint", "off", "skip", "suppress", "allow"),
    )
)
_DIRECTIVE = re.compile(
    r"(?<!\S)(?:#+|//|/\*)[ \t]*funclint:[ \t]*(?P<word>[\w-]+)(?:[ \t]*\[(?P<rules>[^\]\r\n]*)\])?"
)
_NEXT = re.compile(r"(?<=[ \t])(?:#|//)|\*/\Z|[\r\n]")
_RULE = re.compile(r"[^,\s]+")
# A scan that needs no sound Python: strings, so that what is in them is passed over, and comments.
_ROUGHLY = re.compile(
    r"\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|#[^\r\n]*", re.S
)
# Strings with code in them are several tokens since Python 3.12 (f) and 3.14 (t).
_STRING_STARTS = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START"))
_STRING_ENDS = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END"))
_BESIDE_CODE = frozenset((tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT))


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a file: offsets, and the rows (first, last) of the code that it is about."""

    start: int
    end: int
    rows: tuple[int, int]


@dataclass(slots=True)
class Directive:
    """One comment that speaks to funclint. ``rules``: the selectors with their offsets; None without a list."""

    word: str
    word_span: Span
    span: Span
    rows: tuple[int, int]
    rules: list[tuple[str, int, int]] | None
    used: set[str] = field(default_factory=set)


def directives(text: SourceText) -> list[Directive]:
    """The comments of a file that speak to funclint, in order."""
    found = []
    for comment in comments(text):
        for match in _DIRECTIVE.finditer(text.text, comment.start, comment.end):
            rules = None
            if match["rules"] is not None:
                at = match.start("rules")
                rules = [(rule[0], at + rule.start(), at + rule.end()) for rule in _RULE.finditer(match["rules"])]
            following = _NEXT.search(text.text, match.end(), comment.end)
            end = comment.end
            if following:
                end = match.end() + len(text.text[match.end() : following.start()].rstrip(" \t"))
            span, word = Span(text.path, match.start(), end), Span(text.path, *match.span("word"))
            found.append(Directive(match["word"].lower(), word, span, comment.rows, rules))
    return found


def comments(text: SourceText) -> Iterator[Comment]:
    """The comments of a Python, JSON or other file (lines that begin with ``#``)."""
    suffix = text.path.suffix.lower()
    if suffix == ".py":
        yield from _python_comments(text)
    elif suffix == ".json":
        from funclint.jsonc import parse

        document = parse(text.text)
        if document.comments:
            ends = _item_ends(text, document.root)
            for comment in _placed(text, document.comments):
                first, last = comment.rows
                yield Comment(comment.start, comment.end, (first, ends.get(last, last) if first < last else last))
    else:
        lines = re.finditer(r"(?:^|(?<=\s))#[^\r\n]*", text.text, re.M)
        yield from _placed(text, [match.span() for match in lines])


def _item_ends(text: SourceText, root: Node | None) -> dict[int, int]:
    """The rows on which an object in an array begins, such as a binding, each with the row on which it ends."""
    ends: dict[int, int] = {}
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        for item in node.items:
            if item.kind == "object":
                row = text.location(item.start)[0]
                ends[row] = max(ends.get(row, 0), text.location(item.end)[0])
        waiting += [*node.items, *(member.value for member in node.members)]
    return ends


def _python_comments(text: SourceText) -> Iterator[Comment]:
    found: list[Comment] = []
    above: list[int] = []  # comments before a statement: about all of it, decorators and the line of "def" together
    inside: list[int] = []  # comments within one: about the next thing in it
    begun = decorator = False
    opened: list[int] = []  # the rows on which strings with code in them begin that have not ended
    string = (0, 0)  # the rows of the last string
    try:
        for token in tokenize.generate_tokens(io.StringIO(text.text, newline=None).readline):
            row = token.start[0]
            if token.type == tokenize.COMMENT:
                start = text.line_starts[row - 1] + token.start[1]
                if not token.line[: token.start[1]].strip():
                    (inside if begun else above).append(len(found))
                first = string[0] if string[1] == row else row
                found.append(Comment(start, start + len(token.string), (first, row)))
            elif token.type in _BESIDE_CODE:
                continue
            elif token.type == tokenize.NEWLINE:
                begun = False
                if not decorator:
                    _reach(found, above, row)
            else:
                if token.type == tokenize.STRING:
                    string = row, token.end[0]
                elif token.type in _STRING_STARTS:
                    opened.append(row)
                elif token.type in _STRING_ENDS:
                    string = opened.pop(), row
                if not begun:
                    begun, decorator = True, token.string == "@"
                _reach(found, inside, token.end[0])
    except (tokenize.TokenError, SyntaxError):
        spans = [match.span() for match in _ROUGHLY.finditer(text.text) if match[0].startswith("#")]
        yield from _placed(text, spans)
        return
    yield from found


def _reach(found: list[Comment], indexes: list[int], last: int) -> None:
    """Some comments are about the code up to a row; empties the list of their indexes."""
    for index in indexes:
        comment = found[index]
        found[index] = Comment(comment.start, comment.end, (comment.rows[0], last))
    indexes.clear()


def _placed(text: SourceText, spans: Iterable[tuple[int, int]]) -> Iterator[Comment]:
    """Comments with the row that each is about: its own, or when it stands alone the next one with anything else."""
    taken = sorted(spans)
    alone: dict[int, int] = {}
    for start, end in taken:
        row, column = text.location(start)
        last = text.location(end)[0]
        line = text.line(last)
        rest = line[text.location(end)[1] - 1 :]
        if not text.line(row)[: column - 1].strip() and not rest.strip():
            alone.update(dict.fromkeys(range(row, last + 1), last))
    for start, end in taken:
        row, last = text.location(start)[0], text.location(end)[0]
        if row not in alone:
            yield Comment(start, end, (row, last))
            continue
        below = last + 1
        while below <= len(text.line_starts) and (below in alone or not text.line(below).strip()):
            below += 1
        yield Comment(start, end, (row, below))


class _ByRow:
    """The directives of one file by the rows that they are about."""

    def __init__(self, text: SourceText, found: Iterable[Directive]) -> None:
        self._everywhere: list[Directive] = []
        self._rows: dict[int, list[Directive]] = {}
        self._beside: dict[int, list[Directive]] = {}
        for directive in found:
            if directive.word == IGNORE_FILE:
                self._everywhere.append(directive)
            elif directive.word == IGNORE:
                for row in range(directive.rows[0], directive.rows[1] + 1):
                    self._rows.setdefault(row, []).append(directive)
                row = text.location(directive.span.start)[0]
                if row == directive.rows[1]:
                    self._beside.setdefault(row, []).append(directive)

    def about(self, first: int, last: int) -> Iterator[Directive]:
        """The directives that are about something from one row to another."""
        yield from self._everywhere
        yield from self._rows.get(first, ())
        if last != first:
            # A span of several rows has no room for a comment but on its last one.
            yield from self._beside.get(last, ())


class Suppressions:
    """The comments in the files of one app; ``texts`` are the files in which funclint is spoken to.

    ``reported``: those of them in which a comment that silences nothing is to be reported; ``linted``: those that
    pyflakes has seen.
    """

    def __init__(
        self,
        texts: Mapping[Path, SourceText],
        reported: Iterable[Path],
        linted: Iterable[Path],
        book: Rulebook,
        active: ActiveRules,
    ) -> None:
        self._texts = texts
        self._reported = sorted(reported)
        self._linted = frozenset(linted)
        self._book = book
        self._active = active
        self._directives = {path: directives(text) for path, text in texts.items()}
        self._silencing = {path: _ByRow(texts[path], found) for path, found in self._directives.items()}
        self._codes: dict[str, set[str]] = {}

    def apply(self, findings: list[Diagnostic]) -> list[Diagnostic]:
        """The findings that no comment silences, then those about comments that silence nothing (not yet stamped)."""
        left = [item for item in findings if item.code == INTERNAL_ERROR or not self._silenced(item)]
        if any(item.code == INTERNAL_ERROR for item in findings):
            return left  # not every rule has run to its end
        about = [item for path in self._reported for item in self._about(path)]
        return left + [item for item in about if not self._silenced(item)]

    def _silenced(self, item: Diagnostic) -> bool:
        silenced = False
        for span in (item.span, *(label.span for label in item.related)):
            if span.path not in self._silencing:
                continue
            text = self._texts[span.path]
            first, last = text.location(span.start)[0], text.location(span.end)[0]
            for directive in self._silencing[span.path].about(first, last):
                for rule, _, _ in directive.rules or ():
                    if item.code in self._covered(rule):
                        directive.used.add(rule)
                        silenced = True
        return silenced

    def _covered(self, rule: str) -> set[str]:
        found = self._codes.get(rule)
        if found is None:
            found = self._codes[rule] = self._book.match(rule)[1]
        return found

    def _about(self, path: Path) -> Iterator[Diagnostic]:
        text = self._texts[path]
        for directive in self._directives[path]:
            if directive.word not in _WORDS:
                meant = _meant(directive)
                if meant is not None:
                    message = f"'{directive.word}' is no word that funclint knows, did you mean '{meant}[CODE]'?"
                    fix = _spelling(directive, meant) if directive.rules else _removal(text, directive, None)
                    yield Diagnostic(directive.span, message, code=UNKNOWN, fix=fix)
                continue
            if not directive.rules:
                yield Diagnostic(
                    directive.span,
                    f"the comment names no rule, so it silences nothing: '{directive.word}[CODE]' does",
                    code=UNKNOWN,
                    fix=_removal(text, directive, None),
                )
                continue
            unknown = [entry for entry in directive.rules if not self._covered(entry[0])]
            unused = [entry for entry in directive.rules if self._is_unused(directive, entry[0])]
            for rule, start, end in unknown:
                yield Diagnostic(
                    Span(path, start, end),
                    f"unknown rule '{rule}'{self._book.nearest(rule)}",
                    code=UNKNOWN,
                    fix=_removal(text, directive, [*unknown, *unused]),
                )
            for rule, start, end in unused:
                where = "in this file" if directive.word == IGNORE_FILE else "here"
                yield Diagnostic(
                    Span(path, start, end),
                    f"{rule} reports nothing {where}",
                    code=UNUSED,
                    fix=_removal(text, directive, [*unknown, *unused]),
                )

    def _is_unused(self, directive: Directive, rule: str) -> bool:
        """Whether rules of a selector ran over the file, and none of them needed the comment."""
        if rule in directive.used:
            return False
        for code in self._covered(rule):
            file = self._active.get(code)
            if file is None or code in (UNUSED, UNKNOWN):
                continue
            if not file.from_pyflakes or directive.span.path in self._linted:
                return True
        return False


def _meant(directive: Directive) -> str | None:
    """The word that an unknown one stands for, if it is like one or is what other linters say."""
    if directive.word in _OF_OTHERS:
        return IGNORE
    import difflib

    near = difflib.get_close_matches(directive.word, _WORDS, n=1)
    return near[0] if near else None


def _spelling(directive: Directive, word: str) -> Fix:
    """Put the right word into a comment that names rules."""
    # To silence a whole file is more than may have been meant.
    safety = Applicability.UNSAFE if word == IGNORE_FILE else Applicability.SAFE
    return Fix(f"Write '{word}'", safety, (Edit(directive.word_span, word),))


def _removal(text: SourceText, directive: Directive, entries: list[tuple[str, int, int]] | None) -> Fix | None:
    """Take some rules out of a comment; the whole of it when none is left, with its line if it stands alone.

    None for the first line of a comment that goes on.
    """
    rules = directive.rules or []
    kept = [] if entries is None else [rule for rule in rules if rule not in entries]
    path = text.path
    if kept:
        listed = ", ".join(rule for rule, _, _ in kept)
        edit = Edit(Span(path, rules[0][1], rules[-1][2]), listed)
        return Fix("Take it out of the comment", Applicability.SAFE, (edit,))
    start, end = directive.span.start, directive.span.end
    source = text.text
    if source.startswith("/*", start):
        end = _past_blanks(source, end)
        if not source.startswith("*/", end):
            return None
        end += 2
    row = text.location(start)[0]
    line_start = text.line_starts[row - 1]
    line_end = text.line_starts[row] if row < len(text.line_starts) else len(source)
    if not source[line_start:start].strip() and not source[end:line_end].strip():
        start, end = line_start, line_end
    else:
        while start > line_start and source[start - 1] in " \t":
            start -= 1
    return Fix("Remove the comment", Applicability.SAFE, (Edit(Span(path, start, end), ""),))


def _past_blanks(source: str, at: int) -> int:
    while at < len(source) and source[at] in " \t":
        at += 1
    return at
