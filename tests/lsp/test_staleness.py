"""Edits that concern what is said of other files by a long way round: nothing old may stay, nothing new be missed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lsp.conftest import json_text
from tests.lsp.steps import Editor, fresh, shown

HTTP = json_text(
    {
        "bindings": [
            {"type": "httpTrigger", "direction": "in", "name": "req"},
            {"type": "http", "direction": "out", "name": "$return"},
        ]
    }
)
SCRIPT = "def main(req):\n    return 'x'\n"
HOST = '{"version": "2.0"}\n'
Write = Callable[[Path, dict[str, str]], Path]

# What is there, and the texts that files then get one after the other; None is the text from before.
CASES: dict[str, tuple[dict[str, str], list[tuple[str, str | None]]]] = {
    "a module that is imported when a function is called": (
        {
            "A/__init__.py": "def main(req):\n    from shared.lazy import answer\n    return answer\n",
            "shared/__init__.py": "",
            "shared/lazy.py": "answer = 'x'\n",
        },
        [("shared/lazy.py", "reply = 'x'\n"), ("shared/lazy.py", None)],
    ),
    "a folder that is no longer added to sys.path": (
        {
            "A/__init__.py": "import helper\n" + SCRIPT.replace("'x'", "helper.x"),
            "B/__init__.py": "import sys, os\nsys.path.append(os.path.join(os.path.dirname(__file__), '..', 'lib'))\n"
            + SCRIPT,
            "lib/helper.py": "x = 'x'\n",
            "requirements.txt": "azure-functions\n",
        },
        [("B/__init__.py", SCRIPT), ("B/__init__.py", None)],
    ),
    "a comment in a module that nobody imports any more": (
        {
            "A/__init__.py": "from shared import noted\n" + SCRIPT.replace("'x'", "noted.x"),
            "shared/__init__.py": "",
            "shared/noted.py": "x = 'x'  # funclint: ignore[FN301]\n",
        },
        [("A/__init__.py", SCRIPT), ("A/__init__.py", None)],
    ),
    "a comment that silences the fault of another function": (
        {
            "A/__init__.py": "from shared.all import *\n" + SCRIPT,
            "B/__init__.py": "from shared.all import gone\n" + SCRIPT.replace("'x'", "gone"),
            "shared/__init__.py": "",
            "shared/all.py": "here = 1\n",
        },
        [
            (
                "B/__init__.py",
                "from shared.all import gone  # funclint: ignore[FN505]\n" + SCRIPT.replace("'x'", "gone"),
            ),
            ("shared/all.py", "gone = 'x'\n"),
            ("shared/all.py", None),
        ],
    ),
    "a script of several functions": (
        {
            "A/function.json": HTTP.replace("{", '{"scriptFile": "../shared/all.py", "entryPoint": "first",', 1),
            "B/function.json": HTTP.replace("{", '{"scriptFile": "../shared/all.py", "entryPoint": "second",', 1),
            "shared/__init__.py": "",
            "shared/all.py": "from .more import first, second\n",
            "shared/more.py": "def first(req):\n    return 'x'\n\n\nsecond = first\n",
        },
        [
            ("B/function.json", HTTP.replace("{", '{"scriptFile": "../shared/all.py", "entryPoint": "first",', 1)),
            ("B/function.json", None),
            ("shared/more.py", "def first(req):\n    return 'x'\n"),
            ("shared/more.py", None),
        ],
    ),
    "routes of two functions": (
        {"A/__init__.py": SCRIPT, "B/__init__.py": SCRIPT},
        [
            ("A/function.json", HTTP.replace('"name": "req"', '"name": "req", "route": "same"')),
            ("B/function.json", HTTP.replace('"name": "req"', '"name": "req", "route": "same"')),
            ("A/function.json", None),
        ],
    ),
    "a chain of modules": (
        {
            "A/__init__.py": "from shared.one import x\n" + SCRIPT.replace("'x'", "x"),
            "shared/__init__.py": "",
            "shared/one.py": "from shared.two import x\n",
            "shared/two.py": "from shared.three import x\n",
            "shared/three.py": "x = 'x'\n",
        },
        [
            ("shared/three.py", "y = 'x'\n"),
            ("shared/two.py", "x = 'x'\n"),
            ("shared/three.py", "import os\n"),
            ("shared/two.py", None),
            ("shared/three.py", None),
        ],
    ),
    "the namespace of the app": (
        {
            "A/__init__.py": "from __app__.shared import one\n" + SCRIPT.replace("'x'", "one.x"),
            "B/__init__.py": "from shared import one\n" + SCRIPT.replace("'x'", "one.x"),
            "shared/__init__.py": "",
            "shared/one.py": "x = 'x'\n",
        },
        [("A/__init__.py", "from ..shared import one\n" + SCRIPT.replace("'x'", "one.x")), ("A/__init__.py", None)],
    ),
    "both programming models": (
        {
            "A/__init__.py": SCRIPT,
            "function_app.py": "x = 1\n",
        },
        [
            (
                "function_app.py",
                "import azure.functions as func\napp = func.FunctionApp()\n@app.route('x')\ndef f(req):\n    pass\n",
            ),
            ("function_app.py", None),
        ],
    ),
}


@pytest.mark.parametrize("saved", [False, True], ids=["typed", "saved"])
@pytest.mark.parametrize("case", CASES)
def test_nothing_old_stays(tmp_path: Path, write: Write, case: str, saved: bool) -> None:
    files, steps = CASES[case]
    (tmp_path / ".git").mkdir()
    names = {name.partition("/")[0] for name in files}
    functions = {f"{name}/function.json": HTTP for name in ("A", "B") if name in names}
    app = write(tmp_path / "app", {"host.json": HOST, **functions, **files})
    before = {name: (app / name).read_text() for name, _ in steps}
    editor = Editor(app, 0)
    editor.session.finish()
    assert shown(editor.published) == fresh(app)
    for name in before:
        editor.session.open(app / name, before[name])
    for name, text in steps:
        text = before[name] if text is None else text
        editor.session.change(app / name, text)
        (app / name).write_text(text)  # for the fresh run; the session has not been told
        if saved:
            editor.session.save(app / name)
        editor.session.finish()
        assert shown(editor.published) == fresh(app), name
