"""Measures the language server on a generated app: from an edit to its diagnostics, start-up, memory.

    python lsp.py [--functions N] [--edits K] [--python PYTHON]

PYTHON (this one without it) has funclint[lsp] installed. "script" edits one function's script, "shared" a
module that many functions import; each edit waits for the diagnostics of the one before. Times count from didChange to
the publishDiagnostics of that version, the server's debounce included. "memory" is the server's peak in MB of 10^6
bytes.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from generate import write_app
from lsprotocol import types
from pygls.lsp.client import LanguageClient


class Editor:
    """A client that notes when the diagnostics of a version arrive."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.arrived: dict[tuple[str, int], float] = {}

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(_: LanguageClient, params: types.PublishDiagnosticsParams) -> None:
            self.arrived.setdefault((params.uri, params.version or 0), time.perf_counter())

    def open(self, path: Path) -> None:
        item = types.TextDocumentItem(path.as_uri(), "python", 1, path.read_text())
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    async def until(self, path: Path, version: int) -> float:
        """When the diagnostics of a version came."""
        key = path.as_uri(), version
        while key not in self.arrived:
            await asyncio.sleep(0.001)
        return self.arrived[key]

    async def edits(self, path: Path, count: int) -> list[float]:
        """Seconds from each of so many edits to its diagnostics."""
        text, seconds = path.read_text(), []
        for version in range(2, count + 2):
            changed = f"{text}\n\ndef added_{version}() -> int:\n    return {version}\n"
            started = time.perf_counter()
            self.client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(uri=path.as_uri(), version=version),
                    [types.TextDocumentContentChangeWholeDocument(changed)],
                )
            )
            seconds.append(await self.until(path, version) - started)
        return seconds


def memory_of(pid: int) -> float:
    """Peak memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def shown(name: str, seconds: list[float]) -> str:
    """A row of the table: median, 95th percentile and maximum in ms."""
    ordered = sorted(seconds)
    p95 = ordered[max(0, round(0.95 * len(ordered)) - 1)]
    return f"| {name} | {1e3 * statistics.median(ordered):.0f} | **{1e3 * p95:.0f}** | {1e3 * ordered[-1]:.0f} |"


async def measure(root: Path, python: str, edits: int) -> None:
    """Start a server on an app, edit, print."""
    client = LanguageClient("bench", "1")
    editor = Editor(client)
    started = time.perf_counter()
    await client.start_io(python, "-m", "funclint", "lsp")
    folder = types.WorkspaceFolder(root.as_uri(), root.name)
    await client.initialize_async(
        types.InitializeParams(
            capabilities=types.ClientCapabilities(), root_uri=root.as_uri(), workspace_folders=[folder]
        )
    )
    client.initialized(types.InitializedParams())
    scripts = sorted(root.glob("*/__init__.py"))
    script = scripts[len(scripts) // 2]
    editor.open(script)
    first = await editor.until(script, 1) - started
    shared = max((root / "shared").glob("*.py"), key=lambda path: sum(path.stem in s.read_text() for s in scripts))
    users = sum(shared.stem in script.read_text() for script in scripts)
    early = await editor.edits(script, edits // 4)
    await asyncio.sleep(10)
    editor.arrived.clear()
    client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(script.as_uri())))
    editor.open(script)
    await editor.until(script, 1)
    of_script = await editor.edits(script, edits)
    editor.open(shared)
    await editor.until(shared, 1)
    of_shared = await editor.edits(shared, edits)
    assert client._server is not None
    memory = memory_of(client._server.pid)
    print(f"{len(scripts):,} functions; the shared module is used by {users:,} of them")
    print(f"start to first diagnostics of the open file: **{first:.2f} s**; memory: **{memory:.0f} MB**")
    print("\n| edit of | median, ms | p95, ms | most, ms |\n| --- | ---: | ---: | ---: |")
    print(shown("a script, while the app is read", early))
    print(shown("a script", of_script))
    print(shown("a shared module", of_shared))
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--functions", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "app")
        write_app(root, options.functions)
        (root.parent / ".git").mkdir()
        asyncio.run(measure(root, options.python, options.edits))


if __name__ == "__main__":
    main()
