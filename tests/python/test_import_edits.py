"""Rewritten import statements bind the same names to the same modules, and leave the rest of the text alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.diagnostic import Edit
from funclint.files import Files
from funclint.python.import_edits import (
    Target,
    absolute,
    below,
    relative,
    retarget_from,
    retarget_import,
    split_from,
)
from funclint.python.module import Module

SIBLINGS = ("local", "other", "pack")


def sibling(name: str) -> Target | None:
    return relative(1, name) if name.partition(".")[0] in SIBLINGS else None


def after(path: Path, text: str, edits_of: Callable[[Module, ast.stmt], list[Edit]]) -> str:
    """The text after the edits of each of its import statements, wherever they stand."""
    path.write_bytes(text.encode())
    module = Module.read(path, Files())
    assert module.tree is not None, module.error
    edits = [
        edit
        for node in ast.walk(module.tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for edit in edits_of(module, node)
    ]
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.content + text[edit.span.end :]
    return text


def to_relative(module: Module, node: ast.stmt) -> list[Edit]:
    if isinstance(node, ast.ImportFrom):
        target = sibling(node.module or "") if not node.level else None
        return retarget_from(module, node, target.as_source) if target is not None else []
    assert isinstance(node, ast.Import)
    return retarget_import(module, node, sibling)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import local\n", "from . import local\n"),
        ("import local as l  # mine\n", "from . import local as l  # mine\n"),
        ("import local, other as o\n", "from . import local, other as o\n"),
        ("import os, local, json, other\n", "import os\nfrom . import local\nimport json\nfrom . import other\n"),
        ("if True:\n\timport os, local\n", "if True:\n\timport os\n\tfrom . import local\n"),
        ("x = 1; import os, local\n", "x = 1; import os; from . import local\n"),
        ("if True: import os, local\n", "if True: import os; from . import local\n"),
        ("import os, \\\n    local\r\nx = 1\r\n", "import os\nfrom . import local\r\nx = 1\r\n"),
        ("é = 'é'; import local\n", "é = 'é'; from . import local\n"),
        ("from local import X\n", "from .local import X\n"),
        ("from local import (  # all\n    X,  # one\n)\n", "from .local import (  # all\n    X,  # one\n)\n"),
        ("from \\\n  local \\\n  import X\n", "from .local import X\n"),
        ("from local import *\n", "from .local import *\n"),
        ("from pack.inner import f; y = 1\n", "from .pack.inner import f; y = 1\n"),
        ("import pack.inner as i\n", "from .pack import inner as i\n"),
        ("import pack.inner\nprint(pack.inner.X)\n", "from .pack import inner\nprint(inner.X)\n"),
        ("import pack.inner\nprint(pack.Y)\n", "from . import pack\nfrom .pack import inner\nprint(pack.Y)\n"),
        ("import pack.inner\n\n\ndef f(inner):\n    return pack.inner\n", None),
        ("import pack.inner\ninner = 1\nprint(pack.inner)\n", None),
        ("import os\nfrom . import local\nfrom .local import X\n", None),
    ],
)  # fmt: skip
def test_siblings(tmp_path: Path, text: str, expected: str | None) -> None:
    assert after(tmp_path / "m.py", text, to_relative) == (expected if expected is not None else text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import shared\n", "from __app__ import shared\n"),
        ("import shared.a as a\n", "from __app__.shared import a\n"),
        ("import shared.a\nprint(shared.a.X)\n", "from __app__.shared import a\nprint(a.X)\n"),
    ],
)
def test_below_a_package(tmp_path: Path, text: str, expected: str) -> None:
    def edits(module: Module, node: ast.stmt) -> list[Edit]:
        assert isinstance(node, ast.Import)
        return retarget_import(module, node, lambda name: below("__app__", name))

    assert after(tmp_path / "m.py", text, edits).replace("a as a", "a") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import __app__.shared.a\nprint(__app__.shared.a.X)\n", "import shared.a\nprint(shared.a.X)\n"),
        ("import __app__.shared.a as a\n", "import shared.a as a\n"),
        ("import __app__.shared\nprint(__app__)\n", "import __app__.shared\nprint(__app__)\n"),
        ("import __app__.shared\nshared = 1\nprint(__app__.shared)\n", None),
        ('import __app__.shared\nx: "__app__.shared.Y"\n', None),
    ],
)
def test_to_the_root(tmp_path: Path, text: str, expected: str | None) -> None:
    def edits(module: Module, node: ast.stmt) -> list[Edit]:
        assert isinstance(node, ast.Import)
        return retarget_import(module, node, lambda name: absolute(name.removeprefix("__app__.")))

    assert after(tmp_path / "m.py", text, edits) == (expected if expected is not None else text)


def test_split(tmp_path: Path) -> None:
    def edits(module: Module, node: ast.stmt) -> list[Edit]:
        assert isinstance(node, ast.ImportFrom)
        return split_from(module, node)

    text = "def f():\n    from __app__ import a, b as c\n    from __app__ import (d,  # why\n    )\n"
    assert after(tmp_path / "m.py", text, edits) == text.replace(
        "from __app__ import a, b as c", "import a\n    import b as c"
    )


@pytest.mark.parametrize(
    "statements",
    [
        "import local",
        "import local as a, other as b, pack",
        "import os, local, other",
        "import pack.inner\nSEEN = pack.inner.X",
        "import pack.inner\nSEEN = pack.X, pack.inner.X",
        "import pack.inner as deep, local",
        "from local import X as x, f\nfrom pack import inner",
        "from pack.inner import *",
        "if True:\n    import os, local; import other\n",
    ],
)
def test_the_same_is_bound(tmp_path: Path, statements: str) -> None:
    """What a module has after its imports from the path, run in its folder, it has after the rewritten ones."""
    package = tmp_path / "Fn"
    (package / "pack").mkdir(parents=True)
    for name in ("local.py", "other.py", "pack/__init__.py", "pack/inner.py", "__init__.py"):
        (package / name).write_text(f"X = {name!r}\ndef f(): return X\n")
    (package / "before.py").write_text(statements)
    (package / "after.py").write_text(after(tmp_path / "m.py", statements, to_relative))
    show = (
        "import importlib, sys; sys.path[:0] = {paths!r}; module = importlib.import_module({name!r});"
        "print(sorted((k, getattr(v, 'X', v if isinstance(v, (str, tuple)) else '')) for k, v in vars(module).items()"
        " if k[0] != '_'))"
    )

    def bound(name: str, *paths: Path) -> list[tuple[str, object]]:
        code = show.format(paths=[str(path) for path in paths], name=name)
        out = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True).stdout
        found: list[tuple[str, object]] = ast.literal_eval(out)
        return found

    before, now = bound("before", package), bound("Fn.after", tmp_path)
    # a dotted import may bind the last name of the module, in place of the first or besides
    assert [item for item in before if item[0] != "pack"] == [i for i in now if i[0] not in ("pack", "inner")] or (
        before == now
    )
    assert {item[0] for item in before} - {item[0] for item in now} <= {"pack"}
