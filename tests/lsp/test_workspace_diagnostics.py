"""Diagnostics of the whole workspace, for editors that ask for them."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types

from tests.lsp.conftest import LIMIT, Client, Start

ALL = ("PlaceOrder/function.json", "ReportOrders/function.json", "ShipOrder/__init__.py", "ShowOrder/__init__.py")
pytestmark = pytest.mark.asyncio(loop_scope="function")


Reports = dict[str, types.WorkspaceDocumentDiagnosticReport]


async def pull(client: Client, *known: types.PreviousResultId) -> Reports:
    report = await client.lsp.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(list(known)))
    return {item.uri: item for item in report.items}


async def pull_until_all_are_read(client: Client, *names: str) -> Reports:
    """Apps are read bit by bit; an editor asks again when it is told to."""
    reports: Reports = {}

    async def asked() -> None:
        while not reports.keys() >= {client.uri(name) for name in names}:
            reports.update(await pull(client))

    await asyncio.wait_for(asked(), LIMIT)
    return reports


async def test_the_whole_workspace_is_reported_once_and_then_what_changed(start: Start) -> None:
    client = await start(
        text_document__diagnostic=types.DiagnosticClientCapabilities(),
        workspace__diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
    )
    script, definition = "ShipOrder/__init__.py", "ReportOrders/function.json"
    client.open(script)

    reports = await pull_until_all_are_read(client, *ALL)

    found = {name: reports[client.uri(name)] for name in (script, definition)}
    assert [[item.code for item in each.items] for each in found.values()] == [["FN305"], ["FN303"]]
    assert [each.version for each in found.values()] == [1, None]
    known = [types.PreviousResultId(uri, str(each.result_id)) for uri, each in reports.items()]
    assert {each.kind for each in (await pull(client, *known)).values()} == {"unchanged"}

    client.replace(script, "label: str", "label: func.Out[str]")

    reports = await pull(client, *known)
    assert list(reports[client.uri(script)].items) == []
    assert reports[client.uri(definition)].kind == "unchanged"
