"""OpenCV is required in the variant that needs libraries of a graphical desktop."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, Span
from funclint.rulebook import Fixes, Rule

VARIANTS = {"opencv-python": "opencv-python-headless", "opencv-contrib-python": "opencv-contrib-python-headless"}

RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS, safety=(Applicability.UNSAFE,))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """OpenCV is required in the variant that needs libraries of a graphical desktop."""
    for name, headless in VARIANTS.items():
        for item in app.requirements.listing(name):
            start = item.span.start
            yield Diagnostic(
                item.span,
                f"'{item.written}' needs libGL, which the images that functions run in do not have",
                help=f"require {headless}: the same module without windows",
                fix=Fix(
                    f"require {headless}",
                    Applicability.UNSAFE,
                    (Edit(Span(item.span.path, start, start + len(item.written)), headless),),
                ),
            )
