"""The server itself: pulling, progress, cancelling, faults, and how it ends."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from funclint.lsp import server as server_module
from funclint.lsp.project import Project
from funclint.lsp.session import Reported, Session
from funclint.lsp.worker import Worker
from tests.lsp.conftest import LIMIT, Start, at

pytestmark = pytest.mark.asyncio(loop_scope="function")

PULLING: dict[str, Any] = {
    "text_document__diagnostic": types.DiagnosticClientCapabilities(),
    "workspace__diagnostics": types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
}


async def test_a_client_that_can_be_told_to_pull_pulls(start: Start) -> None:
    client = await start(**PULLING)
    refreshed: list[None] = []
    client.lsp.protocol.fm.features[types.WORKSPACE_DIAGNOSTIC_REFRESH] = lambda *_: refreshed.append(None)
    client.open("ShipOrder/function.json")
    uri = client.open("ShipOrder/__init__.py")

    async def pull(previous: str | None = None) -> Any:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), previous_result_id=previous)
        return await client.lsp.text_document_diagnostic_async(params)

    report = await pull()
    assert [item.code for item in report.items] == ["FN305"]
    assert (await pull(report.result_id)).kind == "unchanged"
    await client.until(lambda: refreshed)
    refreshed.clear()
    # The other side is edited: the client is told, and the next pull is of the present text at once.
    client.replace("ShipOrder/function.json", '"direction": "out"', '"direction": "in"')
    again = await pull(report.result_id)
    assert again.items == ()
    await client.until(lambda: refreshed)
    assert not client.lsp.diagnostics  # nothing is published beside


async def test_the_workspace_can_be_pulled(start: Start) -> None:
    client = await start(**PULLING)
    client.open("host.json")
    found: dict[str, list[str]] = {}
    results: list[types.PreviousResultId] = []
    while len(found) < 4:
        params = types.WorkspaceDiagnosticParams(previous_result_ids=[])
        report = await client.lsp.workspace_diagnostic_async(params)
        for item in report.items:
            assert isinstance(item, types.WorkspaceFullDocumentDiagnosticReport)
            found[item.uri] = [str(each.code) for each in item.items]
            results.append(types.PreviousResultId(item.uri, item.result_id or ""))
    assert found[client.uri("PlaceOrder/function.json")] == ["FN302"]
    params = types.WorkspaceDiagnosticParams(previous_result_ids=results)
    report = await client.lsp.workspace_diagnostic_async(params)
    assert {item.kind for item in report.items} == {"unchanged"}


async def test_a_client_that_pulls_but_cannot_be_told_gets_everything_published(start: Start) -> None:
    client = await start(
        text_document__diagnostic=types.DiagnosticClientCapabilities(),
        workspace__diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=False),
    )
    client.open("ShipOrder/function.json")
    await client.until_codes("ShipOrder/__init__.py", "FN305")


async def test_reading_many_functions_shows_progress(start: Start, app: Path) -> None:
    for number in range(80):
        folder = app / f"Copy{number}"
        folder.mkdir()
        for name in ("function.json", "__init__.py"):
            (folder / name).write_bytes((app / "ShipOrder" / name).read_bytes())
    client = await start()
    client.open("host.json")
    await client.until_codes("Copy79/__init__.py", "FN305")
    await client.until(lambda: any(report for report in client.lsp.progress_reports.values()))
    [reports] = client.lsp.progress_reports.values()
    await client.until(lambda: reports[-1].kind == "end")
    assert reports[0].kind == "begin"


async def test_edits_while_the_app_is_read_are_answered_by_the_last_text(start: Start, app: Path) -> None:
    client = await start()
    text = (app / "ShipOrder/__init__.py").read_text()
    client.open("ShipOrder/__init__.py")
    for number in range(30):
        client.change("ShipOrder/__init__.py", text + f"\n\ndef f{number}():\n    return undefined_{number}\n")
    uri = client.uri("ShipOrder/__init__.py")
    await client.until(lambda: any("undefined_29" in item.message for item in client.lsp.diagnostics.get(uri, ())))
    client.change("ShipOrder/__init__.py", text)
    await client.until_codes("ShipOrder/__init__.py", "FN305")


async def test_a_cancelled_request_harms_nothing(start: Start) -> None:
    client = await start()
    client.open("PlaceOrder/function.json")
    document = types.TextDocumentIdentifier(client.uri("PlaceOrder/function.json"))
    context = types.CodeActionContext(diagnostics=[], only=["source.fixAll"])
    params = types.CodeActionParams(document, at(0, 0), context)
    waiting = []
    for number in range(5):
        name = f"cancelled-{number}"
        method = types.TEXT_DOCUMENT_CODE_ACTION
        waiting.append(asyncio.ensure_future(client.lsp.protocol.send_request_async(method, params, name)))
        await asyncio.sleep(0)
        client.lsp.cancel_request(types.CancelParams(name))
    await asyncio.gather(*waiting, return_exceptions=True)
    await client.until_codes("PlaceOrder/function.json", "FN302")
    assert await client.actions("PlaceOrder/function.json", at(0, 0), "source.fixAll")


async def test_unreadable_things_do_not_stop_it(start: Start, app: Path) -> None:
    (app / "Loop").symlink_to(app)
    (app / "Odd").mkdir()
    (app / "Odd" / "function.json").mkdir()
    (app / "Big").mkdir()
    (app / "Big" / "function.json").write_bytes(b"[" * 200_000)
    (app / "Big" / "__init__.py").write_bytes(b"\xff\xfe\x00broken\x00")
    client = await start()
    client.open("Big/function.json", "{" * 100_000)
    client.change("Big/function.json", "\ud800\x00{'a")
    client.open("ShipOrder/__init__.py", "")
    client.change("ShipOrder/__init__.py", (at(50, 7, 90), "x"), (at(0, 0, 5), "\r\r\n\r"))
    client.open("PlaceOrder/function.json")
    await client.until_codes("PlaceOrder/function.json", "FN302")
    assert not [text for text in client.messages() if "internal error" in text]


async def test_after_an_internal_error_the_next_edit_works(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever half of the work was done when it happened; and it is not tried again and again."""
    told: list[Exception] = []
    published: dict[Path, list[str]] = {}
    fails = 0
    take = Project.touch

    def touch(self: Project, *arguments: Any) -> bool:
        nonlocal fails
        if fails:
            fails -= 1
            raise ValueError("of ours")
        return take(self, *arguments)

    def publish(path: Path, reported: Reported) -> None:
        published[path] = [item.code for item in reported.findings]

    async def until(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < end, (published, told)
            await asyncio.sleep(0.01)

    monkeypatch.setattr(Project, "touch", touch)
    session = Session(publish, lambda _: None)
    worker = Worker(session, told.append)
    script = app / "ShipOrder/__init__.py"
    text = script.read_text()
    worker.start()
    try:
        worker.tell(lambda: session.add_folder(app))
        worker.tell(lambda: session.open(script, text, 1))
        await until(lambda: published.get(script) == ["FN305"])
        fails = 3
        worker.tell(lambda: session.change(script, text.replace("label: str", "label: func.Out[str]"), 2))
        await until(lambda: len(told) == 1)
        assert fails == 2
        # Questions are answered with what went wrong, and do no harm.
        worker.tell(lambda: None)
        with pytest.raises(ValueError, match="of ours"):
            await asyncio.wrap_future(worker.ask(lambda: 42))
        fails = 0
        worker.tell(lambda: session.change(script, text.replace("label: str", "label: func.Out[str]") + "\n", 3))
        assert await asyncio.wrap_future(worker.ask(lambda: 42)) == 42
        await until(lambda: "FN305" not in published[script])
    finally:
        worker.stop()
    assert {str(error) for error in told} == {"of ours"}


async def test_a_question_that_goes_wrong_is_answered_so(app: Path) -> None:
    told: list[Exception] = []
    worker = Worker(Session(lambda *_: None, lambda _: None), told.append)
    worker.start()
    try:
        with pytest.raises(ZeroDivisionError):
            await asyncio.wrap_future(worker.ask(lambda: 1 // 0))
        assert await asyncio.wrap_future(worker.ask(lambda: 42)) == 42
    finally:
        worker.stop()
    assert not told


async def test_what_nobody_tells_of_is_seen_after_a_while(start: Start, app: Path) -> None:
    """A client that watches no files."""
    client = await start(workspace__did_change_watched_files=None)
    client.open("ShipOrder/function.json")
    await client.until_codes("ShipOrder/__init__.py", "FN305")
    script = app / "ShipOrder/__init__.py"
    script.write_text(script.read_text().replace("label: str", "label: func.Out[str]"))
    await client.until(lambda: "FN305" not in client.codes("ShipOrder/__init__.py"))


async def test_the_same_internal_error_is_shown_once(monkeypatch: pytest.MonkeyPatch) -> None:
    server = server_module.make_server()
    shown: list[str] = []
    monkeypatch.setattr(server, "_later", lambda do: do())
    monkeypatch.setattr(server, "show", lambda kind, text: shown.append(text))
    for _ in range(3):
        server._failed(ValueError("x"))
    server._failed(ValueError("y"))
    assert [text.partition(";")[0] for text in shown] == [
        "funclint: internal error: ValueError: x",
        "funclint: internal error: ValueError: y",
    ]


def _lsp(*args: str, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "funclint", "lsp", *args]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


async def test_it_ends_when_the_client_is_gone() -> None:
    process = _lsp()
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(LIMIT) in (0, 1)


async def test_without_pygls_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError(\"No module named 'pygls'\", name='pygls')\n")
    process = _lsp(env={**os.environ, "PYTHONPATH": str(tmp_path)})
    _, stderr = process.communicate(timeout=LIMIT)
    assert process.returncode == 2
    assert stderr.decode() == (
        "funclint: error: the language server needs pygls: python -m pip install 'funclint[lsp]'\n"
    )


@pytest.mark.parametrize("address", ["0.0.0.0:80", "example.com:80", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:99999"])
async def test_tcp_is_for_this_machine_only(address: str) -> None:
    process = _lsp("--tcp", address)
    _, stderr = process.communicate(timeout=LIMIT)
    assert process.returncode == 2
    assert b"this machine only" in stderr
