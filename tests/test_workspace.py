"""Which folders are apps, and what is ignored."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.files import Files
from funclint.settings import SettingsError
from funclint.workspace import App, Exclusion, find_apps, git_ignores

Write = Callable[[Path, dict[str, str]], Path]


def roots(folder: Path, *paths: str, **options: object) -> list[str]:
    found = find_apps([folder / path for path in paths] or [folder], **options)  # type: ignore[arg-type]
    return [app.root.relative_to(folder).as_posix() for app in found.apps]


@pytest.mark.parametrize(
    ("files", "apps"),
    [
        (["host.json"], ["."]),
        (["Orders/function.json"], ["."]),
        (["host.json", "Orders/function.json"], ["."]),
        (["README.md", "docs/x.json"], []),
        (["Orders/Function.json"], []),
        (["Orders/sub/readme", "Host.json"], []),
        (["a/host.json", "b/c/host.json", "b/c/F/function.json", "d/F/function.json"], ["a", "b/c", "d"]),
        # Below a host.json only another one makes an app: a function that lies deeper is a misplaced one.
        (["host.json", "sub/host.json"], [".", "sub"]),
        (["host.json", "sub/F/function.json"], ["."]),
        (["host.json", "F/function.json", "F/lib/function.json"], ["."]),
        (["host.json", "F/function.json", "F/a/b/function.json"], ["."]),
        (["F/function.json", "F/lib/function.json"], ["."]),
        # A function.json beside host.json is misplaced; it does not make the parent an app.
        (["a/host.json", "a/function.json"], ["a"]),
    ],
)
def test_what_is_an_app(tmp_path: Path, write: Write, files: list[str], apps: list[str]) -> None:
    write(tmp_path, dict.fromkeys(files, "{}"))

    assert roots(tmp_path) == apps


def test_a_folder_named_like_a_file_is_no_app(tmp_path: Path) -> None:
    (tmp_path / "a" / "host.json").mkdir(parents=True)
    (tmp_path / "b" / "F" / "function.json").mkdir(parents=True)

    assert roots(tmp_path) == []


@pytest.mark.parametrize(
    "folder",
    ["node_modules", ".python_packages", "__pycache__", ".git", ".hg", ".svn", ".tox", ".nox", ".mypy_cache", "x/.tox"],
)
def test_never_entered(tmp_path: Path, write: Write, folder: str) -> None:
    write(tmp_path, {f"{folder}/a/host.json": "{}", "app/host.json": "{}"})

    assert roots(tmp_path) == ["app"]


def test_virtual_environments_whatever_their_name(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"python/pyvenv.cfg": "", "python/lib/a/host.json": "{}", "python/host.json": "{}"})

    assert roots(tmp_path) == []
    assert roots(tmp_path, "python") == ["python", "python/lib/a"]


GITIGNORE = [
    # .gitignore files, apps, expected
    ({".gitignore": "build/\n"}, ["build/a", "x/build/b", "c"], ["c"]),
    ({".gitignore": "/build\n"}, ["build", "x/build"], ["x/build"]),
    ({".gitignore": "gen*\n!generic\n"}, ["gena", "generic"], ["generic"]),
    ({".gitignore": "a/*\n!a/keep/\n"}, ["a/drop", "a/keep"], ["a/keep"]),
    ({".gitignore": "a/\n!a/keep/\n"}, ["a/keep"], []),
    ({".gitignore": "old\n", "x/.gitignore": "!old\n"}, ["old", "x/old", "y/old"], ["x/old"]),
    ({"x/.gitignore": "/a\nb/c\n"}, ["a", "x/a", "x/y/a", "x/b/c", "x/y/b/c"], ["a", "x/y/a", "x/y/b/c"]),
    ({".gitignore": "**/tmp/**\n# c\n\n\\#d\n"}, ["tmp/x/a", "q/tmp/x", "#d", "c"], ["c"]),
    ({".gitignore": "*.app\r\n"}, ["a.app", "b"], ["b"]),
    ({".gitignore": "a[\n/\nb\n"}, ["a", "b"], ["a"]),
]


@pytest.mark.parametrize(("ignores", "folders", "kept"), GITIGNORE)
def test_gitignore(tmp_path: Path, write: Write, ignores: dict[str, str], folders: list[str], kept: list[str]) -> None:
    write(tmp_path, {**ignores, **{f"{folder}/host.json": "{}" for folder in folders}})

    assert roots(tmp_path) == sorted(kept)


@pytest.mark.parametrize(("ignores", "folders", "kept"), GITIGNORE)
def test_git_agrees(tmp_path: Path, write: Write, ignores: dict[str, str], folders: list[str], kept: list[str]) -> None:
    write(tmp_path, {**ignores, **{f"{folder}/host.json": "{}" for folder in folders}})
    try:
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git is not installed")
    listed = subprocess.run(
        ["git", "-c", "core.quotePath=off", "ls-files", "-o", "--exclude-standard"],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    ).stdout.split("\n")  # fmt: skip

    assert sorted(line[: -len("/host.json")] for line in listed if line.endswith("/host.json")) == sorted(kept)


def test_gitignore_above_the_start_up_to_the_repository(tmp_path: Path, write: Write) -> None:
    write(
        tmp_path,
        {
            ".gitignore": "c\n",
            "repo/.git/HEAD": "",
            "repo/.gitignore": "/x/a\n",
            "repo/x/.gitignore": "b\n",
            **dict.fromkeys(["repo/x/a/host.json", "repo/x/b/host.json", "repo/x/c/host.json"], "{}"),
        },
    )

    assert roots(tmp_path, "repo/x") == ["repo/x/c"]


def test_what_is_named_is_not_ignored(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": "build/\n", "build/a/host.json": "{}", "build/a/f.py": ""})

    assert roots(tmp_path) == []
    assert roots(tmp_path, "build") == ["build/a"]
    assert roots(tmp_path, "build/a") == ["build/a"]
    assert roots(tmp_path, "build/a/f.py") == ["build/a"]


def test_exclude(tmp_path: Path, write: Write) -> None:
    write(tmp_path, dict.fromkeys(["old/a/host.json", "x/old/host.json", "x/b/host.json"], "{}"))

    assert roots(tmp_path, excludes=lambda folder: ((tmp_path, ("/old", "b/")),)) == ["x/old"]
    assert roots(tmp_path, "old", excludes=lambda folder: ((tmp_path, ("/old",)),)) == ["old/a"]
    two = ((tmp_path, ("a", "b")), (tmp_path / "x", ("!/b",)))
    assert roots(tmp_path, excludes=lambda folder: two) == ["x/b", "x/old"]


def test_named_files_obey_if_forced(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"a/host.json": "{}", "a/F/function.json": "{}", "a/F/old/x.py": "", "b/host.json": "{}"})
    excludes = ((tmp_path, ("old/", "b/")),)
    named = [tmp_path / "a/F/old/x.py", tmp_path / "a/F/function.json", tmp_path / "b", tmp_path / "b/host.json"]

    free = find_apps(named, lambda folder: excludes, lambda folder: False)
    forced = find_apps(named, lambda folder: excludes, lambda folder: True)

    assert [app.root.name for app in free.apps] == ["a", "b"]
    assert forced.apps == [App(tmp_path / "a", frozenset({tmp_path / "a/F/function.json"}))]
    assert forced.warnings == []


def test_a_named_folder_is_not_excluded(tmp_path: Path, write: Write) -> None:
    write(tmp_path, dict.fromkeys(["e/host.json", "e/old/host.json"], "{}"))
    excludes = ((tmp_path, ("e/", "old")),)

    (app,) = find_apps([tmp_path / "e"], lambda folder: excludes, lambda folder: False).apps

    assert app.root == tmp_path / "e"
    exclusion = Exclusion(excludes, app.named)
    assert not exclusion.covers(tmp_path / "e/host.json")
    assert exclusion.covers(tmp_path / "e/old/host.json")
    assert find_apps([tmp_path / "e"], lambda folder: excludes, lambda folder: True).apps == []
    assert find_apps([tmp_path], lambda folder: excludes, lambda folder: False).apps == []


def test_a_pattern_does_not_cover_its_own_folder(tmp_path: Path, write: Write) -> None:
    write(tmp_path, dict.fromkeys(["old/a/host.json", "old/old/host.json"], "{}"))

    assert roots(tmp_path, "old", excludes=lambda folder: ((tmp_path / "old", ("old",)),)) == ["old/a"]


@pytest.mark.parametrize("line", ["[z-a]", "![z-a]", "[", "!"])
def test_a_malformed_line_in_gitignore_matches_nothing(tmp_path: Path, write: Write, line: str) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": f"{line}\nb\n", "a/host.json": "{}", "b/host.json": "{}"})

    assert roots(tmp_path) == ["a"]
    assert git_ignores(tmp_path / "b/host.json", Files()) == (True, tmp_path / ".gitignore")
    assert git_ignores(tmp_path / "a/host.json", Files()) == (False, tmp_path / ".gitignore")


def test_exclusion_of_files(tmp_path: Path) -> None:
    exclusion = Exclusion([(tmp_path, ("legacy", "*.gen.py"))])

    assert exclusion.covers(tmp_path / "legacy" / "x" / "a.py")
    assert exclusion.covers(tmp_path / "a.gen.py")
    assert not exclusion.covers(tmp_path / "a.py")
    assert not exclusion.covers(tmp_path.parent / "other.gen.py")
    assert not Exclusion([(tmp_path, ("*.py",)), (tmp_path, ("!a.py",))]).covers(tmp_path / "a.py")


def test_a_file_means_the_app_around_it(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"a/host.json": "{}", "a/F/function.json": "", "a/F/lib/x.py": "", "sub/G/function.json": "{}"})

    found = find_apps([tmp_path / "a/F/lib/x.py", tmp_path / "a/F/function.json", tmp_path / "sub/G/function.json"])

    assert found.apps == [
        App(tmp_path / "a", frozenset({tmp_path / "a/F/lib/x.py", tmp_path / "a/F/function.json"})),
        App(tmp_path / "sub", frozenset({tmp_path / "sub/G/function.json"})),
    ]


def test_below_a_host_file_every_start_means_its_app(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"host.json": "{}", "sub/G/function.json": "{}", "sub/G/x.py": ""})

    for start in ("sub/G/function.json", "sub/G", "sub"):
        assert find_apps([tmp_path / start]).apps == [App(tmp_path, frozenset({tmp_path / start}))]


def test_a_folder_inside_an_app_means_that_part_of_it(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"host.json": "{}", "F/function.json": "", "F/lib/function.json": ""})

    assert find_apps([tmp_path / "F"]).apps == [App(tmp_path, frozenset({tmp_path / "F"}))]


def test_the_whole_app_wins_over_a_part(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"host.json": "{}", "F/function.json": ""})

    named = frozenset({tmp_path / "F/function.json", tmp_path})
    assert find_apps([tmp_path / "F/function.json", tmp_path, tmp_path]).apps == [App(tmp_path, None, named)]


def test_no_app(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"docs/a.md": ""})

    found = find_apps([tmp_path / "docs", tmp_path / "docs/a.md"])

    assert found.apps == []
    assert found.warnings == [
        f"no function app in {tmp_path / 'docs'}",
        f"no function app around {tmp_path / 'docs/a.md'}",
    ]


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nowhere: no such file or folder"):
        find_apps([tmp_path / "nowhere"])


def test_relative_paths(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"app/host.json": "{}"})
    monkeypatch.chdir(tmp_path / "app")

    found = App(tmp_path / "app", None, frozenset({tmp_path / "app"}))
    assert find_apps(["."]).apps == find_apps(["../app"]).apps == [found]


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")


@needs_links
def test_links_in_circles(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"a/host.json": "{}", "b/x": ""})
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "up").symlink_to("..")
    (tmp_path / "b" / "other").symlink_to(tmp_path / "a")
    (tmp_path / "b" / "broken").symlink_to("nowhere")
    (tmp_path / "b" / "loop").symlink_to("loop")
    (tmp_path / "b" / "host.json").symlink_to("host.json")

    assert roots(tmp_path) == ["a"]


@needs_links
def test_links_to_elsewhere_are_followed_once(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"outside/app/host.json": "{}", "repo/x": ""})
    (tmp_path / "outside" / "app" / "back").symlink_to(tmp_path / "repo")
    (tmp_path / "repo" / "one").symlink_to(tmp_path / "outside")
    (tmp_path / "repo" / "two").symlink_to(tmp_path / "outside")

    assert roots(tmp_path, "repo") == ["repo/one/app"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_for_real(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"a/host.json": "{}", "b/host.json": "{}"})
    (tmp_path / "a").chmod(0)
    try:
        found = find_apps([tmp_path])
    finally:
        (tmp_path / "a").chmod(0o755)
    assert [app.root for app in found.apps] == [tmp_path / "b"]
    assert found.warnings == [f"{tmp_path / 'a'}: cannot be read: Permission denied"]


def test_unreadable(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a/host.json": "{}", "b/host.json": "{}"})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith(f"{os.sep}a"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_apps([tmp_path])

    assert [app.root for app in found.apps] == [tmp_path / "b"]
    assert found.warnings == [f"{tmp_path / 'a'}: cannot be read: Permission denied"]


def test_pathspec_is_imported_only_for_patterns(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"a/host.json": "{}"})
    script = (
        "import sys\nfrom funclint.workspace import find_apps\n"
        f"assert find_apps([{str(tmp_path)!r}]).apps\nassert 'pathspec' not in sys.modules\n"
    )
    subprocess.run(
        [sys.executable, "-c", script], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )


def test_thousands_of_folders_are_quick(tmp_path: Path) -> None:
    for outer in range(50):
        for inner in range(59):
            (tmp_path / f"a{outer}" / f"b{inner}").mkdir(parents=True)
    (tmp_path / "a7" / "b7" / "host.json").write_text("{}")
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        assert roots(tmp_path) == ["a7/b7"]
        spent.append(time.perf_counter() - start)
    # Some 25 ms; the bound leaves room for a busy machine.
    assert min(spent) < 0.15


@pytest.mark.parametrize(
    ("files", "answer"),
    [
        ({}, None),
        ({".gitignore": "*.json\n"}, None),
        ({"app/.gitignore": "*.json\n"}, (True, "app/.gitignore")),
        ({"app/.gitignore": "*.txt\n"}, (False, "app/.gitignore")),
        ({".git/HEAD": ""}, (False, None)),
        ({".git/HEAD": "", ".gitignore": "local.*\n"}, (True, ".gitignore")),
        ({".git/HEAD": "", ".gitignore": "/app/\n"}, (True, ".gitignore")),
        ({".git/HEAD": "", ".gitignore": "*.json\n", "app/.gitignore": "!local.json\n"}, (False, "app/.gitignore")),
        ({".git/HEAD": "", ".gitignore": "app/\n", "app/.gitignore": "!local.json\n"}, (True, ".gitignore")),
        ({".git/HEAD": "", ".gitignore": "*.json\n", "app/.gitignore": "*.txt\n"}, (True, "app/.gitignore")),
    ],
)
def test_whether_git_ignores_a_file(
    tmp_path: Path, write: Write, files: dict[str, str], answer: tuple[bool, str | None] | None
) -> None:
    write(tmp_path, {"app/local.json": "", **files})
    found = git_ignores(tmp_path / "app" / "local.json", Files())
    if answer is None:
        assert found is None
    else:
        nearest = tmp_path / answer[1] if answer[1] is not None else None
        assert found is not None
        assert found[0] == answer[0]
        assert found[1] == nearest or answer[0]
