""".funcignore keeps a file out of the deployment that a function needs."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """.funcignore keeps a file out of the deployment that a function needs."""
    ignore = function.app.funcignore
    if ignore is None or not ignore.patterns:
        return
    root = function.app.root
    seen: set[int] = set()
    for path in sorted(function.files | ({function.script.path} if function.script.path is not None else set())):
        if root not in path.parents:
            continue
        pattern = ignore.leaving_out(path.relative_to(root).as_posix())
        if pattern is None or pattern.start in seen:
            continue
        seen.add(pattern.start)
        is_own = function.folder in path.parents
        what = f"the function '{function.name}'" if is_own else "modules that functions import"
        yield Diagnostic(
            Span(ignore.path, pattern.start, pattern.end),
            f"'{pattern.text}' keeps {what} out of the deployment by Core Tools",
            help="a pattern fits all that begins with it, up to the end of a word; a line with '!' keeps a file",
            related=(Label(Span(path), "this file, for example"),),
        )
