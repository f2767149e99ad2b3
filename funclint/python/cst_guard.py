"""A cheap scan of Python source for what libcst's native parser cannot take: nesting that would exhaust the stack.

The parser is recursive, and a stack overflow in native code ends the process. It also needs time that is quadratic in
the length of a chain of operators and exponential in the depth of a ``case`` pattern.
"""

from __future__ import annotations

import bisect
import re

from funclint.python.errors import PythonSyntaxError

MAX_BRACKETS = 200
"""Open brackets at one place; the limit of CPython's tokenizer (MAXLEVEL)."""
MAX_LINKS = 1000
"""Operators, dots and brackets between two separators, summed over the enclosing brackets."""
MAX_ELIFS = 10_000
"""``elif`` branches in a file: libcst nests each in the one before."""
MAX_PATTERN = 18
"""Open brackets in a ``case`` pattern, a brace counting twice; each doubles the time the parser needs."""

_MAX_INDENTS = 100

_TOKEN = re.compile(
    r"""
      (?P<skip> \#[^\r\n]* | [ \t\f]+ | \\(?:\r\n|\r|\n) )
    | (?P<string> (?P<prefix>(?:[bBuUfFtT][rR]?|[rR][bBfFtT]?)?)
        (?: \"{3} [^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)* \"{3}
          | '{3} [^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)* '{3}
          | \"(?!\"\") [^\"\\\r\n]*(?:\\(?:\r\n|.)[^\"\\\r\n]*)* \"
          | '(?!'') [^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)* ' ) )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<newline> \r\n|\r|\n )
    | (?P<separator> [,;] )
    | (?P<link> (?:and|or|not|if|else|lambda|await|for|in|is|yield)\b | [-+~] | [*/%@&|^<>=!:.]+ )
    | (?P<word> \w+ )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_CASE = re.compile(r"case\b(?![ \t]*[=.,:;)\]])")
_BRACES = re.compile(r"[{}]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class Tokens:
    """The tokens of a source that matter for its nesting, with where they are.

    String literals are taken as a whole; an f-string that holds strings in its own quotes comes as several tokens,
    which is near enough for limits and for placing an error.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._line_starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", source))]

    def location(self, offset: int) -> tuple[int, int]:
        """Row and column of an offset, both from 1, the column in characters."""
        row = bisect.bisect_right(self._line_starts, offset)
        return row, offset - self._line_starts[row - 1] + 1

    def offset(self, row: int, column: int) -> int:
        """Offset of a row (from 1) and a column (from 0), kept within the source."""
        start = self._line_starts[min(row, len(self._line_starts)) - 1]
        return min(start + column, len(self.source)) if row <= len(self._line_starts) else len(self.source)

    def check_nesting(self) -> None:
        """Raise PythonSyntaxError for source that nests more deeply than the parser can be trusted with."""
        links = [0]
        total = elifs = pattern = 0
        weights: list[int] = []
        in_case = False
        at_line_start = True
        for match in _TOKEN.finditer(self.source):
            kind = match.lastgroup
            if kind in ("skip", "word", "other"):
                if kind != "skip":
                    elifs += match[0] == "elif"
                    in_case = in_case or (at_line_start and _CASE.match(self.source, match.start()) is not None)
                    at_line_start = False
                continue
            if kind == "newline":
                if len(links) == 1:
                    total, links, pattern, in_case, at_line_start = 0, [0], 0, False, True
                continue
            at_line_start = False
            if kind == "link":
                links[-1] += 1
                total += 1
            elif kind == "separator":
                total -= links[-1]
                links[-1] = 0
            elif kind == "open":
                links[-1] += 1
                total += 1
                links.append(0)
                weights.append((1 + (match[0] == "{")) * in_case)
                pattern += weights[-1]
            elif kind == "close":
                if weights:
                    total -= links.pop()
                    pattern -= weights.pop()
            elif match["prefix"].strip("rRbBuU"):
                depth = self._replacement_depth(match[0])
                if len(weights) + depth > MAX_BRACKETS:
                    self._refuse(match.start())
            if len(weights) > MAX_BRACKETS or total > MAX_LINKS or elifs > MAX_ELIFS or pattern > MAX_PATTERN:
                self._refuse(match.start())

    def _refuse(self, offset: int) -> None:
        raise PythonSyntaxError("nested too deeply to be read", *self.location(offset))

    @staticmethod
    def _replacement_depth(literal: str) -> int:
        depth = deepest = 0
        for match in _BRACES.finditer(literal):
            depth = max(0, depth + 1) if match[0] == "{" else max(0, depth - 1)
            deepest = max(deepest, depth)
        return deepest

    def unclosed(self) -> int | None:
        """Offset of the last bracket that is never closed, or None."""
        stack: list[int] = []
        for match in _TOKEN.finditer(self.source):
            if match.lastgroup == "open":
                stack.append(match.start())
            elif match.lastgroup == "close" and stack:
                stack.pop()
        return stack[-1] if stack else None

    def token_before(self, offset: int) -> int:
        """Offset of the last token that begins before ``offset``; a newline inside brackets is none."""
        found = depth = 0
        for match in _TOKEN.finditer(self.source):
            if match.start() >= offset:
                break
            kind = match.lastgroup
            depth += (kind == "open") - (kind == "close")
            if kind != "skip" and not (kind == "newline" and depth > 0):
                found = match.start()
        return found

    def first_invalid(self, problem: str) -> int | None:
        """Offset of what libcst complained of without giving a place, as far as a scan can tell.

        ``problem`` is the message of its tokenizer, such as ``unmatched ')'`` or ``unterminated string literal``, or
        ``cannot mix bytes and nonbytes literals``.
        """
        if "end of file" in problem:
            return len(self.source.rstrip("\r\n"))
        if "dent" in problem or "tabs" in problem:
            return self._bad_indentation()
        quoted = re.search(r"'(.+?)'", problem)
        character = "\0" if quoted and quoted[1] == "\\0" else quoted[1] if quoted else ""
        stack: list[str] = []
        literal = ""
        for match in _TOKEN.finditer(self.source):
            kind, token = match.lastgroup, match[0]
            found = False
            if kind == "open":
                stack.append(_CLOSING[token])
            elif kind == "close":
                found = (stack.pop() if stack else "") != token and "match" in problem
            elif kind == "other":
                quote, backslash = token in "\"'", token == "\\"
                found = token == character or (quote and "string" in problem) or (backslash and "continu" in problem)
            elif kind == "word":
                found = "leading zeros" in problem and re.fullmatch(r"0[0_]*[1-9][0-9_]*", token) is not None
            elif kind == "string":
                prefix = match["prefix"].lower()
                mixed = literal != "" and ("b" in prefix) != (literal == "bytes")
                literal = "bytes" if "b" in prefix else "text"
                unbalanced = prefix.strip("rbu") and token.count("{") != token.count("}")
                found = (mixed and "cannot mix" in problem) or bool(unbalanced and "string" in problem)
            if kind not in ("string", "skip") and not (kind == "newline" and stack):
                literal = ""
            if found:
                return match.start()
        return None

    def _bad_indentation(self) -> int | None:
        """Offset of the first line that libcst finds indented as no line around it."""
        widths = [(0, 0)]
        depth = 0
        line = 0
        for match in _TOKEN.finditer(self.source):
            kind = match.lastgroup
            depth += (kind == "open") - (kind == "close")
            if kind == "newline" and depth <= 0:
                line = match.end()
            elif line >= 0 and kind not in ("skip", "newline"):
                blank = self.source[line : match.start()].rpartition("\f")[2]
                # As CPython does: tabs to columns of 8 and of 1 must agree on which line is indented further.
                width, narrow = len(blank.expandtabs(8)), len(blank.expandtabs(1))
                if width > widths[-1][0]:
                    if narrow <= widths[-1][1] or len(widths) == _MAX_INDENTS:
                        return match.start()
                    widths.append((width, narrow))
                while width < widths[-1][0]:
                    widths.pop()
                if (width, narrow) != widths[-1]:
                    return match.start()
                line = -1
        return None
