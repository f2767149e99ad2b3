"""A small model and a small rulebook, so that the engine and the reports can be tested without the real ones."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

# Where these tests run themselves is no matter of the runs that they look at.
os.environ.pop("GITHUB_ACTIONS", None)

FAKE_RULES = {
    "bindings/FN204_unknown_binding_type": (
        "RULE = Rule(Severity.ERROR)\n"
        "def check(function):\n"
        "    for binding in function.bindings:\n"
        "        if binding.type.startswith('un'):\n"
        "            start = function.text.index(binding.type)\n"
        "            yield Diagnostic(Span(function.path, start, start + len(binding.type)),\n"
        "                             f\"unknown binding type '{binding.type}'\", help='name a known one')\n"
    ),
    "layout/FN101_no_host_json": (
        "RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS)\n"
        "def check(app):\n"
        "    if not (app.root / 'host.json').exists():\n"
        "        yield Diagnostic(Span(app.root / 'host.json'), 'host.json is missing')\n"
    ),
    "practice/FN901_spelled_oddly": (
        "RULE = Rule(Severity.INFO, default=False)\n"
        "def check(function):\n"
        "    if function.name != function.name.title():\n"
        "        yield Diagnostic(Span(function.path), f\"'{function.name}' is spelled oddly\")\n"
    ),
    "pyflakes/F401_unused_import": "RULE = Rule(Severity.INFO)\n",
    "pyflakes/F821_undefined_name": "RULE = Rule(Severity.WARNING)\n",
    "reading/FN000_internal_error": "RULE = Rule(Severity.ERROR)\n",
}
RULE_HEAD = (
    "from funclint.diagnostic import Diagnostic, Label, Severity, Span\nfrom funclint.rulebook import Fixes, Rule\n"
)


class FakeFunction:
    def __init__(self, app: FakeApp, folder: Path) -> None:
        self.app = app
        self.name = folder.name
        self.folder = folder
        self.path = folder / "function.json"
        self.released = 0
        self.endpoint = None
        self.script = SimpleNamespace(path=folder / "__init__.py")
        self.entry_point = SimpleNamespace(
            name="main", parameters=[SimpleNamespace(name="req", annotation="func.HttpRequest")]
        )

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def bindings(self) -> list[Any]:
        return [
            SimpleNamespace(
                name=item.get("name"),
                type=item["type"],
                direction=item.get("direction", "in"),
                is_trigger=item["type"].endswith("Trigger"),
                properties={key.lower(): value for key, value in item.items()},
                index=index,
            )
            for index, item in enumerate(json.loads(self.text)["bindings"])
        ]

    @property
    def modules(self) -> list[FakeModule]:
        paths = [self.folder / "__init__.py", self.app.root / "shared.py"]
        return [FakeModule(path) for path in paths if path.exists()]

    @property
    def files(self) -> frozenset[Path]:
        return frozenset({self.path, *(module.path for module in self.modules)})

    def alternatives(self) -> list[FakeFunction]:
        return []

    def release(self) -> None:
        self.released += 1


class FakeModule:
    """Its pyflakes finds ``undefined`` (an error unless indented) and ``import unused``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pyflakes(self) -> list[Any]:
        from funclint.diagnostic import Severity, Span

        found = []
        for match in re.finditer(r"( *)\b(undefined|import unused)\b", self.path.read_text()):
            code = "F821" if match[2] == "undefined" else "F401"
            severity = Severity.ERROR if code == "F821" and not match[1] else None
            found.append(
                SimpleNamespace(
                    code=code,
                    message=f"found {match[2]}",
                    span=Span(self.path, match.start(2), match.end(2)),
                    severity=severity,
                    statement=None,
                )
            )
        return found


class FakeApp:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.functions = [FakeFunction(self, path.parent) for path in sorted(root.glob("*/function.json"))]

    def module(self, path: Path) -> FakeModule:
        return FakeModule(path)

    def lint(self, module: FakeModule) -> list[Any]:
        return module.pyflakes()


@pytest.fixture
def write() -> Callable[[Path, dict[str, str]], Path]:
    """Write files, given by path relative to a folder; returns the folder."""

    def write_files(folder: Path, texts: dict[str, str]) -> Path:
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        return folder

    return write_files


@pytest.fixture
def write_rules() -> Callable[[Path, dict[str, str]], Path]:
    """Write rules, given by ``family/FN123_name`` and the module after its imports, each with a page."""

    def write_all(folder: Path, rules: dict[str, str]) -> Path:
        for stem, body in rules.items():
            path = folder / f"{stem}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(RULE_HEAD + body)
            code, _, name = path.stem.partition("_")
            title = name.replace("_", "-")
            path.with_suffix(".md").write_text(
                f"# {code} {title}\n\n## What it does\n\nSays what {title} is. And more.\n"
            )
        return folder

    return write_all


@pytest.fixture
def fake_rules(tmp_path: Path, write_rules: Callable[[Path, dict[str, str]], Path]) -> Path:
    """A rules folder with a handful of rules."""
    return write_rules(tmp_path / "fake-rules", FAKE_RULES)


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch, fake_rules: Path) -> Path:
    """The engine reads apps with the fake model and has the fake rules as if it shipped them."""
    monkeypatch.setattr("funclint.rulebook.shipped_folder", lambda: str(fake_rules))
    for module in ("funclint.engine", "funclint.run"):
        monkeypatch.setattr(f"{module}.read_app", lambda root, settings, files: FakeApp(root))
    return fake_rules


@pytest.fixture
def app(tmp_path: Path, write: Callable[[Path, dict[str, str]], Path]) -> Path:
    """An app with three functions: one fine, one of an unknown type, one with an undefined name; one shared module."""
    return write(
        tmp_path / "app",
        {
            "host.json": '{"version": "2.0"}\n',
            "shared.py": "import unused\n",
            "Fine/function.json": '{"bindings": [{"name": "req", "type": "httpTrigger", "route": "fine/{id}"}]}\n',
            "Fine/__init__.py": "def main(req):\n    pass\n",
            "Odd/function.json": '{"bindings": [\n  {"name": "req", "type": "httpTrigger"},\n'
            '  {"name": "x", "type": "unknown", "direction": "out"}\n]}\n',
            "Odd/__init__.py": "def main(req, x):\n    undefined\n",
            "Wrong/function.json": '{"bindings": [{"name": "req", "type": "httpTrigger"}]}\n',
            "Wrong/__init__.py": "undefined\n",
        },
    )
