"""What is told of sys.path is what running the code gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from funclint.files import Files
from funclint.python.module import Module
from funclint.python.search_path import SIGNS, SearchPath, search_path_of

DECIDED = [
    "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))",
    "import os, sys\nsys.path.append(os.path.dirname(os.path.abspath(__file__)))",
    "import os.path\nimport sys\nsys.path.append(os.path.join(os.path.dirname(__file__), 'lib', 'x'))",
    "import os, sys\nsys.path.append(os.path.join(os.path.dirname(__file__), '..', 'lib'))",
    "import os, sys\nsys.path.append(os.path.abspath(os.path.join(os.path.dirname(__file__), '../lib')))",
    "import os, sys\nsys.path.append(os.path.dirname(__file__) + '/lib')",
    "import sys\nfrom pathlib import Path\nsys.path.append(str(Path(__file__).parent))",
    "import sys\nfrom pathlib import Path\nsys.path.append(str(Path(__file__).resolve().parent.parent / 'lib'))",
    "import sys, pathlib\nsys.path.insert(1, pathlib.Path(__file__).parents[1].as_posix())",
    "import sys, pathlib\nHERE = pathlib.Path(__file__).parent\nLIB = HERE / 'lib'\nsys.path.append(str(LIB))",
    "from os.path import dirname, join\nimport sys\nsys.path.append(join(dirname(__file__), 'lib'))",
    "from sys import path\nimport os\npath.append(os.path.dirname(__file__))",
    "def add():\n    import os, sys\n    sys.path.append(os.path.dirname(__file__))\nadd()",
    "import os, sys\nif __name__ == '__main__':\n    sys.path.append('nowhere')\nelse:\n"
    "    sys.path.append(os.path.dirname(__file__))",
]
UNDECIDED = [
    "import os, sys\nsys.path.append(os.getcwd())",
    "import sys\nsys.path.append('lib')",
    "import os, sys\nsys.path.append(os.environ['LIB'])",
    "import sys\nsys.path += ['lib']",
    "import sys\nsys.path[0:0] = ['lib']",
    "import sys\nsys.path.extend(['lib'])",
    "import site\nsite.addsitedir('lib')",
    "import sys\nsys.meta_path.append(object())",
    "import sys, os\nfor name in ('a', 'b'):\n    sys.path.append(os.path.join(os.path.dirname(__file__), name))",
]


def told(path: Path, root: Path) -> SearchPath:
    assert any(sign in path.read_bytes() for sign in SIGNS)
    return search_path_of([Module.read(path, Files())], root)


@pytest.mark.parametrize("code", DECIDED)
def test_decided(tmp_path: Path, code: str) -> None:
    path = tmp_path / "Fn" / "helper.py"
    path.parent.mkdir()
    path.write_text(f"{code}\n")
    show = (
        f"import sys; sys.path.append({str(path.parent)!r}); before = [*sys.path]; import helper;"
        f"print(*[p for p in sys.path if sys.path.count(p) > before.count(p)], sep='\\n')"
    )
    lines = subprocess.run([sys.executable, "-I", "-c", show], capture_output=True, check=True, text=True).stdout
    expected = {Path(line).resolve() for line in lines.splitlines()} - {tmp_path.resolve()}
    found = told(path, tmp_path)
    assert ({folder.resolve() for folder in found.folders}, found.undecided) == (expected, False)


@pytest.mark.parametrize("code", UNDECIDED)
def test_undecided(tmp_path: Path, code: str) -> None:
    path = tmp_path / "helper.py"
    path.write_text(f"{code}\n")
    assert told(path, tmp_path).undecided


def test_a_program_of_its_own_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "helper.py"
    path.write_text("import sys\nif __name__ == '__main__':\n    sys.path.append('lib')\n")
    found = told(path, tmp_path)
    assert (found.folders, found.undecided) == ((), False)
