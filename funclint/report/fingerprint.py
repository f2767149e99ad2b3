"""What makes a finding the same finding in the next run, for services that follow findings over time."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from funclint.diagnostic import Diagnostic

if TYPE_CHECKING:
    from funclint.report.view import View

_LINES = re.compile(r"\bline \d+")


def fingerprints(diagnostics: Iterable[Diagnostic], view: View) -> Iterator[str]:
    """A name for each diagnostic, all different: from file, code and message, not from rows, which move."""
    seen: Counter[str] = Counter()
    for item in diagnostics:
        message = _LINES.sub("line", item.message)
        key = "\0".join((view.repository_path(item.span.path), item.code, message))
        seen[key] += 1
        text = f"{key}\0{seen[key]}"
        yield hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
