"""The closing line of a report, and the counts by rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from funclint.diagnostic import Applicability, Diagnostic, Severity

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View

_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def mark(item: Diagnostic) -> str:
    """``[*] `` for what ``--fix`` mends."""
    return "[*] " if item.fix is not None and item.fix.applicability is Applicability.SAFE else ""


def summary(result: Result, view: View) -> str:
    """One line: how much was found, in how many functions, out of how many."""
    functions = plural(result.functions, "function")
    known = f"{plural(result.known, 'finding')} in the baseline" if result.known else ""
    if not result.diagnostics and known:
        return view.paint("good", f"Nothing new in {functions} of {plural(len(result.apps), 'app')}, {known}.")
    if not result.diagnostics and result.partial:
        return f"Nothing found in what was named ({functions} in {plural(len(result.apps), 'app')} read)."
    if not result.diagnostics:
        if result.functions == 1:
            return view.paint("good", f"The only function in {plural(len(result.apps), 'app')} is fine.")
        if result.functions == 0:
            return f"No functions in {plural(len(result.apps), 'app')}, nothing found."
        return view.paint("good", f"All {functions} in {plural(len(result.apps), 'app')} are fine.")
    counts = [(severity, sum(item.severity == severity for item in result.diagnostics)) for severity in _NOUNS]
    shown = [plural(count, _NOUNS[severity]) for severity, count in counts if count]
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    # Names are unique within an app only, and a finding is in the app nearest above it.
    roots = sorted((str(root) for root in result.apps), key=len, reverse=True)
    hit = {
        (next((root for root in roots if str(item.span.path).startswith(root)), ""), item.function)
        for item in result.diagnostics
        if item.function is not None
    }
    where = f" in {plural(len(hit), 'function')}" if hit else ""
    return view.paint("bold", f"Found {listed}{where} ({functions} checked{', ' if known else ''}{known}).") + _fixable(
        result
    )


def _fixable(result: Result) -> str:
    """How many findings fixes would mend; nothing if none."""
    fixes = [item.fix.applicability for item in result.diagnostics if item.fix is not None]
    safe, unsafe = fixes.count(Applicability.SAFE), fixes.count(Applicability.UNSAFE)
    if safe and unsafe:
        return f" --fix would mend {safe} of them, --unsafe-fixes {unsafe} more."
    if safe or unsafe:
        return f" --fix{'' if safe else ' --unsafe-fixes'} would mend {safe or unsafe} of them."
    return ""


def statistics(result: Result, view: View, output_format: str = "text") -> Iterator[str]:
    """A line for each rule that found something, most frequent first: count, code, its worst severity, name; as objects
    for ``json`` and ``json-lines``."""
    by_code: dict[str, list[Diagnostic]] = {}
    for item in result.diagnostics:
        by_code.setdefault(item.code, []).append(item)
    width = len(str(max(map(len, by_code.values()), default=0)))
    rows = []
    for code, items in sorted(by_code.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        severity = str(max(item.severity or Severity.INFO for item in items))
        rows.append({"code": code, "name": items[0].name, "severity": severity, "count": len(items)})
    if output_format not in ("json", "json-lines"):
        for row in rows:
            severity, code = str(row["severity"]), view.paint(str(row["severity"]), f"{row['code']:5}")
            yield f"{row['count']:>{width}}  {code}  {severity:7}  {row['name']}\n"
        return
    import json

    if output_format == "json":
        yield json.dumps(rows, indent=2) + "\n"
    else:
        yield from (json.dumps(row) + "\n" for row in rows)


def plural(count: int, noun: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
