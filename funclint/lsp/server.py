"""``funclint lsp``: a session behind the Language Server Protocol, by way of pygls."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import gc
import hashlib
import logging
import sys
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

from funclint import __version__
from funclint.lsp.actions import actions, fix_all
from funclint.lsp.convert import SOURCE, Converter
from funclint.lsp.positions import offset, path_of, uri_of
from funclint.lsp.session import Place, Reported, Session
from funclint.lsp.worker import Worker
from funclint.text import SourceText

FIX_ALL = "source.fixAll.funclint"
OPEN = "funclint.open"
"""The command that opens a file: the page of a rule, the function.json of a function."""
MANY = 50
"""From so many functions on the first reading of an app shows its progress."""
_PROGRESS_EVERY = 0.2
_WATCHED = (
    "**/*.py", "**/function.json", "**/host.json", "**/local.settings.json", "**/*requirements*.txt",
    "**/{pyproject,funclint,.funclint}.toml", "**/.funcignore", "**/funclint-baseline.json",
)  # fmt: skip

T = TypeVar("T")
_Steps = Generator[Any, Any, None]


class _Document(NamedTuple):
    """A document as the client has it."""

    path: Path
    source: SourceText
    version: int


class _Protocol(LanguageServerProtocol):
    """The protocol without the texts that pygls keeps.

    It takes more characters for the end of a line than the protocol does, and moves positions that seem to lie behind
    one before anybody else sees them.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> _Steps:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> _Steps:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> _Steps:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class Server(LanguageServer):
    """The server of one client. What it knows of apps belongs to the thread of ``worker``."""

    def __init__(self) -> None:
        super().__init__(
            SOURCE,
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=_Protocol,
        )
        self.session = Session(self._publish, self._say, self._progress)
        self.worker = Worker(self.session, self._failed)
        self.encoding: str = "utf-16"
        self.converter = Converter(types.ClientCapabilities(), self.encoding, self.uri_of)
        self.pulls = False
        self._documents: dict[str, _Document] = {}
        self._uris: dict[Path, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told: set[str] = set()
        self._refreshing = False
        self._progress_token: str | None = None
        self._progress_shown = 0.0

    # what the client does

    def initialize(self, params: types.InitializeParams) -> None:
        """Learn what the client can do and where it works."""
        self._loop = asyncio.get_running_loop()
        capabilities = params.capabilities
        self.encoding = _value(self.workspace.position_encoding or self.encoding)
        self.converter = Converter(capabilities, self.encoding, self.uri_of)
        refresh = capabilities.workspace and capabilities.workspace.diagnostics
        # A client that pulls but cannot be told to pull again would miss what changes in its other documents.
        if capabilities.text_document and capabilities.text_document.diagnostic and refresh and refresh.refresh_support:
            self.pulls = True
            options = types.DiagnosticOptions(True, True, SOURCE)
            self.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(_pull)
            self.feature(types.WORKSPACE_DIAGNOSTIC)(_pull_all)
        watching = capabilities.workspace and capabilities.workspace.did_change_watched_files
        self.worker.polls = not (watching and watching.dynamic_registration)
        for folder in params.workspace_folders or []:
            self._add_folder(folder.uri)
        if not params.workspace_folders and params.root_uri:
            self._add_folder(params.root_uri)
        self.worker.start()

    def initialized(self) -> None:
        """Ask to be told of files that change outside the editor."""
        workspace = self.client_capabilities.workspace
        watching = workspace and workspace.did_change_watched_files
        if watching and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(glob) for glob in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = types.Registration("funclint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self.client_register_capability(types.RegistrationParams([registration]))

    def open(self, document: types.TextDocumentItem) -> None:
        """The client holds a document."""
        path = path_of(document.uri)
        if path is not None:
            self._uris[path] = document.uri
            self._documents[document.uri] = _Document(path, SourceText(path, document.text), document.version)
            self.worker.tell(lambda: self.session.open(path, document.text, document.version))

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """A document was edited."""
        known = self._documents.get(params.text_document.uri)
        if known is None:
            return
        path, source, version = known.path, known.source, params.text_document.version
        for edit in params.content_changes:
            if isinstance(edit, types.TextDocumentContentChangePartial):
                start, end = self.offset(source, edit.range.start), self.offset(source, edit.range.end)
                text = source.text[:start] + edit.text + source.text[max(start, end) :]
            else:
                text = edit.text
            source = SourceText(path, text)
        self._documents[params.text_document.uri] = _Document(path, source, version)
        self.worker.tell(lambda: self.session.change(path, source.text, version))

    def save(self, uri: str) -> None:
        """A document was written to the disk; a settings file may be read by an app that nobody has edited."""
        path = path_of(uri)
        if path is not None:
            self.worker.tell(lambda: self.session.save(path))

    def close(self, uri: str) -> None:
        """The client holds a document no more."""
        known = self._documents.pop(uri, None)
        if known is not None:
            self._uris.pop(known.path, None)
            self.worker.tell(lambda: self.session.close(known.path))

    def files_changed(self, changes: Sequence[types.FileEvent]) -> None:
        """Files were changed outside the editor."""
        paths = [(path_of(change.uri), change.type) for change in changes]
        changed = [path for path, kind in paths if path is not None and kind is types.FileChangeType.Changed]
        others = [path for path, kind in paths if path is not None and kind is not types.FileChangeType.Changed]
        if changed:
            self.worker.tell(lambda: self.session.files_changed(changed))
        if others:
            self.worker.tell(lambda: self.session.files_came_or_went(others))

    def folders_changed(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        """Folders of the workspace came or went."""
        for removed in event.removed:
            path = path_of(removed.uri)
            if path is not None:
                self.worker.tell(lambda path=path: self.session.remove_folder(path))  # type: ignore[misc]
        for added in event.added:
            self._add_folder(added.uri)

    def _add_folder(self, uri: str) -> None:
        path = path_of(uri)
        if path is not None:
            self.worker.tell(lambda: self.session.add_folder(path))

    # for answers

    def ask(self, question: Callable[[], T]) -> asyncio.Future[T]:
        """An answer of the session's thread, as of the documents now."""
        return asyncio.wrap_future(self.worker.ask(question))

    async def at(self, uri: str, at: types.Position, answer: Callable[[Place], T | None]) -> T | None:
        """What ``answer`` makes of a position in a document; None outside any app. It runs on the session's thread."""
        path = path_of(uri)
        if path is None:
            return None

        def question() -> T | None:
            place = self.session.place(path)
            return None if place is None else answer(place._replace(offset=self.offset(place.source, at)))

        return await self.ask(question)

    def offset(self, source: SourceText, at: types.Position) -> int:
        """The offset in characters of a position that the client gives."""
        return offset(source, at.line, at.character, self.encoding)

    def uri_of(self, path: Path) -> str:
        """The URI of a file, the client's own if it has it open."""
        return self._uris.get(path) or uri_of(path)

    def report(self, reported: Reported) -> list[types.Diagnostic]:
        """Findings as the client takes them."""
        return [self.converter.diagnostic(item, reported.texts) for item in reported.findings]

    # what the session has to say, from its thread

    def _publish(self, path: Path, reported: Reported) -> None:
        if self.pulls:
            self._later(self._refresh)
        else:
            diagnostics = self.report(reported)
            self._later(lambda: self._send(path, diagnostics, reported.version))

    def _send(self, path: Path, diagnostics: list[types.Diagnostic], version: int | None) -> None:
        uri = self.uri_of(path)
        document = self._documents.get(uri)
        if document is not None and version != document.version:
            return  # what is reported of the present version is to come
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics, version if document is not None else None)
        )

    def _refresh(self) -> None:
        if self._refreshing:
            return
        self._refreshing = True
        assert self._loop is not None
        self._loop.call_later(0.02, self._ask_to_pull)  # several files at once are one refresh

    def _ask_to_pull(self) -> None:
        self._refreshing = False
        self.workspace_diagnostic_refresh(None)

    def _say(self, sentence: str) -> None:
        self._later(lambda: self.show(types.MessageType.Warning, f"funclint: {sentence}"))

    def _failed(self, error: Exception) -> None:
        sentence = f"{type(error).__name__}: {error}"
        if sentence not in self._told:
            self._told.add(sentence)
            text = f"funclint: internal error: {sentence}; this is a fault of funclint, please report it"
            self._later(lambda: self.show(types.MessageType.Error, text))

    def show(self, kind: types.MessageType, text: str) -> None:
        """Show a sentence to the user."""
        self.window_show_message(types.ShowMessageParams(kind, text))

    def _progress(self, done: int, total: int) -> None:
        window = self.client_capabilities.window
        if total < MANY or not (window and window.work_done_progress):
            return
        now = time.monotonic()
        ends = done >= total - 1
        if ends and self._progress_token is None:
            return
        if ends or now - self._progress_shown > _PROGRESS_EVERY:
            self._progress_shown = now
            self._later(lambda: self._show_progress(done, total, ends))

    def _show_progress(self, done: int, total: int, ends: bool) -> None:
        progress = self.work_done_progress
        if self._progress_token is None:
            token = self._progress_token = f"funclint-{time.monotonic_ns()}"
            begin = types.WorkDoneProgressBegin("funclint", message="reading function apps", percentage=0)
            progress.create(token, lambda *_: progress.begin(token, begin))
        elif ends:
            progress.end(self._progress_token, types.WorkDoneProgressEnd())
            self._progress_token = None
        else:
            report = types.WorkDoneProgressReport(
                message=f"{done} of {total} functions", percentage=100 * done // total
            )
            progress.report(self._progress_token, report)

    def _later(self, do: Callable[[], None]) -> None:
        """Run something on the thread that talks to the client."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: the client is gone
            if self._loop is not None:
                self._loop.call_soon_threadsafe(do)


async def _pull(server: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    path = path_of(params.text_document.uri)
    items = [] if path is None else await server.ask(lambda: server.report(server.session.findings(path)))
    result_id = _digest(items)
    if result_id == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result_id)
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=result_id)


async def _pull_all(server: Server, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
    found = await server.ask(
        lambda: {
            server.uri_of(path): (server.report(reported), reported.version)
            for path, reported in server.session.all_findings().items()
        }
    )
    before = {previous.uri: previous.value for previous in params.previous_result_ids}
    items: list[types.WorkspaceDocumentDiagnosticReport] = []
    for uri in sorted(found.keys() | before.keys()):
        diagnostics, version = found.get(uri, ([], None))
        result_id = _digest(diagnostics)
        if before.get(uri) == result_id:
            items.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri, result_id=result_id, version=version))
        else:
            items.append(types.WorkspaceFullDocumentDiagnosticReport(uri, diagnostics, version, result_id=result_id))
    return types.WorkspaceDiagnosticReport(items)


def _digest(diagnostics: list[types.Diagnostic]) -> str:
    return hashlib.blake2b(repr(diagnostics).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


async def _code_actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    path = path_of(params.text_document.uri)
    if path is None:
        return []
    only = params.context.only
    if only is None or any(str(kind) in ("", "quickfix") for kind in map(_value, only)):
        return await server.ask(lambda: _quick_fixes(server, path, params.range))
    if any(f"{FIX_ALL}.".startswith(f"{_value(kind)}.") for kind in only):
        return await server.ask(lambda: _fix_all(server, path))
    return []


def _value(word: enum.Enum | str) -> str:
    return str(word.value) if isinstance(word, enum.Enum) else word


def _quick_fixes(server: Server, path: Path, asked: types.Range) -> list[types.CodeAction]:
    session, converter = server.session, server.converter
    reported = session.findings(path)
    source = reported.texts.get(path)
    if source is None:
        return []
    start, end = server.offset(source, asked.start), server.offset(source, asked.end)
    found: list[types.CodeAction] = []
    about: dict[str, types.Diagnostic] = {}
    for action in actions(reported, path, start, end):
        paths = {edit.span.path for edit in action.edits}
        if any(session.is_broken(each) for each in paths - {path}):
            continue  # its places are those of an older text
        texts = {each: text for each in paths if (text := session.text(each)) is not None}
        edit = converter.workspace_edit(action.edits, texts, session.held.version)
        if edit is None:
            continue
        diagnostic = converter.diagnostic(action.finding, reported.texts)
        if action.finding.url:
            about.setdefault(action.finding.url, diagnostic)
        found.append(
            types.CodeAction(
                action.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                edit=edit,
                is_preferred=action.preferred or None,
            )
        )
    window = server.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        for url, diagnostic in about.items():
            title = f"Explain {diagnostic.code}"
            command = types.Command(title, OPEN, arguments=[url])
            found.append(
                types.CodeAction(title, kind=types.CodeActionKind.QuickFix, diagnostics=[diagnostic], command=command)
            )
    return found


def _fix_all(server: Server, path: Path) -> list[types.CodeAction]:
    changes = fix_all(server.session, path)
    texts = {text.path: text for text, _ in changes}
    edit = server.converter.workspace_edit((edit for _, edit in changes), texts, server.session.held.version)
    if not changes or edit is None:
        return []
    return [types.CodeAction("Apply all safe fixes of funclint", kind=FIX_ALL, edit=edit)]


def make_server() -> Server:
    """A server with all its features, not started yet."""
    server = Server()
    feature = server.feature

    @feature(types.INITIALIZE)
    def initialize(ls: Server, params: types.InitializeParams) -> None:
        ls.initialize(params)

    @feature(types.INITIALIZED)
    def initialized(ls: Server, _: types.InitializedParams) -> None:
        ls.initialized()

    @feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        ls.open(params.text_document)

    @feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        ls.change(params)

    @feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        ls.save(params.text_document.uri)

    @feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        ls.close(params.text_document.uri)

    @feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        ls.files_changed(params.changes)

    @feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
        ls.folders_changed(params.event)

    @feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configuration_changed(ls: Server, _: types.DidChangeConfigurationParams) -> None:
        """Nothing: the settings are those of the files, the same for the editor as for the command line."""

    @feature(types.SHUTDOWN)
    def shutdown(ls: Server, _: Any) -> None:
        ls.worker.stop()

    kinds = [types.CodeActionKind.QuickFix, FIX_ALL]
    feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))(_code_actions)

    @server.command(OPEN)
    def open_file(ls: Server, url: str) -> None:
        ls.window_show_document(types.ShowDocumentParams(url, take_focus=True))

    from funclint.lsp.features.wiring import register  # it knows this module

    register(server)
    return server


def serve(address: tuple[str, int] | None = None) -> None:
    """Serve one client: over stdio, or over TCP at a host and port. Returns when it is gone."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="funclint: %(message)s")
    server = make_server()
    gc.disable()  # the worker collects
    if address is None:
        server.start_io()
    else:
        server.start_tcp(*address)
