"""Code actions over the protocol: what is offered, and that it mends what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.conftest import Start, at

pytestmark = pytest.mark.asyncio(loop_scope="function")


async def test_a_quick_fix_mends_its_finding(start: Start) -> None:
    client = await start()
    client.open("PlaceOrder/function.json")
    await client.until_codes("PlaceOrder/function.json", "FN302")
    found = client.diagnostic("PlaceOrder/function.json", "FN302")
    offered = await client.actions("PlaceOrder/function.json", found.range)
    fixes = [item for item in offered if item.is_preferred]
    assert [item.kind for item in fixes] == [types.CodeActionKind.QuickFix]
    assert [d.code for d in fixes[0].diagnostics or ()] == ["FN302"]
    assert fixes[0].edit is not None
    client.apply(fixes[0].edit)
    await client.until_codes("PlaceOrder/function.json")
    assert '"name": "$return"' in client.texts[client.uri("PlaceOrder/function.json")]


@pytest.mark.parametrize("versioned", [True, False])
async def test_a_fix_of_two_files_is_one_edit(start: Start, app: Path, versioned: bool) -> None:
    script = app / "ReportOrders/__init__.py"
    script.write_text(script.read_text().replace("report", "the_report"))
    client = await start(workspace__workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=versioned))
    client.open("ReportOrders/function.json")
    await client.until(lambda: client.codes("ReportOrders/function.json"))
    whole = types.Range(types.Position(0, 0), types.Position(1000, 0))
    offered = await client.actions("ReportOrders/function.json", whole)
    edits = [item.edit for item in offered if item.edit is not None]
    assert edits
    for edit in edits:
        assert (edit.document_changes is None) is not versioned
        assert (edit.changes is None) is versioned


async def test_unsafe_fixes_are_offered_and_say_so(start: Start) -> None:
    client = await start()
    client.open("ShowOrder/__init__.py")
    await client.until_codes("ShowOrder/__init__.py", "FN405")
    found = client.diagnostic("ShowOrder/__init__.py", "FN405")
    titles = {item.title: item for item in await client.actions("ShowOrder/__init__.py", found.range)}
    [unsafe] = [item for title, item in titles.items() if title.endswith("(unsafe: look at it)")]
    assert not unsafe.is_preferred
    assert unsafe.edit is not None
    client.apply(unsafe.edit)
    await client.until_codes("ShowOrder/__init__.py")


async def test_ignore_here(start: Start) -> None:
    client = await start()
    client.open("ShipOrder/__init__.py")
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    found = client.diagnostic("ShipOrder/__init__.py", "FN305")
    offered = await client.actions("ShipOrder/__init__.py", found.range)
    [ignore] = [item for item in offered if item.title == "Ignore FN305 here"]
    assert ignore.edit is not None
    client.apply(ignore.edit)
    assert "-> None:  # funclint: ignore[FN305]\n" in client.texts[client.uri("ShipOrder/__init__.py")]
    await client.until_codes("ShipOrder/__init__.py")


async def test_the_page_of_the_rule_can_be_opened(start: Start) -> None:
    client = await start(window__show_document=types.ShowDocumentClientCapabilities(support=True))
    client.open("ShipOrder/__init__.py")
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    found = client.diagnostic("ShipOrder/__init__.py", "FN305")
    offered = await client.offered("ShipOrder/__init__.py", found.range)
    assert "Explain FN305" in [item.title for item in offered]
    assert found.code_description is not None
    # lsprotocol takes an action with a command for a command, and loses its arguments.
    await client.lsp.workspace_execute_command_async(
        types.ExecuteCommandParams("funclint.open", [found.code_description.href])
    )
    await client.until(lambda: client.lsp.shown_documents)
    assert client.lsp.shown_documents[0].uri.endswith("FN305_out_annotation_missing.md")


async def test_fix_all_of_a_document(start: Start, app: Path) -> None:
    path = app / "ShipOrder/__init__.py"
    path.write_text("import os\n" + path.read_text())
    client = await start()
    client.open("ShipOrder/__init__.py")
    await client.until(lambda: set(client.codes("ShipOrder/__init__.py")) == {"FN305", "F401"})
    for kind in ("source.fixAll.funclint", "source.fixAll", "source"):
        [everything] = await client.actions("ShipOrder/__init__.py", at(0, 0), kind)
    assert await client.actions("ShipOrder/__init__.py", at(0, 0), "refactor") == []
    assert await client.actions("ShipOrder/__init__.py", at(0, 0), "source.fixAll.ruff") == []
    assert everything.kind == "source.fixAll.funclint"
    assert everything.edit is not None
    client.apply(everything.edit)
    await client.until_codes("ShipOrder/__init__.py")
    text = client.texts[client.uri("ShipOrder/__init__.py")]
    assert "import os" not in text
    assert "label: func.Out[str]" in text


async def test_fixes_are_made_for_what_is_in_the_editor(start: Start) -> None:
    """The answer is about the text as it was when it was asked for, however soon after the edit."""
    client = await start()
    client.open("ShipOrder/__init__.py")
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    text = client.texts[client.uri("ShipOrder/__init__.py")]
    client.change("ShipOrder/__init__.py", "# \U0001f600\r\n\r\n" + text.replace("\n", "\r\n"))
    [everything] = await client.actions("ShipOrder/__init__.py", at(0, 0), "source.fixAll")
    assert everything.edit is not None
    client.apply(everything.edit)
    await client.until_codes("ShipOrder/__init__.py")
