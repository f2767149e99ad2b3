"""Whether fixes did what they were for: the finding is gone, files are read as before, nothing new is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.fixing.conflicts import real
from funclint.fixing.editing import Range
from funclint.text import ReadError, SourceText, decode_json, decode_python

Key = tuple[str, Path, str | None, str]


def key_of(item: Diagnostic) -> Key:
    """What makes two findings of different rounds the same, whatever moved."""
    return item.code, item.span.path, item.function, item.message


def still_reads(path: Path, before: SourceText, content: bytes) -> bool:
    """Whether a file's new content is no worse to host, other JSON parsers and Python than the one before."""
    if path.suffix == ".py":
        from funclint.python.errors import PythonSyntaxError
        from funclint.python.module import parse

        try:
            parse(before.text, (3, 14))
        except PythonSyntaxError:
            return True
        try:
            parse(decode_python(path, content).text, (3, 14))
        except (PythonSyntaxError, ReadError):
            return False
        return True
    if path.suffix != ".json":
        return True
    from funclint import jsonc

    old, new = jsonc.parse(before.text), jsonc.parse(decode_json(path, content).text)
    return (new.accepted or not old.accepted) and (not new.problems or bool(old.problems))


def fault(
    fixed: Iterable[Diagnostic],
    before: Iterable[Diagnostic],
    after: Iterable[Diagnostic],
    edited: Mapping[Path, list[Range]],
) -> str | None:
    """What went wrong with the fixes of ``fixed``, a clause; None if nothing did.

    An error is new if its rule found less in that file before. Such an error is no fault of a fix if it only came to
    light, because host and worker get further now: it lies in a function that had an error before, or all had the one
    that was fixed, and outside of what was edited (``edited``: ranges of the new texts by file).
    """
    before, after, fixed = list(before), list(after), list(fixed)
    left = Counter(map(key_of, after))
    was = Counter(map(key_of, before))
    for key, count in Counter(map(key_of, fixed)).items():
        if left[key] > was[key] - count:
            return f"{key[0]} is still there: {key[3]}"
    broken = {item.function for item in before if item.severity is Severity.ERROR}
    # Modules that several functions share have no owner: what comes to light there belongs to any function fixed.
    broken |= {None} if any(item.severity is Severity.ERROR for item in fixed) else set()
    # What host.json or a shared module broke, it broke for each function.
    everywhere = any(item.severity is Severity.ERROR and item.function is None for item in fixed)
    by_rule_before, by_rule_after = Counter(map(_rule_of, before)), Counter(map(_rule_of, after))
    for item in after:
        rule = _rule_of(item)
        if item.severity is not Severity.ERROR or by_rule_after[rule] <= by_rule_before[rule]:
            continue
        if left[key_of(item)] <= was[key_of(item)]:
            continue
        touched = any(_meet(item.span, start, end) for start, end in edited.get(real(item.span.path), ()))
        if touched or not (everywhere or item.function in broken) or item.code == "FN000":
            return f"it leads to {item.code}: {item.message}"
    return None


def _rule_of(item: Diagnostic) -> tuple[str, Path, str | None]:
    return item.code, item.span.path, item.function


def _meet(span: Span, start: int, end: int) -> bool:
    """Whether a finding is about edited text; where text was only removed, whether it is about the gap.

    A finding about a file as a whole is not.
    """
    if not span.end:
        return False
    if start == end:
        return span.start <= start <= span.end
    return span.start < end and start < span.end
