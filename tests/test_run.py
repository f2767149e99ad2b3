"""Modules that several functions reach, under the rules as they are shipped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from funclint.engine import check_paths
from funclint.settings import Overrides

HTTP = {
    "bindings": [
        {"type": "httpTrigger", "direction": "in", "name": "req"},
        {"type": "http", "direction": "out", "name": "$return"},
    ]
}
Write = Callable[[Path, dict[str, str]], Path]


def test_shared_modules_are_linted_once_by_whichever_process(tmp_path: Path, write: Write) -> None:
    files = {"host.json": "{}", "shared/all.py": "import os\n"}
    for number in range(8):
        files[f"F{number}/function.json"] = json.dumps(HTTP)
        files[f"F{number}/__init__.py"] = (
            f"from shared import all, m{number}\ndef main(req):\n    return str((all, m{number}))\n"
        )
        files[f"shared/m{number}.py"] = "import sys\n"
    app = write(tmp_path / "app", files)

    def unused(jobs: int) -> list[tuple[str, str]]:
        found = check_paths([app], overrides=Overrides(select=("F401",)), jobs=jobs).diagnostics
        return [(item.span.path.name, item.message) for item in found]

    assert [name for name, _ in unused(1)] == ["all.py", *(f"m{number}.py" for number in range(8))]
    assert unused(2) == unused(3) == unused(1)


def test_the_import_of_an_entry_point_is_used_whoever_reaches_the_script_first(tmp_path: Path, write: Write) -> None:
    app = write(
        tmp_path,
        {
            "host.json": "{}",
            "A/function.json": json.dumps(HTTP),
            "A/__init__.py": "import B\ndef main(req):\n    return str(B)\n",
            "B/function.json": json.dumps(HTTP),
            "B/__init__.py": "import sys\nfrom .work import main\n",
            "B/work.py": "def main(req):\n    return 'x'\n",
        },
    )
    for paths in ([app], [app / "B"], [app / "B/__init__.py"]):
        found = check_paths(paths, overrides=Overrides(select=("F401",))).diagnostics
        assert [(item.span.path, item.function) for item in found] == [(app / "B/__init__.py", "B")]
        assert "'sys'" in found[0].message


def test_a_script_of_several_functions_imports_all_their_entry_points(tmp_path: Path, write: Write) -> None:
    files = {
        "host.json": "{}",
        "shared/handlers.py": "import sys\nfrom .work import *\nfrom .more import put as second\n",
        "shared/work.py": "def first(req):\n    return 'x'\n",
        "shared/more.py": "def put(req):\n    return 'x'\n",
        # Reached first by a function that has another script.
        "A/function.json": json.dumps(HTTP),
        "A/__init__.py": "from shared import handlers\ndef main(req):\n    return str(handlers)\n",
    }
    for name, entry_point in (("B", "first"), ("C", "second")):
        files[f"{name}/function.json"] = json.dumps(
            {"scriptFile": "../shared/handlers.py", "entryPoint": entry_point, **HTTP}
        )
    app = write(tmp_path, files)
    for paths in ([app], [app / "shared/handlers.py"]):
        found = check_paths(paths, overrides=Overrides(select=("F401",))).diagnostics
        assert [item.message for item in found] == ["'sys' imported but unused"]
