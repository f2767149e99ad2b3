"""Findings and edits in the words of the Language Server Protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from lsprotocol import types

from funclint.diagnostic import Diagnostic, Edit, Severity, Span
from funclint.lsp.positions import position
from funclint.text import SourceText

SOURCE = "funclint"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_TAGS = (("unused-", types.DiagnosticTag.Unnecessary), ("deprecated-", types.DiagnosticTag.Deprecated))
"""How the names of rules begin whose findings editors may fade or strike through."""


class Converter:
    """Knows how the client counts columns, what it can show, and under which URI it has a file open."""

    def __init__(self, capabilities: types.ClientCapabilities, encoding: str, uri_of: Callable[[Path], str]) -> None:
        published = capabilities.text_document and capabilities.text_document.publish_diagnostics
        pulled = capabilities.text_document and capabilities.text_document.diagnostic
        self._related = any(how and how.related_information for how in (published, pulled))
        edits = capabilities.workspace and capabilities.workspace.workspace_edit
        self._versioned = bool(edits and edits.document_changes)
        self._encoding = encoding
        self.uri_of = uri_of

    def range(self, text: SourceText | None, start: int, end: int) -> types.Range:
        """A range of characters; the beginning of a file that cannot be read."""
        if text is None:
            return types.Range(types.Position(0, 0), types.Position(0, 0))
        return types.Range(
            types.Position(*position(text, start, self._encoding)), types.Position(*position(text, end, self._encoding))
        )

    def diagnostic(self, item: Diagnostic, texts: Mapping[Path, SourceText]) -> types.Diagnostic:
        """One finding; ``texts`` are those of the files that it points to."""
        span = item.span
        message = f"{item.message}\nhelp: {item.help}" if item.help else item.message
        return types.Diagnostic(
            range=self.range(texts.get(span.path), span.start, span.end),
            message=message,
            severity=_SEVERITIES[item.severity or Severity.WARNING],
            code=item.code,
            code_description=types.CodeDescription(item.url) if item.url else None,
            source=SOURCE,
            tags=[tag for start, tag in _TAGS if item.name.startswith(start)] or None,
            related_information=self._related_information(item, texts) if self._related else None,
        )

    def _related_information(
        self, item: Diagnostic, texts: Mapping[Path, SourceText]
    ) -> list[types.DiagnosticRelatedInformation] | None:
        found = [
            types.DiagnosticRelatedInformation(self.location(label.span, texts.get(label.span.path)), label.message)
            for label in item.related
        ]
        return found or None

    def location(self, span: Span, text: SourceText | None) -> types.Location:
        """A place in any file."""
        return types.Location(self.uri_of(span.path), self.range(text, span.start, span.end))

    def workspace_edit(
        self, edits: Iterable[Edit], texts: Mapping[Path, SourceText], version: Callable[[Path], int | None]
    ) -> types.WorkspaceEdit | None:
        """Edits of any number of files in one; None if one of the files cannot be read.

        ``version`` gives that of a document which the edits are made for, None for a file that is not open.
        """
        by_path: dict[Path, list[types.TextEdit]] = {}
        for edit in edits:
            text = texts.get(edit.span.path)
            if text is None:
                return None
            changed = types.TextEdit(self.range(text, edit.span.start, edit.span.end), edit.content)
            by_path.setdefault(edit.span.path, []).append(changed)
        if not self._versioned:
            return types.WorkspaceEdit(changes={self.uri_of(path): changes for path, changes in by_path.items()})
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(self.uri_of(path), version(path)), list(changes)
                )
                for path, changes in by_path.items()
            ]
        )
