"""The report as SARIF 2.1.0, the form that GitHub code scanning and Azure DevOps take."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from funclint import __version__
from funclint.diagnostic import Diagnostic, Fix, Severity, Span
from funclint.report.fingerprint import fingerprints
from funclint.report.visible import sound
from funclint.rulebook import first_sentence

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View

SCHEMA = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEM_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


def render(result: Result, view: View) -> Iterator[str]:
    """The log with one run, ASCII only. Paths are relative to the repository, as code scanning needs them."""
    rules = _Rules(result.diagnostics)
    names = fingerprints(result.diagnostics, view)
    results = [_result(item, name, rules, view) for item, name in zip(result.diagnostics, names, strict=True)]
    run = {
        "tool": {"driver": {"name": "funclint", "version": __version__, "rules": rules.descriptors()}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not result.internal_errors}],
        "results": results,
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


class _Rules:
    """The rules of a log: those with a finding, by code."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self._of_code: dict[str, Diagnostic] = {}
        for item in diagnostics:
            self._of_code.setdefault(item.code, item)
        self._order = sorted(self._of_code)

    def index(self, code: str) -> int:
        return self._order.index(code)

    def descriptors(self) -> list[dict[str, Any]]:
        return [self._descriptor(self._of_code[code]) for code in self._order]

    def _descriptor(self, item: Diagnostic) -> dict[str, Any]:
        page = _page(item.url)
        summary = first_sentence(page) or item.name
        severity = item.severity or Severity.WARNING
        shown: dict[str, Any] = {
            "id": item.code,
            "name": "".join(word.capitalize() for word in item.name.split("-")),
            "shortDescription": {"text": item.name.replace("-", " ").capitalize() or item.code},
            "fullDescription": {"text": summary},
            "help": {"text": page or summary, "markdown": page or summary},
            "defaultConfiguration": {"level": _LEVELS[severity]},
            "properties": {
                "precision": "very-high",
                "problem.severity": _PROBLEM_LEVELS[severity],
                "tags": ["azure-functions"],
            },
        }
        if item.url is not None and item.url.startswith("https:"):
            shown["helpUri"] = item.url
        return shown


def _result(item: Diagnostic, name: str, rules: _Rules, view: View) -> dict[str, Any]:
    message = item.message if item.help is None else f"{item.message}\n{item.help}"
    location = _location(item.span, view)
    if item.function is not None:
        location["logicalLocations"] = [{"name": sound(item.function), "kind": "function"}]
    shown: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": rules.index(item.code),
        "level": _LEVELS[item.severity or Severity.WARNING],
        "message": {"text": sound(message)},
        "locations": [location],
        "partialFingerprints": {"funclint/v1": name},
    }
    if item.related:
        shown["relatedLocations"] = [
            {"id": number, **_location(label.span, view), "message": {"text": sound(label.message)}}
            for number, label in enumerate(item.related, 1)
        ]
    if item.fix is not None:
        shown["fixes"] = [_fix(item.fix, view)]
    return shown


def _fix(fix: Fix, view: View) -> dict[str, Any]:
    replacements: dict[Path, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement = {"deletedRegion": _region(edit.span, view), "insertedContent": {"text": sound(edit.content)}}
        replacements.setdefault(edit.span.path, []).append(replacement)
    return {
        "description": {"text": f"{fix.title} ({fix.applicability.value})"},
        "artifactChanges": [
            {"artifactLocation": {"uri": _uri(path, view)}, "replacements": found}
            for path, found in replacements.items()
        ],
    }


def _location(span: Span, view: View) -> dict[str, Any]:
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(span.path, view)}, "region": _region(span, view)},
    }


def _region(span: Span, view: View) -> dict[str, int]:
    row, column = view.start(span)
    end_row, end_column = view.end(span)
    return {"startLine": row, "startColumn": column, "endLine": end_row, "endColumn": end_column}


def _uri(path: Path, view: View) -> str:
    """A relative reference within the repository, else a file URI; bytes that are no UTF-8 are kept as they are."""
    name = view.repository_path(path)
    quoted = quote(os.fsencode(name))
    if os.path.isabs(name):
        return f"file://{quoted}" if quoted.startswith("/") else f"file:///{quoted}"
    # A colon in the first part would be read as the end of a scheme; quote() has taken care of it.
    return quoted


def _page(url: str | None) -> str:
    """The text of the page of a rule, nothing if it is not on this machine."""
    if url is None or not url.startswith("file:"):
        return ""
    from urllib.request import url2pathname

    try:
        return Path(url2pathname(url.removeprefix("file://"))).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
