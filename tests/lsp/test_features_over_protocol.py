"""Hover, completion, definition, references, rename, outline as requests: positions, edits of two files, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types

from tests.lsp.conftest import Client, Start

pytestmark = pytest.mark.asyncio(loop_scope="function")


def place(client: Client, name: str, piece: str) -> dict[str, Any]:
    """The document, and the position of the ``|`` in a piece of its text that occurs once."""
    uri = client.uri(name)
    before, _, after = piece.partition("|")
    text = client.texts[uri]
    assert text.count(before + after) == 1
    offset = text.index(before + after) + len(before)
    row = text.count("\n", 0, offset)
    position = types.Position(row, offset - (text.rfind("\n", 0, offset) + 1))
    return {"text_document": types.TextDocumentIdentifier(uri), "position": position}


async def test_hover(start: Start) -> None:
    client = await start()
    client.open("ReportOrders/function.json")
    found = await client.lsp.text_document_hover_async(
        types.HoverParams(**place(client, "ReportOrders/function.json", '"0 0 6| * * 1-5"'))
    )
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert "**at 06:00 on Monday to Friday**" in found.contents.value
    found = await client.lsp.text_document_hover_async(
        types.HoverParams(**place(client, "ReportOrders/function.json", '"write|_reports"'))
    )
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.value.startswith("**FN303**")


async def test_completion_of_what_is_half_typed(start: Start) -> None:
    client = await start()
    client.open("ReportOrders/function.json")
    client.change("ReportOrders/function.json", '{"bindings": [{"type": "blo')
    found = await client.lsp.text_document_completion_async(
        types.CompletionParams(**place(client, "ReportOrders/function.json", '"blo|'))
    )
    assert isinstance(found, (list, tuple))
    [item] = [item for item in found if item.label == "blobTrigger"]
    assert isinstance(item.text_edit, types.TextEdit)
    assert item.text_edit.new_text == '"blobTrigger"'
    assert item.filter_text == '"blobTrigger"'
    assert (item.text_edit.range.start.character, item.text_edit.range.end.character) == (23, 27)


async def test_definition_and_references(start: Start) -> None:
    client = await start()
    client.open("ShipOrder/function.json")
    client.open("ShipOrder/__init__.py")
    found = await client.lsp.text_document_definition_async(
        types.DefinitionParams(**place(client, "ShipOrder/function.json", '"name": "la|bel"'))
    )
    assert isinstance(found, (list, tuple))
    assert [(item.uri, item.range.start) for item in found if isinstance(item, types.Location)] == [
        (client.uri("ShipOrder/__init__.py"), types.Position(9, 35))
    ]
    references = await client.lsp.text_document_references_async(
        types.ReferenceParams(
            context=types.ReferenceContext(include_declaration=True),
            **place(client, "ShipOrder/__init__.py", "la|bel.set"),
        )
    )
    assert references is not None
    assert [item.uri.rpartition("/")[2] for item in references] == ["function.json", "__init__.py", "__init__.py"]


async def test_rename_on_both_sides(start: Start) -> None:
    client = await start()
    client.open("ShipOrder/function.json")
    client.open("ShipOrder/__init__.py")
    where = place(client, "ShipOrder/function.json", '"name": "la|bel"')
    prepared = await client.lsp.text_document_prepare_rename_async(types.PrepareRenameParams(**where))
    assert isinstance(prepared, types.PrepareRenamePlaceholder)
    assert prepared.placeholder == "label"
    edit = await client.lsp.text_document_rename_async(types.RenameParams(new_name="sticker", **where))
    assert edit is not None
    client.apply(edit)
    assert '"name": "sticker"' in client.texts[client.uri("ShipOrder/function.json")]
    script = client.texts[client.uri("ShipOrder/__init__.py")]
    assert "sticker: str" in script
    assert "    sticker.set(" in script
    await client.until_codes("ShipOrder/__init__.py", "FN305")


async def test_a_refused_rename_says_why(start: Start) -> None:
    client = await start()
    client.open("ShipOrder/function.json")
    where = place(client, "ShipOrder/function.json", '"name": "la|bel"')
    assert await client.lsp.text_document_rename_async(types.RenameParams(new_name="order", **where)) is None
    await client.until(lambda: "Another binding is called 'order'." in client.messages())


async def test_outline_and_lenses(start: Start) -> None:
    client = await start()
    uri = client.open("PlaceOrder/function.json")
    found = await client.lsp.text_document_document_symbol_async(
        types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
    )
    assert found is not None
    [symbol] = [item for item in found if isinstance(item, types.DocumentSymbol)]
    assert symbol.name == "PlaceOrder"
    assert [child.name for child in symbol.children or ()] == ["req", "order", "res"]
    uri = client.open("PlaceOrder/__init__.py")
    lenses = await client.lsp.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri)))
    assert lenses is not None
    [lens] = lenses
    assert lens.command is not None
    assert lens.command.title == "httpTrigger: POST /api/orders"
    assert lens.command.arguments == (client.uri("PlaceOrder/function.json"),)


async def test_nothing_is_said_outside_apps(start: Start, tmp_path: Any) -> None:
    client = await start()
    (tmp_path / "tool.py").write_text("def main(req):\n    return req\n")
    uri = (tmp_path / "tool.py").as_uri()
    item = types.TextDocumentItem(uri, "python", 1, "def main(req):\n    return req\n")
    client.lsp.text_document_did_open(types.DidOpenTextDocumentParams(item))
    document, position = types.TextDocumentIdentifier(uri), types.Position(0, 5)
    assert await client.lsp.text_document_hover_async(types.HoverParams(document, position)) is None
    assert await client.lsp.text_document_definition_async(types.DefinitionParams(document, position)) is None
    assert (
        await client.lsp.text_document_rename_async(
            types.RenameParams(new_name="x", text_document=document, position=position)
        )
        is None
    )
