"""Diagnostics over the protocol: which come, where, and when they go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.lsp.conftest import Start, at

pytestmark = pytest.mark.asyncio(loop_scope="function")

ALL = {
    "PlaceOrder/function.json": ["FN302"],
    "ReportOrders/function.json": ["FN303"],
    "ShipOrder/__init__.py": ["FN305"],
    "ShowOrder/__init__.py": ["FN405"],
}


async def test_all_of_the_app_is_reported_whatever_is_open(start: Start) -> None:
    client = await start()
    client.open("host.json")
    for name, codes in ALL.items():
        await client.until_codes(name, *codes)


async def test_a_diagnostic_has_both_sides_a_code_and_a_page(start: Start, app: Path) -> None:
    client = await start()
    client.open("ShipOrder/__init__.py")
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    item = client.diagnostic("ShipOrder/__init__.py", "FN305")
    assert item.range == at(9, 42, 45)
    assert item.severity is types.DiagnosticSeverity.Error
    assert item.source == "funclint"
    assert item.message.startswith("'label' is an output, but its annotation 'str' is no func.Out\nhelp: ")
    assert item.code_description is not None
    assert item.code_description.href.endswith("FN305_out_annotation_missing.md")
    assert item.related_information is not None
    [other] = item.related_information
    assert other.location == types.Location(client.uri("ShipOrder/function.json"), at(12, 19, 24))
    assert other.message == "direction 'out'"


async def test_edits_of_either_side_make_and_clear_what_is_said_of_the_other(start: Start) -> None:
    client = await start()
    client.open("ShipOrder/function.json")
    client.open("ShipOrder/__init__.py")
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    client.replace("ShipOrder/function.json", '"direction": "out"', '"direction": "in"')
    await client.until_codes("ShipOrder/__init__.py")
    client.replace("ShipOrder/function.json", '"name": "label"', '"name": "lable"')
    await client.until(lambda: client.codes("ShipOrder/function.json"))
    client.replace("ShipOrder/__init__.py", "label", "lable")
    await client.until(lambda: not client.codes("ShipOrder/function.json"))


async def test_a_shared_module_changes_what_is_said_of_functions_that_are_not_open(start: Start, app: Path) -> None:
    client = await start()
    client.open("shared/orders.py")
    await client.until_codes("ShowOrder/__init__.py", *ALL["ShowOrder/__init__.py"])
    text = (app / "shared/orders.py").read_text()
    name = next(line.split()[1].partition("(")[0] for line in text.splitlines() if line.startswith("def "))
    users = [path for path in app.glob("*/__init__.py") if name in path.read_text()]
    assert users
    client.change("shared/orders.py", text.replace(name, "other"))
    for user in users:
        path = user.relative_to(app).as_posix()
        await client.until(lambda path=path: set(client.codes(path)) - set(ALL.get(path, ())))
    client.change("shared/orders.py", text)
    for user in users:
        path = user.relative_to(app).as_posix()
        await client.until_codes(path, *ALL.get(path, ()))


async def test_host_json_requirements_and_local_settings_count_while_they_are_edited(start: Start, app: Path) -> None:
    client = await start()
    client.open("host.json")
    for name, codes in ALL.items():
        await client.until_codes(name, *codes)
    before = {uri: [d.code for d in ds] for uri, ds in client.lsp.diagnostics.items() if ds}
    client.replace("host.json", '"2.0"', '"1.0"')
    await client.until(lambda: client.codes("host.json"))
    client.replace("host.json", '"1.0"', '"2.0"')
    await client.until(lambda: {u: [d.code for d in ds] for u, ds in client.lsp.diagnostics.items() if ds} == before)


async def test_a_document_that_does_not_parse_yet_is_reported_itself_and_nothing_else_changes(start: Start) -> None:
    client = await start()
    client.open("PlaceOrder/function.json")
    for name, codes in ALL.items():
        await client.until_codes(name, *codes)
    client.open("shared/orders.py")
    text = client.texts[client.uri("shared/orders.py")]
    client.change("shared/orders.py", text + "def broken(:\n")
    await client.until(lambda: client.codes("shared/orders.py"))
    assert all(client.codes(name) == codes for name, codes in ALL.items())
    client.change("shared/orders.py", text)
    await client.until(lambda: not client.codes("shared/orders.py"))
    client.change("PlaceOrder/function.json", client.texts[client.uri("PlaceOrder/function.json")][:-20])
    await client.until(lambda: "FN302" not in client.codes("PlaceOrder/function.json"))
    assert client.codes("PlaceOrder/function.json")
    assert not client.codes("PlaceOrder/__init__.py")


async def test_what_is_saved_broken_is_reported_where_it_hurts(start: Start) -> None:
    client = await start()
    client.open("shared/orders.py")
    await client.until_codes("ShowOrder/__init__.py", "FN405")
    client.change("shared/orders.py", "def broken(:\n")
    client.save("shared/orders.py")
    await client.until(
        lambda: client.codes("shared/orders.py") and "FN405" not in client.codes("ShowOrder/__init__.py")
    )


async def test_closing_without_saving_takes_the_file_on_disk_again(start: Start) -> None:
    client = await start()
    client.open("PlaceOrder/function.json")
    await client.until_codes("PlaceOrder/function.json", "FN302")
    client.replace("PlaceOrder/function.json", '"res"', '"$return"')
    await client.until_codes("PlaceOrder/function.json")
    client.close("PlaceOrder/function.json")
    await client.until_codes("PlaceOrder/function.json", "FN302")


async def test_files_deleted_made_and_renamed_outside(start: Start, app: Path) -> None:
    client = await start()
    client.open("host.json")
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    text = (app / "ShipOrder/function.json").read_text()
    (app / "ShipOrder/function.json").unlink()
    client.told("ShipOrder/function.json", types.FileChangeType.Deleted)
    await client.until_codes("ShipOrder/__init__.py")
    (app / "ShipOrder/function.json").write_text(text)
    client.told("ShipOrder/function.json", types.FileChangeType.Created)
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    (app / "ShipOrder").rename(app / "SendOrder")
    client.told("ShipOrder/function.json", types.FileChangeType.Deleted)
    client.told("SendOrder/function.json", types.FileChangeType.Created)
    await client.until_codes("SendOrder/__init__.py", "FN305")
    await client.until_codes("ShipOrder/__init__.py")


async def test_changes_on_disk_are_seen_at_the_next_save_without_being_told(start: Start, app: Path) -> None:
    client = await start()
    client.open("host.json")
    await client.until_codes("PlaceOrder/function.json", "FN302")
    path = app / "PlaceOrder/function.json"
    path.write_text(path.read_text().replace('"res"', '"$return"'))
    (app / "funclint.toml").write_text('ignore = ["FN405"]\n')
    client.save("host.json")
    await client.until_codes("PlaceOrder/function.json")
    await client.until_codes("ShowOrder/__init__.py")


async def test_a_new_document_counts_before_it_is_saved(start: Start, app: Path) -> None:
    client = await start()
    text = (app / "PlaceOrder/function.json").read_text()
    (app / "PlaceOrder/function.json").unlink()
    client.open("host.json")
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    client.open("PlaceOrder/function.json", text)
    await client.until_codes("PlaceOrder/function.json", "FN302")
    client.close("PlaceOrder/function.json")
    await client.until_codes("PlaceOrder/function.json")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encodings", "column"),
    [(None, 45), ([types.PositionEncodingKind.Utf8], 47), ([types.PositionEncodingKind.Utf32], 44)],
)
async def test_columns_are_counted_as_the_client_counts(
    start: Start, app: Path, encodings: Any, column: int, newline: str
) -> None:
    script = (
        "import azure.functions as func\n\n\n"
        "def main(order: func.QueueMessage = '\U0001f600', label: str = '') -> None:\n    print(order, label)\n"
    )
    (app / "ShipOrder/__init__.py").write_bytes(script.replace("\n", newline).encode())
    client = await start(general__position_encodings=encodings)
    client.open("ShipOrder/__init__.py")
    await client.until(lambda: "FN305" in client.codes("ShipOrder/__init__.py"))
    start_of_annotation = script.splitlines()[3].index("label: str") + len("label: ")
    shift = {44: 0, 45: 1, 47: 3}[column]
    found = client.diagnostic("ShipOrder/__init__.py", "FN305")
    assert found.range == at(3, start_of_annotation + shift, start_of_annotation + shift + 3)
    # An edit in the client's columns: 'label' becomes an output that is annotated as one.
    client.change("ShipOrder/__init__.py", (found.range, "func.Out[str]"))
    await client.until(lambda: "FN305" not in client.codes("ShipOrder/__init__.py"))


async def test_form_feeds_and_separators_end_no_line(start: Start, app: Path) -> None:
    script = (
        "import azure.functions as func\n# \x0c \u2028 \x85 note\n"
        "def main(order: func.QueueMessage, label: str) -> None:\n    print(order, label)\n"
    )
    (app / "ShipOrder/__init__.py").write_text(script)
    client = await start()
    client.open("ShipOrder/__init__.py")
    await client.until(lambda: "FN305" in client.codes("ShipOrder/__init__.py"))
    found = client.diagnostic("ShipOrder/__init__.py", "FN305")
    assert found.range.start.line == 2
    client.change("ShipOrder/__init__.py", (found.range, "func.Out[str]"))
    await client.until(lambda: "FN305" not in client.codes("ShipOrder/__init__.py"))


async def test_files_outside_any_app_and_other_documents_are_left_alone(start: Start, tmp_path: Path) -> None:
    client = await start()
    outside = tmp_path / "tool.py"
    outside.write_text("import os\nundefined\n")
    item = types.TextDocumentItem(outside.as_uri(), "python", 1, outside.read_text())
    client.lsp.text_document_did_open(types.DidOpenTextDocumentParams(item))
    item = types.TextDocumentItem("untitled:Untitled-1", "python", 1, "undefined\n")
    client.lsp.text_document_did_open(types.DidOpenTextDocumentParams(item))
    client.open("host.json")
    await client.until_codes("PlaceOrder/function.json", "FN302")
    assert not client.lsp.diagnostics.get(outside.as_uri())
    assert "untitled:Untitled-1" not in client.lsp.diagnostics


async def test_unused_things_are_tagged(start: Start, app: Path) -> None:
    path = app / "PlaceOrder/__init__.py"
    path.write_text("import os\n" + path.read_text())
    client = await start()
    client.open("PlaceOrder/__init__.py")
    await client.until(lambda: "F401" in client.codes("PlaceOrder/__init__.py"))
    assert client.diagnostic("PlaceOrder/__init__.py", "F401").tags == (types.DiagnosticTag.Unnecessary,)


async def test_suppressions_and_the_baseline_count(start: Start, app: Path) -> None:
    (app / "funclint-baseline.json").write_text(
        '{"version": 1, "files": {"PlaceOrder/function.json": {"FN302": {"count": 1, "seen": []}}}}'
    )
    client = await start()
    client.open("ShipOrder/__init__.py")
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    client.replace("ShipOrder/__init__.py", "-> None:", "-> None:  # funclint: ignore[FN305]")
    await client.until_codes("ShipOrder/__init__.py")
    client.replace("ShipOrder/__init__.py", "label: str", "label: func.Out[str]")
    await client.until_codes("ShipOrder/__init__.py", "FN008")
    assert client.codes("PlaceOrder/function.json") == []


async def test_broken_settings_keep_the_last_good_ones_say_so_and_switch_fix_all_off(start: Start, app: Path) -> None:
    (app / "funclint.toml").write_text('ignore = ["FN405"]\n')
    client = await start()
    client.open("PlaceOrder/function.json")
    client.open("funclint.toml")
    await client.until_codes("PlaceOrder/function.json", "FN302")
    assert await client.actions("PlaceOrder/function.json", at(0, 0), "source.fixAll.funclint")
    client.change("funclint.toml", 'ignor = ["FN302"]\n')
    client.save("funclint.toml")
    await client.until(lambda: any("unknown setting 'ignor'" in text for text in client.messages()))
    assert await client.actions("PlaceOrder/function.json", at(0, 0), "source.fixAll.funclint") == []
    assert client.codes("PlaceOrder/function.json") == ["FN302"]
    assert client.codes("ShowOrder/__init__.py") == []
    client.change("funclint.toml", 'ignore = ["FN302"]\n')
    client.save("funclint.toml")
    await client.until_codes("PlaceOrder/function.json")
    await client.until_codes("ShowOrder/__init__.py", "FN405")
    assert len([text for text in client.messages() if "unknown setting" in text]) == 1


async def test_several_folders_and_apps(start: Start, app: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "api"
    (other / "Ping").mkdir(parents=True)
    (other / "host.json").write_text('{"version": "2.0"}')
    (other / "Ping/__init__.py").write_text("def main(req):\n    return undefined\n")
    (other / "Ping/function.json").write_text(
        '{"bindings": [{"type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "function"},'
        ' {"type": "http", "direction": "out", "name": "$return"}]}'
    )
    client = await start(folders=[app, tmp_path / "other"])
    client.open("host.json")
    await client.until_codes("PlaceOrder/function.json", "FN302")
    uri = (other / "Ping/__init__.py").as_uri()
    await client.until(lambda: [d.code for d in client.lsp.diagnostics.get(uri, ())] == ["F821"])
    folder = types.WorkspaceFolder((tmp_path / "other").as_uri(), "other")
    event = types.WorkspaceFoldersChangeEvent(added=[], removed=[folder])
    client.lsp.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
    await client.until(lambda: not client.lsp.diagnostics.get(uri))
    event = types.WorkspaceFoldersChangeEvent(added=[folder], removed=[])
    client.lsp.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
    await client.until(lambda: [d.code for d in client.lsp.diagnostics.get(uri, ())] == ["F821"])


@pytest.mark.parametrize("before", ["#\x0c", "#\u2028", "#\x85", "#\x1c", "#\r\n#"])
async def test_edits_behind_what_others_take_for_the_end_of_a_line(start: Start, before: str) -> None:
    """A column is counted from where the protocol has the line begin, and one behind its end is its end."""
    client = await start()
    script = f"{before} note\nimport azure.functions as func\n\n\ndef main(order: func.QueueMessage, label: str): pass"
    client.open("ShipOrder/__init__.py", script)
    await client.until(lambda: "FN305" in client.codes("ShipOrder/__init__.py"))
    row = script.count("\n")
    end = types.Position(row, 999)
    client.change("ShipOrder/__init__.py", (types.Range(types.Position(row, 42), end), "func.Out[str]): ..."))
    client.change("ShipOrder/__init__.py", (at(before.count("\n"), 2, 999), ""))
    await client.until(lambda: "FN305" not in client.codes("ShipOrder/__init__.py"))
    # What is left is what a run finds in the text that was meant.
    assert client.codes("ShipOrder/__init__.py") == ["FN406"]
