"""Reports: one module for each output format, all over the same diagnostics.

Such a module has ``render(result, view)``, which gives the report piece by piece, newlines included.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View


def render(output_format: str, result: Result, view: View) -> Iterator[str]:
    """The report in one of ``settings.OUTPUT_FORMATS``; only that format's module is imported."""
    pieces: Iterator[str] = import_module(f"funclint.report.{output_format.replace('-', '_')}").render(result, view)
    return pieces
