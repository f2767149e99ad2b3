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
from funclint.settings import SettingsError, SettingsFinder

_BAD_JSON = ('"', "{", "}", ",", "[")
_HTTP = """{
  "bindings": [
    {"type": "httpTrigger", "direction": "in", "name": "req"},
    {"type": "http", "direction": "out", "name": "$return"}
  ]
}
"""
TANGLED = {
    "host.json": '{"version": "2.0"}\n',
    "requirements.txt": "azure-functions\n",
    "local.settings.json": '{"Values": {"FUNCTIONS_WORKER_RUNTIME": "python", "AzureWebJobsStorage": "x", "A": "1"}}\n',
    "funclint.toml": "ignore = []\n",
    "A/function.json": _HTTP,
    "A/__init__.py": "import os\nfrom shared.one import x\n\n\ndef main(req):\n"
    "    from shared.lazy import answer\n    return answer + x + os.environ['A']\n",
    "B/function.json": _HTTP.replace("{", '{"scriptFile": "../shared/all.py", "entryPoint": "first",', 1),
    "C/function.json": _HTTP.replace("{", '{"scriptFile": "../shared/all.py", "entryPoint": "second",', 1),
    "D/function.json": _HTTP,
    "D/__init__.py": "import helper\nfrom . import near\n\n\ndef main(req):  # funclint: ignore[FN301]\n"
    "    return helper.x + near.y\n",
    "D/near.py": "from ..shared.two import y\n",
    "E/function.json": _HTTP,
    "E/__init__.py": "import os\nimport sys\nsys.path.append(os.path.join(os.path.dirname(__file__), '..', 'lib'))\n"
    "from __app__.shared import two\n\n\ndef main(req):\n    return two.y\n",
    "lib/helper.py": "x = 'x'\n",
    "shared/__init__.py": "",
    "shared/all.py": "from .more import first, second\n",
    "shared/lazy.py": "answer = 'x'\n",
    "shared/more.py": "def first(req):\n    return 'x'\n\n\nsecond = first\n",
    "shared/one.py": "from shared.two import y as x\n",
    "shared/two.py": "y = 'y'  # funclint: ignore[F401]\n",
}
"""An app in which much hangs together by a long way round: edits of it concern files that look as if they had nothing
to do with each other."""
_LINES = (
    "import json\n", "\n", "# note\n", "x = 1\n", "y = 'z'\n", "answer = 1\n", "from . import helper\n",
    "from . import near\n", "from shared.two import y\n", "from shared.one import *\n", "import helper\n",
    "from __app__.shared import one\n", "sys.path.append('lib')\n", "def main(req, more):\n    return 1\n",
    "# funclint: ignore-file[F401]\n", "# funclint: ignore[FN301]\n", "del x\n", "raise ValueError\n",
    "if True:\n    y = 2\n", "first = second = None\n",
)  # fmt: skip
_WORDS = (
    ("req", "request"), ("x", "y"), ("shared.two", "shared.one"), ("main", "start"), ("first", "third"),
    ('"in"', '"out"'), ("httpTrigger", "queueTrigger"), ("ignore = []", 'ignore = ["F401"]'), ("2.0", "1.0"),
    ("azure-functions", "requests"), ('"A"', '"B"'), ("[F401]", "[FN301]"), ("import", "# import"), ("$return", "res"),
)  # fmt: skip

_STAY = ("host.json", "funclint.toml")
"""Without the one there may be no app, without the other the settings of who runs the tests count."""


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
        self._made: set[Path] = set()
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
        if path.name in _STAY:
            return
        new = path.with_name(self.random.choice(["other.py", "__init__.py", "function.json", "helper.py"]))
        if not new.exists() and path not in self.documents and new not in self.documents:
            self._keep(path)
            self._make(new)
            path.rename(new)
            self.session.files_came_or_went([path, new])

    def delete(self) -> None:
        path = self.random.choice(self.files())
        if path.name not in _STAY and path not in self.documents:
            self._keep(path)
            path.unlink()
            self.session.files_came_or_went([path])

    def create(self) -> None:
        folder = self.random.choice([p.parent for p in self.files()])
        path = folder / self.random.choice(["extra.py", "json.py", "function.json", "requirements.txt"])
        if not path.exists() and path not in self.documents:
            self._make(path)
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

    def save_all(self) -> None:
        """Every document is saved; settings that nobody could work with are put right."""
        for path, text in self.documents.items():
            self.write(path, text.encode())
            self.session.save(path)
        try:
            SettingsFinder().settings_for(self.folder)
        except SettingsError:
            path = self.folder / "funclint.toml"
            self.write(path, b"")
            self.session.files_changed([path])
            if path in self.documents:
                self.documents[path] = ""
                self.session.change(path, "")
                self.session.save(path)

    def close_all(self) -> None:
        """Every document is closed."""
        while self.documents:
            self.close()

    def put_back(self) -> None:
        """Every file as it was in the beginning, one after the other."""
        for path in self._made:
            if path.exists():
                path.unlink()
                self.session.files_came_or_went([path])
        for path, data in self._originals.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            self.session.files_came_or_went([path])

    def _some_document(self) -> Path | None:
        return self.random.choice(sorted(self.documents)) if self.documents else None

    def _keep(self, path: Path) -> None:
        if path.exists() and path not in self._made:
            self._originals.setdefault(path, path.read_bytes())

    def _make(self, path: Path) -> None:
        if path not in self._originals:
            self._made.add(path)

    def write(self, path: Path, data: bytes) -> None:
        self._keep(path)
        path.write_bytes(data)

    def _mutated(self, text: str) -> str:
        rng = self.random
        lines = text.splitlines(keepends=True) or [""]
        at = rng.randrange(len(lines))
        kind = rng.randrange(8)
        if kind < 3:
            lines.insert(at, rng.choice(_LINES))
        elif kind < 6:
            one, other = rng.sample(rng.choice(_WORDS), 2)
            return text.replace(one, other, rng.choice([1, 1, -1]))
        elif kind == 6:
            del lines[at]
        else:
            place = rng.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + rng.choice(_BAD_JSON) + lines[at][place:]
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
