"""A server of its own for each test, spoken to as editors do, and a client that remembers what it was told."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

pytest.importorskip("pygls")
pytest.importorskip("pytest_lsp")

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

LIMIT = 60.0
"""Seconds until something that must come counts as missing; a busy machine may take its time."""
FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


class Client:
    """An editor: documents with versions, and the last diagnostics of each file."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.lsp = client
        self.folder = folder
        self.versions: dict[str, int] = {}
        self.texts: dict[str, str] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> str:
        path, uri = self.folder / name, self.uri(name)
        self.texts[uri] = path.read_bytes().decode() if text is None else text
        self.versions[uri] = 1
        language = "python" if name.endswith(".py") else "json"
        self.lsp.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, self.texts[uri]))
        )
        return uri

    def change(self, name: str, *changes: tuple[types.Range, str] | str) -> None:
        """Edits of ranges, or a whole new text."""
        uri = self.uri(name)
        self.versions[uri] += 1
        events: list[types.TextDocumentContentChangeEvent] = []
        for change in changes:
            if isinstance(change, str):
                self.texts[uri] = change
                events.append(types.TextDocumentContentChangeWholeDocument(change))
            else:
                events.append(types.TextDocumentContentChangePartial(text=change[1], range=change[0]))
        identifier = types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        self.lsp.text_document_did_change(types.DidChangeTextDocumentParams(identifier, events))

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.texts[self.uri(name)]
        assert old in text
        self.change(name, text.replace(old, new))

    def save(self, name: str) -> None:
        uri = self.uri(name)
        (self.folder / name).write_bytes(self.texts[uri].encode())
        self.lsp.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def close(self, name: str) -> None:
        uri = self.uri(name)
        self.lsp.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        del self.versions[uri], self.texts[uri]

    def codes(self, name: str) -> list[str]:
        """The codes of what was last published for a file."""
        return [str(item.code) for item in self.lsp.diagnostics.get(self.uri(name), ())]

    def diagnostic(self, name: str, code: str) -> types.Diagnostic:
        found = [item for item in self.lsp.diagnostics.get(self.uri(name), ()) if item.code == code]
        assert len(found) == 1, self.codes(name)
        return found[0]

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait until something holds."""
        waited = 0.0
        while not condition():
            if waited > LIMIT:
                shown = {uri.rpartition("/app/")[2]: [d.code for d in ds] for uri, ds in self.lsp.diagnostics.items()}
                raise AssertionError(f"did not come about; diagnostics: {shown}; messages: {self.lsp.messages}")
            await asyncio.sleep(0.02)
            waited += 0.02

    async def until_codes(self, name: str, *codes: str) -> None:
        await self.until(lambda: sorted(self.codes(name)) == sorted(codes))

    async def offered(self, name: str, at: types.Range, *only: str) -> list[types.CodeAction | types.Command]:
        context = types.CodeActionContext(diagnostics=[], only=list(only) or None)
        params = types.CodeActionParams(types.TextDocumentIdentifier(self.uri(name)), at, context)
        return list(await self.lsp.text_document_code_action_async(params) or ())

    async def actions(self, name: str, at: types.Range, *only: str) -> list[types.CodeAction]:
        return [item for item in await self.offered(name, at, *only) if isinstance(item, types.CodeAction)]

    def apply(self, edit: types.WorkspaceEdit) -> None:
        """What an editor does with an edit: documents that are open change, others on the disk."""
        by_uri: dict[str, list[Any]] = {}
        for change in edit.document_changes or ():
            assert isinstance(change, types.TextDocumentEdit)
            version = change.text_document.version
            assert version == self.versions.get(change.text_document.uri)
            by_uri[change.text_document.uri] = list(change.edits)
        for uri, edits in (edit.changes or {}).items():
            by_uri[uri] = list(edits)
        for uri, edits in by_uri.items():
            name = uri.removeprefix(self.folder.as_uri() + "/")
            path = self.folder / name
            text = self.texts[uri] if uri in self.texts else path.read_bytes().decode()
            lines = text.splitlines(keepends=True)
            starts = [sum(map(len, lines[:row])) for row in range(len(lines) + 1)]
            for item in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
                begin = starts[item.range.start.line] + item.range.start.character
                end = starts[item.range.end.line] + item.range.end.character
                text = text[:begin] + item.new_text + text[end:]
            if uri in self.texts:
                self.change(name, text)
            else:
                path.write_bytes(text.encode())
                self.told(name, types.FileChangeType.Changed)

    def told(self, name: str, kind: types.FileChangeType) -> None:
        """The editor has noticed a change on the disk."""
        event = types.FileEvent(self.uri(name), kind)
        self.lsp.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    def messages(self) -> list[str]:
        return [message.message for message in self.lsp.messages]


Start = Callable[..., Awaitable[Client]]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A copy of the app with a fault in four of its five functions, in a repository of its own."""
    shutil.copytree(FIXTURES / "orders", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".git").mkdir()
    return tmp_path / "app"


@pytest_asyncio.fixture
async def start(app: Path) -> AsyncIterator[Start]:
    """Starts a server for a client with the abilities of an editor; the workspace is the app unless told otherwise."""
    started: list[LanguageClient] = []

    async def begin(
        editor: str = "visual-studio-code", *, folders: list[Path] | None = None, **abilities: Any
    ) -> Client:
        config = ClientServerConfig(server_command=[sys.executable, "-m", "funclint", "lsp"])
        client = await config.start()
        started.append(client)
        capabilities = client_capabilities(editor)
        for name, value in abilities.items():
            section, _, ability = name.partition("__")
            setattr(getattr(capabilities, section), ability, value)
        roots = [app] if folders is None else folders
        params = types.InitializeParams(
            capabilities=capabilities,
            process_id=None,
            root_uri=roots[0].as_uri() if roots else None,
            workspace_folders=[types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in roots] or None,
        )
        await client.initialize_session(params)
        return Client(client, roots[0] if roots else app)

    yield begin
    for client in started:
        await client.shutdown_session()
        await client.stop()


def at(row: int, start: int, end: int | None = None) -> types.Range:
    """A range in one line."""
    return types.Range(types.Position(row, start), types.Position(row, start if end is None else end))


def json_text(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"
