"""requirements.txt as pip reads it, pyproject.toml without one, and the line that a fix adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from funclint.app.requirements import Requirements, read_requirements
from funclint.files import Files


def read(folder: Path, python_version: tuple[int, int] = (3, 13), **files: str | bytes) -> Requirements:
    """The requirements of an app with these files; a double underscore in a name stands for a dot."""
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_requirements(folder, Files(), python_version)


def listed(found: Requirements) -> list[tuple[str | None, str]]:
    return [(item.name, item.specifier) for item in found.items if item.applies is not False]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("requests", ("requests", "")),
        ("  Azure.Functions_Durable  # why", ("azure-functions-durable", "")),
        ("requests[security, socks] >= 2.8.1, == 2.8.*", ("requests", ">=2.8.1,==2.8.*")),
        ("requests == 2.32.3 --hash=sha256:00 --hash=sha256:11", ("requests", "==2.32.3")),
        ('requests; python_version >= "3.8"', ("requests", "")),
        ("requests>=2.0b1", ("requests", ">=2.0b1")),
        ("requests===2.0", ("requests", "===2.0")),
        ("pip @ https://example.com/pip-25.0-py3-none-any.whl", ("pip", "")),
        ("git+https://example.com/shop.git@main#egg=Shop_Kit&subdirectory=x", ("shop-kit", "")),
        ("-e git+ssh://git@example.com/shop.git#egg=shop", ("shop", "")),
        ("./wheels/tool_kit-1.0-py3-none-any.whl", ("tool-kit", "")),
        ("https://example.com/archive.tar.gz", (None, "")),
        ("-e .", (None, "")),
        ("--editable=./lib", (None, "")),
        ("./lib[extra]", (None, "")),
    ],
)
def test_a_line(tmp_path: Path, line: str, expected: tuple[str | None, str]) -> None:
    found = read(tmp_path, requirements__txt=f"{line}\n")
    assert (listed(found), found.problems, found.open_ended) == ([expected], [], False)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "# requests",
        "--extra-index-url https://example.com/simple",
        "-i https://example.com/simple",
        "--find-links ./wheels",
        "--pre",
        'requests; python_version < "3"',
        'pywin32; sys_platform == "win32"',
    ],
)
def test_a_line_that_requires_nothing(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, requirements__txt=f"{line}\n")
    assert (listed(found), found.problems) == ([], [])


@pytest.mark.parametrize(
    "line",
    ["requests=2.32.3", "azure functions", "requests>=x", "requests; python", "-r missing.txt", "-c missing.txt"],
)
def test_a_line_that_pip_refuses(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, requirements__txt=f"azure-functions\n  {line}  # comment\n")
    assert [item.name for item in found.items] == ["azure-functions"]
    [problem] = found.problems
    text = (tmp_path / "requirements.txt").read_text()
    assert text[problem.span.start : problem.span.end] == line


def test_markers_are_those_of_the_worker(tmp_path: Path) -> None:
    text = 'tomli; python_version < "3.11"\nuvloop; sys_platform == "linux"\n'
    assert listed(read(tmp_path, (3, 10), requirements__txt=text)) == [("tomli", ""), ("uvloop", "")]
    assert listed(read(tmp_path, (3, 11), requirements__txt=text)) == [("uvloop", "")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_newlines(tmp_path: Path, encoding: str, newline: str) -> None:
    text = f"requests{newline}flask==3.1.0 \\{newline}    --hash=sha256:00{newline}# é{newline}pyyaml"
    found = read(tmp_path, requirements__txt=text.encode(encoding))
    assert listed(found) == [("requests", ""), ("flask", "==3.1.0"), ("pyyaml", "")]
    assert [text[item.span.start : item.span.end] for item in found.items] == ["requests", "flask==3.1.0", "pyyaml"]
    assert text[found.items[1].line.start : found.items[1].line.end].endswith(f"--hash=sha256:00{newline}")
    assert found.hashed


def test_included_files(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("requests\n-r ../requirements.txt\n-r more.txt\n")
    (tmp_path / "requirements" / "more.txt").write_text("flask\n")
    found = read(tmp_path, requirements__txt="-r requirements/base.txt\n-c pins.txt\npyyaml\n", pins__txt="jinja2<4\n")
    assert [item.name for item in found.items] == ["requests", "flask", "pyyaml"]
    assert {item.span.path.name for item in found.items} == {"base.txt", "more.txt", "requirements.txt"}
    # a file that includes itself may go on in ways that were not looked at
    assert found.problems == []


def test_a_project_without_requirements_txt(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\nversion = "1"\ndependencies = ["requests>=2", "flask; python_version < \'3\'"]\n'
    found = read(tmp_path, pyproject__toml=text)
    assert listed(found) == [("requests", ">=2")]
    span = found.items[0].span
    assert text[span.start : span.end] == "requests>=2"
    assert found.appended("pyyaml") is None


def test_poetry(tmp_path: Path) -> None:
    text = '[tool.poetry.dependencies]\npython = "^3.11"\nrequests = "^2"\nflask = {version = "*"}\n'
    assert [item.name for item in read(tmp_path, pyproject__toml=text).items] == ["requests", "flask"]


@pytest.mark.parametrize(
    "text", ["[tool.ruff]\nline-length = 120\n", "not toml", "[project]\nname = 'x'\ndynamic = ['dependencies']\n"]
)
def test_a_project_that_says_nothing(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, pyproject__toml=text)
    assert (found.items, found.path is None or found.open_ended) == ([], True)


def test_requirements_txt_comes_first(tmp_path: Path) -> None:
    found = read(tmp_path, requirements__txt="flask\n", pyproject__toml='[project]\ndependencies = ["requests"]\n')
    assert listed(found) == [("flask", "")]


def test_no_file(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.path, found.items, found.problems, found.appended("x")) == (None, [], [], None)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "pyyaml\n"),
        ("requests\n", "requests\npyyaml\n"),
        ("requests", "requests\npyyaml\n"),
        ("requests\r\nflask", "requests\r\nflask\r\npyyaml\r\n"),
        ("# all\n\n", "# all\n\npyyaml\n"),
    ],
)
def test_an_appended_line(tmp_path: Path, text: str, after: str) -> None:
    edit = read(tmp_path, requirements__txt=text).appended("pyyaml")
    assert edit is not None
    assert text[: edit.span.start] + edit.content + text[edit.span.end :] == after


def test_no_line_is_added_where_each_needs_a_hash(tmp_path: Path) -> None:
    assert read(tmp_path, requirements__txt="requests==2 --hash=sha256:0\n").appended("pyyaml") is None
    assert read(tmp_path, requirements__txt="--require-hashes\n").appended("pyyaml") is None


def test_written_by_a_tool(tmp_path: Path) -> None:
    assert read(tmp_path, requirements__txt="# This file is autogenerated by pip-compile\nflask==3\n").compiled
    assert not read(tmp_path, requirements__txt="# by hand\nflask==3\n").compiled


def test_pip_reads_the_same_names(tmp_path: Path) -> None:
    req_file = pytest.importorskip("pip._internal.req.req_file")
    session = pytest.importorskip("pip._internal.network.session").PipSession()
    text = (
        "# comment\nrequests  # one\nflask[async]>=2,<4 ; python_version>'3'\n\npyyaml \\\n  ==6.0.2\n"
        "--pre\n-r more.txt\nazure-functions==1.21.3 --hash=sha256:00\nsix#no comment\n"
    )
    (tmp_path / "more.txt").write_text("jinja2\n# x\n   attrs\n")
    found = read(tmp_path, requirements__txt=text)
    theirs = [item.requirement for item in req_file.parse_requirements(str(tmp_path / "requirements.txt"), session)]
    ours = [item.span for item in found.items] + [problem.span for problem in found.problems]
    texts = {path.name: path.read_text() for path in tmp_path.iterdir()}
    shown = sorted(texts[span.path.name][span.start : span.end].replace("\\\n", "") for span in ours)
    assert shown == sorted(theirs)
