"""The tokens of a JSON text as the host's parser takes them, and what is said about them."""

from __future__ import annotations

import re

from funclint.jsonc_tokens import HOST_SPACE, SPACE_CLASS, STRICT_SPACE, unescape
from funclint.jsonc_tree import Problem

QUOTES = frozenset("\"'")
KEY_AHEAD = re.compile(rf"""[{SPACE_CLASS}]*(?:"[^"\\\r\n]*"|'[^'\\\r\n]*'|[\w$]+)[{SPACE_CLASS}]*:""")
"""A property name and its colon, on one line."""

_STRINGS = {
    ('"', False): re.compile(r'"([^"\\]*(?:\\[\s\S][^"\\]*)*)"'),
    ("'", False): re.compile(r"'([^'\\]*(?:\\[\s\S][^'\\]*)*)'"),
    ('"', True): re.compile(r'"([^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*)"'),
    ("'", True): re.compile(r"'([^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*)'"),
}
_CONTROL = re.compile(r"[\x00-\x1f]")
_LINE_END = re.compile(r"[\r\n]")
_AFTER_VALUE = frozenset(",}])/")
_AFTER_STRING = frozenset(",:}] \t\r\n")

_OF_BRACKETS = frozenset({"missing-bracket", "text-after-root", "unclosed", "unexpected-bracket", "wrong-bracket"})
_IN_BALANCE = frozenset({"bad-escape", "bad-number", "comment-before-colon", "hash-comment", "literal-case"})
"""Faults that leave no doubt about the brackets around them."""


