"""The withdrawn collection 'azure' is required instead of single Azure packages."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The withdrawn collection 'azure' is required instead of single Azure packages."""
    for item in app.requirements.listing("azure"):
        yield Diagnostic(
            item.span,
            "'azure' is withdrawn: its last version refuses to be installed, and none of them has azure.functions",
            help="require azure-functions, and the Azure packages that the app imports, each by its name",
        )
