"""The extensionBundle section of host.json is incomplete or cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)

# NuGet's PackageIdValidator
_PACKAGE_ID = re.compile(r"\w+([.-]\w+)*")
_WHOLE = '"extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"}'


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The extensionBundle section of host.json is incomplete or cannot be read."""
    host = app.host
    section = host.value("extensionBundle") if host is not None else None
    if host is None or section is None:
        return
    bundle = host.bundle
    if bundle is None:
        yield Diagnostic(host.span(section), "'extensionBundle' must be an object", help=f"write {_WHOLE}")
        return
    key = host.member("extensionBundle")
    if not bundle.id:
        yield Diagnostic(host.span(bundle.id_node or key), "the extension bundle has no 'id'", help=f"write {_WHOLE}")
    elif not _PACKAGE_ID.fullmatch(bundle.id) or len(bundle.id) > 100:
        yield Diagnostic(host.span(bundle.id_node), f"'{bundle.id}' is no id of a package", help=f"write {_WHOLE}")
    if not bundle.version:
        place = bundle.version_node or key
        yield Diagnostic(host.span(place), "the extension bundle has no 'version'", help=f"write {_WHOLE}")
    elif bundle.range is None:
        yield Diagnostic(
            host.span(bundle.version_node),
            f"'{bundle.version}' is no version range",
            help='ranges are written as NuGet does: "[4.*, 5.0.0)" is from 4 up to, but without, 5.0.0',
        )
