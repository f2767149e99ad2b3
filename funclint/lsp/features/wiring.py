"""The features as requests of the protocol."""

from __future__ import annotations

from lsprotocol import types

from funclint.diagnostic import Span
from funclint.lsp.features.completion import Item, complete
from funclint.lsp.features.hover import hover
from funclint.lsp.features.navigation import definitions, references
from funclint.lsp.features.renaming import RenameError, prepare, rename
from funclint.lsp.features.symbols import Symbol, lenses, symbols
from funclint.lsp.server import OPEN, Server
from funclint.lsp.session import Place

_KINDS = {
    "property": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "literal": types.CompletionItemKind.Value,
    "name": types.CompletionItemKind.Variable,
    "setting": types.CompletionItemKind.Constant,
    "file": types.CompletionItemKind.File,
    "function": types.CompletionItemKind.Function,
}
_SYMBOLS = {"function": types.SymbolKind.Function, "binding": types.SymbolKind.Property}
_TRIGGERS = ('"', "%", ":", " ")


def register(server: Server) -> None:
    """Answer these requests too."""
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))(_complete)
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(_definition)
    server.feature(types.TEXT_DOCUMENT_REFERENCES)(_references)
    server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)(_prepare)
    server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))(_rename)
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(_symbols)
    server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))(_lenses)


async def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    def answer(place: Place) -> types.Hover | None:
        reported = server.session.findings(place.path)
        found = hover(place, reported.findings, server.session.rulebook(place.path))
        if found is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, found.markdown)
        return types.Hover(content, _range(server, place, found.span))

    return await server.at(params.text_document.uri, params.position, answer)


async def _complete(server: Server, params: types.CompletionParams) -> list[types.CompletionItem] | None:
    def answer(place: Place) -> list[types.CompletionItem]:
        return [_item(server, place, number, item) for number, item in enumerate(complete(place))]

    return await server.at(params.text_document.uri, params.position, answer)


def _item(server: Server, place: Place, number: int, item: Item) -> types.CompletionItem:
    edit = types.TextEdit(_range(server, place, item.edit.span), item.edit.content)
    return types.CompletionItem(
        item.label,
        kind=_KINDS[item.kind],
        detail=item.detail or None,
        sort_text=f"{number:04}",
        # What is written there already begins with the quote.
        filter_text=item.edit.content,
        text_edit=edit,
    )


async def _definition(server: Server, params: types.DefinitionParams) -> list[types.Location] | None:
    return await server.at(
        params.text_document.uri, params.position, lambda place: _locations(server, definitions(place))
    )


async def _references(server: Server, params: types.ReferenceParams) -> list[types.Location] | None:
    return await server.at(
        params.text_document.uri, params.position, lambda place: _locations(server, references(place))
    )


def _locations(server: Server, spans: list[Span]) -> list[types.Location]:
    return [server.converter.location(span, server.session.text(span.path)) for span in spans]


async def _prepare(server: Server, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    def answer(place: Place) -> types.PrepareRenamePlaceholder | None:
        try:
            found = prepare(place)
        except RenameError:
            return None
        return types.PrepareRenamePlaceholder(range=_range(server, place, found.span), placeholder=found.name)

    return await server.at(params.text_document.uri, params.position, answer)


async def _rename(server: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    def answer(place: Place) -> types.WorkspaceEdit | str | None:
        try:
            edits = rename(place, params.new_name)
        except RenameError as error:
            return str(error)
        paths = {edit.span.path for edit in edits}
        texts = {path: text for path in paths if (text := server.session.text(path)) is not None}
        return server.converter.workspace_edit(edits, texts, server.session.held.version)

    found: types.WorkspaceEdit | str | None = await server.at(params.text_document.uri, params.position, answer)
    if isinstance(found, str):
        server.show(types.MessageType.Warning, found)
        return None
    return found


async def _symbols(server: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    beginning = types.Position(0, 0)
    return await server.at(
        params.text_document.uri, beginning, lambda place: [_symbol(server, place, item) for item in symbols(place)]
    )


def _symbol(server: Server, place: Place, item: Symbol) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=item.name,
        detail=item.detail,
        kind=_SYMBOLS[item.kind],
        range=_range(server, place, item.span),
        selection_range=_range(server, place, item.name_span),
        children=[_symbol(server, place, child) for child in item.children],
    )


async def _lenses(server: Server, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    def answer(place: Place) -> list[types.CodeLens]:
        return [
            types.CodeLens(
                _range(server, place, item.span),
                command=types.Command(item.title, OPEN, arguments=[server.uri_of(item.target)]),
            )
            for item in lenses(place)
        ]

    return await server.at(params.text_document.uri, types.Position(0, 0), answer)


def _range(server: Server, place: Place, span: Span) -> types.Range:
    return server.converter.range(place.source, span.start, span.end)
