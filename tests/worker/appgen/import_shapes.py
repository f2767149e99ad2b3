"""Modules that import each other in every way: what a script, its neighbours and shared modules may say."""

from __future__ import annotations

import random

SCRIPT = "Fn/__init__.py"
SUB_SCRIPT = "Fn/code/run.py"

PLACES = {
    "local": "Fn/local.py",
    "other": "Fn/other.py",
    "pack": "Fn/pack/__init__.py",
    "pack.inner": "Fn/pack/inner.py",
    "tools": "tools.py",
    "shared.a": "shared/a.py",
    "shared.b": "shared/b.py",
    "shared.deep.c": "shared/deep/c.py",
}
"""The modules that an app may have, by the name that their folder gives them."""

SIBLING = (
    "from . import local",
    "from .local import X",
    "from .local import X as x1, f",
    "from . import local as here, other",
    "from .pack import inner",
    "from .pack.inner import X",
    "from . import pack",
    "from .pack import X",
    "from ..Fn import local",
    "from ..Fn.local import f",
)
IMPLICIT = (
    "import local",
    "import local as here",
    "from local import X",
    "from local import (\n    X as x1,\n    f,  # both\n)",
    "import os, local",
    "import local, os, other as o",
    "import pack.inner",
    "import pack.inner as deep",
    "from pack.inner import f",
    "from pack import inner",
    "import pack",
    "import local; import other",
    "from local import *",
)
NAMESPACE = (
    "from __app__ import tools",
    "import __app__.shared.a",
    "import __app__.shared.a as sa",
    "from __app__.shared.a import X",
    "from __app__.shared import a, b",
    "from __app__.Fn.local import X",
    "from __app__.Fn import local",
    "import __app__",
)
ROOT = (
    "import tools",
    "import tools as t",
    "from tools import X",
    "import shared.a",
    "import shared.deep.c",
    "from shared import a",
    "from shared.a import X, f",
    "from shared.deep import c",
    "from shared.deep.c import X",
    "from Fn import local",
    "from Fn.local import f",
    "import Fn.pack.inner",
    "from shared.a import *",
)
UP = (
    "from .. import tools",
    "from ..tools import X",
    "from ..shared import a",
    "from ..shared.a import f",
    "from ..shared.deep import c",
    "from ..shared.deep.c import X as x2",
)
ABOVE = ("from ... import tools", "from ...shared import a", "from ...tools import X", "from .... import x")
NOWHERE = (
    "from . import nope",
    "from .nope import X",
    "from .. import nope",
    "from ..shared import nope",
    "from ..shared.nope import X",
    "import shared.nope",
    "import shared.a.nope",
    "from shared.a import nope",
    "from shared import a, nope",
    "from tools import nope",
    "from .local import nope",
    "from .local import X, nope",
    "import Fn.nope",
    "import __app__.nope",
    "from __app__ import nope",
    "from __app__.shared.a import nope",
    "from Shared import a",
    "from shared.A import X",
    "from .Local import X",
    "import Tools",
    "from proj.shared import a",
    "from proj.tools import X",
    "import proj.shared.a",
    "import json.nope",
    "import os.nope",
    "import azure.functions.nope",
    "from .pack.nope import X",
    "from .pack import nope",
)
FOREIGN = (
    "import requests",
    "from werkzeug import Response",
    "import aiohttp as web",
    "import azure.durable_functions",
)
NOT_INSTALLED = ("import pandas", "from yaml import safe_load", "import nope_nowhere", "import pymongo.errors")

GUARDS = (
    "try:\n{0}\nexcept ImportError:\n    pass",
    "try:\n{0}\nexcept ModuleNotFoundError as error:\n    print(error)",
    "try:\n{0}\nexcept Exception:\n    pass",
    "try:\n{0}\nexcept (ImportError, OSError):\n    {1}",
    "import typing\nif typing.TYPE_CHECKING:\n{0}",
    "import contextlib\nwith contextlib.suppress(ImportError):\n{0}",
    "if False:\n{0}",
    "import sys\nif sys.version_info < (3, 4):\n{0}",
    "def _later():\n{0}",
    "if __name__ == '__main__':\n{0}",
    "try:\n{0}\nexcept:\n    pass",
)
"""Around a statement, indented: nothing that it raises comes out."""

BARE = (
    "try:\n{0}\nexcept ValueError:\n    pass",
    "try:\n{0}\nfinally:\n    pass",
    "if True:\n{0}",
    "import contextlib\nwith contextlib.suppress(KeyError):\n{0}",
    "class _Holder:\n{0}",
    "def _now():\n{0}\n_now()",
    "with open(__file__):\n{0}",
)
"""Around a statement, indented: what it raises comes out."""

PATHS = (
    "import os\nimport sys\nsys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))",
    "import os.path\nimport sys\nsys.path.append(os.path.dirname(__file__))",
    "import pathlib\nimport sys\nsys.path.append(str(pathlib.Path(__file__).parent))",
    "import sys\nfrom pathlib import Path\nHERE = Path(__file__).resolve().parent\nsys.path.insert(0, str(HERE))",
    "import os\nimport sys\nsys.path.append(os.path.join(os.path.dirname(__file__), 'pack'))",
)
BODY = ("X = 1\n\n\ndef f():\n    return X\n", "def f():\n    return 2\n\n\nX = f()\n", "X, f = 3, len\n")
EXPORTS = ("__all__ = ['X']", "__all__ = ['X', 'f']", "__all__ = ['X', 'nope']", "__all__ = []")


class Modules:
    """The Python files of one app while it is drawn, each as a list of statements before and after its names."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.head: dict[str, list[str]] = {}
        self.names: dict[str, str] = {}
        self.tail: dict[str, list[str]] = {}
        self.kinds: list[str] = []

    def add(self, path: str) -> None:
        """A module with names of its own."""
        self.head[path] = []
        self.tail[path] = []
        self.names[path] = self.rng.choice(BODY)

    def put(self, path: str, statement: str, kind: str) -> None:
        """A statement into a module, mostly at its head."""
        where = self.tail if self.rng.random() < 0.15 else self.head
        where[path].append(statement)
        self.kinds.append(kind)

    def text(self, path: str) -> str:
        """The source of a module."""
        parts = [*self.head[path], "", self.names[path], *self.tail[path]]
        return "\n".join(parts).strip("\n") + "\n"


def indented(statement: str) -> str:
    return "\n".join("    " + line for line in statement.split("\n"))
