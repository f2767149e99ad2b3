"""Thousands of random edits, saves, closes, renames against the language server, as one long day at the keyboard.

    python soak.py [--steps K] [--functions N] [--seed S]

In the end all documents are saved, and the diagnostics must become those of a fresh run. Prints the memory of the
server every tenth of the steps; exits with 1 if the server is dead or the diagnostics are others.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from generate import write_app
from lsprotocol import types
from pygls.lsp.client import LanguageClient

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from funclint.engine import check_paths
from tests.lsp.steps import Editor

PATIENCE = 120
"""Seconds for the server to come to rest."""


class Remote:
    """Takes the events of a session, and sends them to a server."""

    def __init__(self, client: LanguageClient) -> None:
        self._client = client
        self._versions: dict[Path, int] = {}

    def open(self, path: Path, text: str) -> None:
        self._versions[path] = 1
        item = types.TextDocumentItem(path.as_uri(), "python" if path.suffix == ".py" else "json", 1, text)
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, path: Path, text: str) -> None:
        self._versions[path] += 1
        identifier = types.VersionedTextDocumentIdentifier(uri=path.as_uri(), version=self._versions[path])
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self._client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [whole]))

    def save(self, path: Path) -> None:
        self._client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(path.as_uri()))
        )

    def close(self, path: Path) -> None:
        self._client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(path.as_uri()))
        )

    def files_changed(self, paths: Iterable[Path]) -> None:
        self._tell(paths, types.FileChangeType.Changed)

    def files_came_or_went(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self._tell([path], types.FileChangeType.Created if path.exists() else types.FileChangeType.Deleted)

    def settle(self) -> None:
        """The server does that itself."""

    work = settle

    def _tell(self, paths: Iterable[Path], kind: types.FileChangeType) -> None:
        events = [types.FileEvent(path.as_uri(), kind) for path in paths]
        self._client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))


def memory_of(pid: int) -> float:
    """The memory that a process uses now, in MB of 10^6 bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


async def soak(root: Path, steps: int, seed: int) -> bool:
    """Run the steps; whether the diagnostics became those of a fresh run."""
    client = LanguageClient("soak", "1")
    published: dict[str, list[str]] = {}

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(_: LanguageClient, params: types.PublishDiagnosticsParams) -> None:
        published[params.uri] = sorted(str(item.code) for item in params.diagnostics)

    @client.feature(types.WINDOW_SHOW_MESSAGE)
    def show(_: LanguageClient, params: types.ShowMessageParams) -> None:
        print("message:", params.message)

    await client.start_io(sys.executable, "-m", "funclint", "lsp")
    assert client._server is not None
    folder = types.WorkspaceFolder(root.as_uri(), root.name)
    await client.initialize_async(
        types.InitializeParams(types.ClientCapabilities(), root_uri=root.as_uri(), workspace_folders=[folder])
    )
    client.initialized(types.InitializedParams())
    editor = Editor(root, seed, Remote(client))
    for number in range(steps):
        editor.step()
        await asyncio.sleep(editor.random.choice([0, 0.001, 0.01, 0.06]))
        if number % max(1, steps // 10) == 0:
            print(f"after {number:,} steps: {memory_of(client._server.pid):.0f} MB", flush=True)
        if number % 700 == 699:
            # What was broken on the way is mended now and then, so that there is something to find.
            editor.close_all()
            editor.put_back()
    editor.save_all()
    started = time.monotonic()
    same = False
    while not same and time.monotonic() - started < PATIENCE and client._server.returncode is None:
        await asyncio.sleep(1)
        wanted: dict[str, list[str]] = {}
        for item in check_paths([root], jobs=1).diagnostics:
            wanted.setdefault(item.span.path.as_uri(), []).append(item.code)
        wanted = {uri: sorted(codes) for uri, codes in wanted.items()}
        now = {uri: codes for uri, codes in published.items() if codes}
        same = now == wanted
    print(
        f"after {steps:,} steps: {memory_of(client._server.pid):.0f} MB, {sum(map(len, wanted.values()))} diagnostics"
    )
    if not same:
        for uri in sorted(now.keys() | wanted.keys()):
            if now.get(uri) != wanted.get(uri):
                print(f"{uri}: {now.get(uri)} instead of {wanted.get(uri)}")
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return same


def main() -> None:
    """Generate, run, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--functions", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "app")
        write_app(root, options.functions)
        (root.parent / ".git").mkdir()
        same = asyncio.run(soak(root, options.steps, options.seed))
    print("the same as a fresh run" if same else "NOT the same as a fresh run")
    sys.exit(not same)


if __name__ == "__main__":
    main()
