"""Random edits of an app, as an editor tells a session of them, and what a fresh run finds in the end."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from funclint.diagnostic import Diagnostic
from funclint.engine import check_paths
from funclint.lsp.session import Reported, Session

_BAD_JSON = ('"', "{", "}", ",", "[")


class Editor:
    """An editor in front of a session: what it holds, what it has saved, and what was published to it."""

    def __init__(self, folder: Path, seed: int, session: Any = None) -> None:
        """``session``: another that takes the same events, instead of one of its own."""
        self.folder = folder
        self.random = random.Random(seed)
        self.documents: dict[Path, str] = {}
        self.published: dict[Path, list[Diagnostic]] = {}
        self.said: list[str] = []
        self.session = session or Session(self._take, self.said.append)
        if session is None:
            self.session.add_folder(folder)
        self._originals: dict[Path, bytes] = {}
        self.log: list[str] = []

    def _take(self, path: Path, reported: Reported) -> None:
        if reported.findings:
            self.published[path] = reported.findings
        else:
            self.published.pop(path, None)

    def files(self) -> list[Path]:
        """The text files of the folder, in order."""
        found = [p for p in self.folder.rglob("*") if p.is_file() and p.suffix in (".py", ".json", ".txt", ".toml")]
        return sorted(p for p in found if "__pycache__" not in p.parts)

    def step(self) -> None:
        """One random thing that somebody does."""
        name = self.random.choices(
            ["open", "edit", "save", "close", "revert", "rename", "delete", "outside", "create", "work"],
            [14, 40, 14, 10, 8, 2, 2, 4, 2, 10],
        )[0]
        self.log.append(name)
        getattr(self, name)()

    def open(self) -> None:
        path = self.random.choice(self.files())
        if path not in self.documents:
            self.documents[path] = path.read_text()
            self.session.open(path, self.documents[path])

    def edit(self) -> None:
        path = self._some_document()
        if path is not None:
            self.documents[path] = self._mutated(self.documents[path])
            self.session.change(path, self.documents[path])

    def save(self) -> None:
        path = self._some_document()
        if path is not None:
            self.write(path, self.documents[path].encode())
            self.session.save(path)

    def close(self) -> None:
        path = self._some_document()
        if path is not None:
            del self.documents[path]
            self.session.close(path)

    def revert(self) -> None:
        path = self._some_document()
        if path is not None and path in self._originals:
            self.documents[path] = self._originals[path].decode()
            self.session.change(path, self.documents[path])

    def rename(self) -> None:
        path = self.random.choice(self.files())
        if path.name == "host.json":
            return
        new = path.with_name(self.random.choice(["other.py", "__init__.py", "function.json", "helper.py"]))
        if not new.exists() and path not in self.documents and new not in self.documents:
            self._keep(path)
            path.rename(new)
            self.session.files_came_or_went([path, new])

    def delete(self) -> None:
        path = self.random.choice(self.files())
        if path.name != "host.json" and path not in self.documents:
            self._keep(path)
            path.unlink()
            self.session.files_came_or_went([path])

    def create(self) -> None:
        folder = self.random.choice([p.parent for p in self.files()])
        path = folder / self.random.choice(["extra.py", "json.py", "function.json", "requirements.txt"])
        if not path.exists() and path not in self.documents:
            path.write_text("import os\n" if path.suffix == ".py" else "{}" if path.suffix == ".json" else "requests\n")
            self.session.files_came_or_went([path])

    def outside(self) -> None:
        path = self.random.choice(self.files())
        if path not in self.documents:
            self.write(path, self._mutated(path.read_text()).encode())
            self.session.files_changed([path])

    def work(self) -> None:
        for _ in range(self.random.randrange(12)):
            self.session.settle()
            self.session.work()

    def close_all(self) -> None:
        """Every document is closed."""
        while self.documents:
            self.close()

    def put_back(self) -> None:
        """Every file as it was in the beginning, one after the other."""
        for path, data in self._originals.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            self.session.files_came_or_went([path])

    def _some_document(self) -> Path | None:
        return self.random.choice(sorted(self.documents)) if self.documents else None

    def _keep(self, path: Path) -> None:
        if path.exists():
            self._originals.setdefault(path, path.read_bytes())

    def write(self, path: Path, data: bytes) -> None:
        self._keep(path)
        path.write_bytes(data)

    def _mutated(self, text: str) -> str:
        rng = self.random
        lines = text.splitlines(keepends=True) or [""]
        at = rng.randrange(len(lines))
        kind = rng.randrange(6)
        if kind == 0:
            lines[at] = lines[at].replace("req", "request", 1)
        elif kind == 1:
            lines.insert(at, rng.choice(["import json\n", "\n", "# note\n", "x = 1\n", "from . import helper\n"]))
        elif kind == 2:
            del lines[at]
        elif kind == 3:
            lines[at] = (
                lines[at].replace('"in"', '"out"') if '"in"' in lines[at] else lines[at].replace('"out"', '"in"')
            )
        elif kind == 4:
            place = rng.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + rng.choice(_BAD_JSON) + lines[at][place:]
        else:
            lines[at] = (
                lines[at].replace("$return", "res") if "$return" in lines[at] else lines[at].replace("res", "$return")
            )
        return "".join(lines)


def shown(findings: dict[Path, list[Diagnostic]] | Iterator[Diagnostic]) -> list[tuple[str, int, int, str, str]]:
    """What a reader sees of findings, in order."""
    items = [item for group in findings.values() for item in group] if isinstance(findings, dict) else list(findings)
    return sorted((str(item.span.path), item.span.start, item.span.end, item.code, item.message) for item in items)


def fresh(folder: Path) -> list[tuple[str, int, int, str, str]]:
    """What a run of its own finds."""
    return shown(iter(check_paths([folder], jobs=1).diagnostics))


def copy(source: Path, target: Path) -> Path:
    """A copy of an app to be edited."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "expect.json"))
    return target
