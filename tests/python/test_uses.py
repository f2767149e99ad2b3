"""What modules do with settings, requests and headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from funclint.python.module import Module, parse
from funclint.python.uses import Uses
from funclint.text import SourceText


def uses(text: str) -> Uses:
    return Module(Path("m.py"), SourceText(Path("m.py"), text), parse(text), None).uses


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ('x = os.environ["A"]', [("A", True)]),
        ('x = environ["A"] + os.environ[\n    "B"]', [("A", True), ("B", True)]),
        ('x = os.getenv("A")', [("A", False)]),
        ('x = os.environ.get("A")', [("A", False)]),
        ('def f():\n    with x:\n        return f(lambda: [os.environ["A"] for _ in y])', [("A", True)]),
        ('@deco(os.environ["A"])\ndef f(): pass', [("A", True)]),
        ('x = os.environ["A"] or "b"', [("A", True)]),
        ('if os.environ["A"] == "b": pass', [("A", True)]),
        ('try:\n    x = 1\nexcept KeyError:\n    x = os.environ["A"]', [("A", True)]),
        ('try:\n    x = os.environ["A"]\nexcept ValueError:\n    pass', [("A", True)]),
        ('x = os.getenv("A", "b")', []),
        ('x = os.environ.get("A", None)', []),
        ('x = os.getenv("A") or "b"', []),
        ('x = "b" if os.getenv("A") else "c"', []),
        ('if not os.getenv("A"): raise SystemExit', []),
        ('assert os.environ.get("A")', []),
        ('if (x := os.getenv("A")): pass', []),
        ('try:\n    x = os.environ["A"]\nexcept KeyError:\n    x = 1', []),
        ('try:\n    x = os.environ["A"]\nexcept (OSError, Exception):\n    x = 1', []),
        ('os.environ["A"] = "b"', []),
        ("x = os.environ[name]", []),
        ('# os.environ["A"]\nx = "os.environ[1]"', []),
        ('x = settings["A"]  # environ', []),
    ],
)
def test_environment(text: str, reads: list[tuple[str, bool]]) -> None:
    assert [(read.name, read.required) for read in uses(text).environment] == reads


def test_a_read_has_its_place() -> None:
    text = 'import os\nx = 1; y = "ä" + os.environ["A"]\n'
    (read,) = uses(text).environment
    assert text[read.span.start : read.span.end] == '"A"'


def test_known_variables() -> None:
    text = (
        'os.environ["A"] = "1"\nos.environ.setdefault("B", "2")\nif "C" in os.environ: pass\nif os.getenv("D"): pass\n'
        'try:\n    os.environ["E"]\nexcept KeyError: pass\n'
    )
    assert uses(text).known_variables == {"A", "B", "C", "D", "E"}


@pytest.mark.parametrize(
    "text",
    [
        "from dotenv import load_dotenv",
        "import dotenv",
        "import environ",
        "from environs import Env",
        "from os import environ as settings",
        "os.environ[name] = '1'",
        "_os.environ[f'A_{name}'] = '1'",
        "for name, value in values:\n    os.environ.setdefault(name, value)",
        "os.putenv(name, '1')",
        "os.environ.update(values)",
        "os.environ.update({'A': '1', **values})",
        "os.environ.update(A='1', **values)",
        "os.environ |= values",
        "os.environ = {'A': '1'}",
        "settings = os.environ",
        "settings: dict = os.environ",
        "fill(os.environ)",
    ],
)
def test_variables_may_be_set_that_are_not_known(text: str) -> None:
    assert uses(text).sets_unknown


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from os import environ", set()),
        ("x = os.environ[name]", set()),
        ("os.environ.pop(name, None)\nx = os.getenv(name)\ndel os.environ[name]", set()),
        ("x = dict(os.environ)\ny = os.environ.copy()\nrun([], env=os.environ)", set()),
        ("x.update(values)\n# environ\nx |= values", set()),
        ("os.environ.update({'A': '1'}, B='2', **{'C': '3'})", {"A", "B", "C"}),
        ("os.environ |= {'A': '1'}", {"A"}),
        ("os.putenv('A', '1')\n_os.environ['B'] = '1'", {"A", "B"}),
    ],
)
def test_variables_that_are_set(text: str, names: set[str]) -> None:
    assert (uses(text).sets_unknown, uses(text).known_variables) == (False, names)


def test_parameters() -> None:
    text = (
        'def main(req):\n    a = req.params.get("a")\n    b = req.params["b"]\n    c = req.route_params.get("c", 1)\n'
        '    d = self.req.params["d"]\n    e = f().params["e"]\n    g = req.params.get(name)\n    h = req.params\n'
        "    i = f\"{req.params['i']}\"\n"
    )
    assert [(read.receiver, read.attribute, read.key) for read in uses(text).parameters] == [
        ("req", "params", "a"),
        ("req", "params", "b"),
        ("req", "route_params", "c"),
        ("self.req", "params", "d"),
        ("req", "params", "i"),
    ]


def test_allow_origin() -> None:
    text = (
        'h = {"access-control-allow-origin": "*"}\nr.headers["Access-Control-Allow-Origin"] = 1\n'
        "# Access-Control-Allow-Origin\n"
    )
    places = [text[span.start : span.end] for span in uses(text).allow_origin]
    assert places == ['"access-control-allow-origin"', '"Access-Control-Allow-Origin"']


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('x = bytes(m.get_body(), "utf-8")', 1),
        ('x = bytes(m.get_body(), encoding="utf-8")', 1),
        ("x = bytes(m.get_body())", 0),
        ('x = bytes(m.get_body().decode(), "utf-8")', 0),
    ],
)
def test_body_bytes(text: str, count: int) -> None:
    assert len(uses(text).body_bytes) == count


def test_a_file_that_cannot_be_parsed() -> None:
    found = Uses(Module(Path("m.py"), None, None, None))
    assert (found.environment, found.parameters, found.allow_origin, found.body_bytes) == ([], [], [], [])