class Scanner:
    """Walks one text. ``""`` is the character at its end.

    One fault gives one report: after a refusal the scanner is quiet until its user finds that a member or an item
    reads well again, and once a fault may have hidden a bracket it says nothing about brackets. Once a quote was
    missing, strings end with their line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self.comments: list[tuple[int, int]] = []
        self.faults = 0  # refusals, reported or not
        self.quiet = False
        self.off_balance = False
        self.one_line = False
        self.no_comment_end = False

    # What is said

    def refuse(self, kind: str, start: int, end: int, message: str) -> None:
        """The host refuses the file for this, unless it is a consequence of what was said before."""
        self.faults += 1
        if not self.quiet and not (self.off_balance and kind in _OF_BRACKETS):
            self.problems.append(Problem(start, end, message, "refused", kind))
            self.off_balance = self.off_balance or kind not in _IN_BALANCE
        self.quiet = True

    def tolerate(self, kind: str, start: int, end: int, message: str) -> None:
        """The host takes this, strict JSON does not."""
        self.problems.append(Problem(start, end, message, "host-only", kind))

    # Between tokens

    def char(self, pos: int) -> str:
        return self.text[pos] if pos < len(self.text) else ""

    def next_char(self, pos: int) -> str:
        """The first character at or behind ``pos`` that is no white space."""
        return self.char(self.past(HOST_SPACE, pos))

    def past(self, pattern: re.Pattern[str], pos: int) -> int:
        match = pattern.match(self.text, pos)
        return match.end() if match else pos

    def line_end(self, pos: int, limit: int | None = None) -> int:
        """Where the line of ``pos`` ends, at most ``limit``."""
        if limit is None:
            limit = len(self.text)
        match = _LINE_END.search(self.text, pos, limit)
        return match.start() if match else limit

    def space(self, pos: int) -> int:
        """Past white space, that of the host included."""
        while True:
            pos = self.past(STRICT_SPACE, pos)
            end = self.past(HOST_SPACE, pos)
            if end == pos:
                return pos
            self.tolerate("white-space", pos, pos + 1, f"expected a blank, found U+{ord(self.text[pos]):04X}")
            pos = end

    def trivia(self, pos: int) -> int:
        """Past white space and comments."""
        while True:
            pos = self.past(STRICT_SPACE, pos)
            if " " < (char := self.char(pos)) < "\x7f" and char != "/" and char != "#":
                return pos
            pos = self.space(pos)
            char = self.char(pos)
            if char == "/":
                pos = self.comment(pos)
            elif char == "#":
                self.refuse("hash-comment", pos, pos + 1, "expected '//' to begin a comment, found '#'")
                pos = self.line_end(pos)
            else:
                return pos

    def comment(self, pos: int) -> int:
        opener = self.text[pos : pos + 2]
        if opener == "//":
            end = self.line_end(pos)
            if end == pos + 2 == len(self.text):
                # JsonTextReader.ParseComment wants one more character.
                self.refuse("unclosed-comment", pos, end, "expected a line break after '//'")
                return end
        elif opener == "/*":
            end = -1 if self.no_comment_end else self.text.find("*/", pos + 2)
            if end < 0:
                self.refuse("unclosed-comment", pos, pos + 2, "expected '*/' to end the comment")
                self.no_comment_end = True
                return self.line_end(pos)
            end += 2
        else:
            self.refuse("bad-comment", pos, pos + 1, "expected '//' or '/*'")
            return pos + 1
        self.comments.append((pos, end))
        self.tolerate("comment", pos, end, "expected no comment")
        return end

    # Strings

    def string(self, start: int, is_key: bool) -> tuple[str, int]:
        """The decoded string that begins at ``start`` and the offset of its end."""
        match = _STRINGS[self.text[start], self.one_line].match(self.text, start)
        if match and match[1] == "" and _is_wordy(self.char(match.end())):
            self.refuse("extra-quote", start, start + 1, f"expected one {self.text[start]} to begin the string")
            return self.string(start + 1, is_key)
        if match is None or self.runs_away(match[1], match.end(), is_key):
            body, end = self.cut_string(start, match.end() - 1 if match else len(self.text), is_key)
        else:
            body, end = match[1], match.end()
            if self.text[start] == "'":
                self.tolerate("single-quotes", start, end, "expected double quotes around the string")
        control = _CONTROL.search(body)
        if control:
            at = start + 1 + control.start()
            self.tolerate("control-character", at, at + 1, f"expected the escape \\u{ord(control[0]):04x}")
        if "\\" in body:
            body, bad, apostrophe = unescape(body)
            if apostrophe is not None:
                at = start + 1 + apostrophe
                self.tolerate("escape", at, at + 2, "expected ' without a backslash")
            if bad:
                message = r"""expected one of " \ / b f n r t or u and four hexadecimal digits after the backslash"""
                self.refuse("bad-escape", start + 1 + bad[0], start + 1 + bad[1], message)
        if self.char(end) == self.text[start] and self.char(end + 1) in _AFTER_STRING:
            self.refuse("extra-quote", end, end + 1, f"expected one {self.text[start]} to end the string")
            end += 1
        return body, end

    def runs_away(self, body: str, end: int, is_key: bool) -> bool:
        """Whether a string lacks its closing quote and took the next opening one for it.

        Only where the host refuses what comes next. A string of one line is let go only if a word follows directly.
        """
        one_line = "\n" not in body and "\r" not in body
        follower = self.char(end)
        if one_line and not _is_wordy(follower):
            return False
        if one_line and not is_key:
            return body.rstrip(" \t").endswith((",", "}", "]", "{", "["))
        follower = self.next_char(end)
        if is_key:
            return follower not in ("", ":", "=", "/") and (":" in body or not one_line)
        return follower != "" and follower not in _AFTER_VALUE

    def cut_string(self, start: int, limit: int, is_key: bool) -> tuple[str, int]:
        """The body and the end of a string without its closing quote: at most its line, less what ends a value."""
        body = self.text[start + 1 : self.line_end(start, limit)]
        body = body.partition(":")[0] if is_key else body.rstrip(" \t,}]{[")
        end = start + 1 + len(body)
        self.refuse("unterminated-string", start, end, f"expected {self.text[start]} to end the string")
        self.one_line = True
        return body, end


def _is_wordy(char: str) -> bool:
    return char.isalnum() or char in ("_", "$", "%", "\\")
