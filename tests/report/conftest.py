"""Diagnostics over small files, and a way to render them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.engine import Result
from funclint.files import Files
from funclint.report import render
from funclint.report.view import View


@pytest.fixture
def spot(tmp_path: Path) -> Callable[..., Span]:
    """The span of a text in a file below ``tmp_path``."""

    def find(name: str, text: str) -> Span:
        path = tmp_path / name
        content = path.read_bytes().decode("utf-8-sig")
        start = content.index(text)
        return Span(path, start, start + len(text))

    return find


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., str]:
    """Render diagnostics, ``error[FN301]`` unless they say otherwise, with ``tmp_path`` as the current folder."""

    def rendered(output_format: str, diagnostics: Iterable[Diagnostic], functions: int = 2, **options: Any) -> str:
        found = list(diagnostics)
        for item in found:
            item.code = item.code or "FN301"
            item.name = item.name or "some-rule"
            item.severity = item.severity or Severity.ERROR
        result = Result(found, [tmp_path], functions)
        return "".join(render(output_format, result, View(Files(), cwd=tmp_path, **options)))

    return rendered
