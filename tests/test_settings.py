"""Settings: which file is read, what it may say, what is refused and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.diagnostic import Severity
from funclint.settings import Overrides, Selectors, Settings, SettingsError, SettingsFinder

Write = Callable[[Path, dict[str, str]], Path]


def read(folder: Path, overrides: Overrides | None = None) -> Settings:
    return SettingsFinder(overrides).settings_for(folder)


def test_without_a_file(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings()


def test_all_keys(tmp_path: Path, write: Write) -> None:
    text = """\
select = ["FN3"]
extend-select = ["FN204"]
ignore = ["F"]
exclude = ["legacy"]
fail-on = "error"
output-format = "concise"
worker = "2019"
host-version = "4.1036"
python-version = "3.9"
known-modules = ["company"]
rule-paths = ["lint/rules"]
"""
    write(tmp_path, {"funclint.toml": text})
    path = tmp_path / "funclint.toml"
    keys = [line.partition(" ")[0] for line in text.splitlines()]
    origins = {key: f"{path}:{row}" for row, key in enumerate(keys, 1)}

    assert read(tmp_path) == Settings(
        selection=(Selectors(("FN3",), ("FN204",), ("F",), origins),),
        exclude=("legacy",),
        fail_on=Severity.ERROR,
        output_format="concise",
        worker="2019",
        host_version="4.1036",
        python_version=(3, 9),
        known_modules=frozenset({"company"}),
        rule_paths=(tmp_path / "lint/rules",),
        path=path,
        origins=origins,
    )


@pytest.mark.parametrize(
    ("files", "winner"),
    [
        ({"funclint.toml": "", "pyproject.toml": "[tool.funclint]\n"}, "funclint.toml"),
        ({".funclint.toml": "", "funclint.toml": ""}, ".funclint.toml"),
        ({"pyproject.toml": "[tool.funclint]\n", "app/pyproject.toml": "[tool.ruff]\n"}, "pyproject.toml"),
        ({"pyproject.toml": "[tool.funclint]\n", "app/pyproject.toml": "# funclint\n"}, "pyproject.toml"),
        ({"funclint.toml": "", "app/pyproject.toml": "[tool.funclint]\n"}, "app/pyproject.toml"),
        ({"app/pyproject.toml": "tool.funclint.fail-on = 'info'\n"}, "app/pyproject.toml"),
        ({"app/pyproject.toml": "\ufeff[tool]\nfunclint = {}\n"}, "app/pyproject.toml"),
    ],
)
def test_nearest_file_with_our_table(tmp_path: Path, write: Write, files: dict[str, str], winner: str) -> None:
    write(tmp_path, {**files, "app/host.json": "{}"})

    assert read(tmp_path / "app").path == tmp_path / winner


def test_each_app_has_its_own(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"funclint.toml": "worker = '2019'\n", "a/b/x": "", "a/c/funclint.toml": "fail-on = 'info'\n"})
    finder = SettingsFinder()

    assert finder.settings_for(tmp_path / "a/b").worker == "2019"
    assert finder.settings_for(tmp_path / "a/c").worker == "current"
    assert finder.settings_for(tmp_path / "a").worker == "2019"


def test_other_peoples_broken_pyproject_is_not_ours(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"pyproject.toml": "[tool.ruff\n"})

    assert read(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.funclint]\n\nselekt = []\n", "3: unknown setting 'selekt', did you mean 'select'?"),
        ("[tool.funclint]\nzzz = []\n", "2: unknown setting 'zzz'"),
        ("[a]\nselect = 3\n[tool.funclint]\nselect = 'FN3'\n", "4: select must be a list of strings"),
        ("[tool.funclint]\nignore = [\n  'FN3', 4\n]\n", "2: ignore must be a list of strings"),
        (
            "[tool.funclint]\nfail-on = 'eror'\n",
            """2: fail-on must be one of "error", "warning", "info", did you mean 'error'?""",
        ),
        ("[tool.funclint]\nfail-on = 2\n", """2: fail-on must be one of "error", "warning", "info\""""),
        ("[tool.funclint]\nworker = 2019\n", """2: worker must be one of "current", "2019\""""),
        ("[tool.funclint]\noutput-format = 'xml'\n", '2: output-format must be one of "text", "concise", "json"'),
        ("[tool.funclint]\npython-version = 3.1\n", '2: python-version must be a version such as "3.13", as a string'),
        ("[tool.funclint]\npython-version='2.7'\n", '2: python-version must be a version such as "3.13", as a string'),
        ("[tool.funclint]\nhost-version = 4\n", "2: host-version must be a string"),
        ("tool.funclint.x = 4\n", "1: unknown setting 'x'"),
        ("[tool]\nfunclint.\"x\" = 4\n", "2: unknown setting 'x'"),
        ("[tool.funclint.x]\n", "1: unknown setting 'x'"),
        ("[tool]\n\nfunclint = 4\n", "3: tool.funclint must be a table"),
        ("[tool.funclint]\nselect = [\n", "2:11: not valid TOML: Unclosed array"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, write: Write, text: str, message: str) -> None:
    write(tmp_path, {"pyproject.toml": text})

    with pytest.raises(SettingsError) as caught:
        read(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'pyproject.toml'}:")
    shown = str(caught.value).removeprefix(f"{tmp_path / 'pyproject.toml'}:")
    if "TOML" in message:  # place and wording of the parser differ between its versions
        assert "not valid TOML: " in shown
    else:
        assert shown == message


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "funclint.toml").write_bytes(b"# \xff\n")

    with pytest.raises(SettingsError, match=r"funclint\.toml: is not UTF-8$"):
        read(tmp_path)


def test_command_line_comes_last(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"funclint.toml": "select = ['FN3']\nfail-on = 'error'\n"})

    settings = read(tmp_path, Overrides(None, ("FN9",), ("FN301",), "info", "json"))

    assert settings.selection[1:] == (Selectors(None, ("FN9",), ("FN301",)),)
    assert settings.selection[0].select == ("FN3",)
    assert (settings.fail_on, settings.output_format) == (Severity.INFO, "json")
    assert settings.origins == {
        "select": f"{tmp_path / 'funclint.toml'}:1",
        "fail-on": "command line",
        "extend-select": "command line",
        "ignore": "command line",
        "output-format": "command line",
    }
