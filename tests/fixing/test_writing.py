"""Writing: what of a file stays, what is left alone, and that no file is ever damaged."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from funclint.fixing import writing
from funclint.fixing.writing import Change
from funclint.leftovers import PREFIX, SUFFIX

ROOT = Path(__file__).parents[2]
needs_posix = pytest.mark.skipif(os.name == "nt", reason="modes, links and kill are those of POSIX")


def change(path: Path, after: bytes = b"new") -> Change:
    return Change(path, path.read_bytes(), after)


@needs_posix
@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o664])
def test_the_mode_stays(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    path.chmod(mode)
    assert writing.write([[change(path)]]) == ([path], [])
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert os.listdir(tmp_path) == ["a.py"]


@needs_posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    os.chown(path, 12345, 23456)
    writing.write([[change(path)]])
    assert (path.stat().st_uid, path.stat().st_gid, path.read_bytes()) == (12345, 23456, b"new")


def test_a_file_that_changed_meanwhile_is_left_alone_and_its_group_too(tmp_path: Path) -> None:
    first, second, alone = (tmp_path / name for name in ("a", "b", "c"))
    for path in (first, second, alone):
        path.write_bytes(b"old")
    changes = [change(first), change(second), change(alone)]
    second.write_bytes(b"edited")
    written, problems = writing.write([changes[:2], changes[2:]])
    assert written == [alone]
    assert problems == [
        f"{second}: left as it is: it was changed meanwhile",
        f"{first}: left as it is: the fix needs the other file too",
    ]
    assert [path.read_bytes() for path in (first, second, alone)] == [b"old", b"edited", b"new"]
    assert sorted(os.listdir(tmp_path)) == ["a", "b", "c"]


def test_a_rename_that_fails_takes_back_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for path in (first, second):
        path.write_bytes(b"old")
    replace = os.replace

    def failing(source: str, target: Path) -> None:
        if target == second:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    written, problems = writing.write([[change(first), change(second)]])
    assert written == []
    assert problems[0] == f"{second}: left as it is: No space left on device"
    assert (first.read_bytes(), second.read_bytes()) == (b"old", b"old")
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


@needs_posix
def test_obstacles(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    assert writing.obstacle(path) is None
    path.chmod(0o444)
    assert writing.obstacle(path) == "it is read-only"
    assert writing.obstacle(tmp_path) == "it is no ordinary file"
    assert writing.obstacle(tmp_path / "b") == "it cannot be written: No such file or directory"


@needs_posix
def test_ctrl_c_waits_for_the_files_of_a_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = (tmp_path / name for name in "abc")
    for path in (first, second, third):
        path.write_bytes(b"old")
    replace = os.replace
    # A process started in the background ignores Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    def interrupted(source: str, target: Path) -> None:
        replace(source, target)
        if target == first:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "replace", interrupted)
    try:
        with pytest.raises(KeyboardInterrupt):
            writing.write([[change(first), change(second)], [change(third)]])
    finally:
        signal.signal(signal.SIGINT, before)
    assert [path.read_bytes() for path in (first, second, third)] == [b"new", b"new", b"old"]
    assert sorted(os.listdir(tmp_path)) == ["a", "b", "c"]


@needs_posix
def test_leftovers_go_unless_in_use(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = {
        "dead": f"{PREFIX}{dead.pid}-0{SUFFIX}",
        "own": f"{PREFIX}{os.getpid()}-7{SUFFIX}",
        "alive": f"{PREFIX}{os.getppid()}-0{SUFFIX}",
        "old": f"{PREFIX}{os.getppid()}-1{SUFFIX}",
        "user's": f"{PREFIX}notes",
    }
    for name in names.values():
        (tmp_path / name).write_bytes(b"")
    long_ago = time.time() - 7200
    os.utime(tmp_path / names["old"], (long_ago, long_ago))
    writing.remove_leftovers([tmp_path, tmp_path / "missing"])
    assert set(os.listdir(tmp_path)) == {names["alive"], names["user's"]}


@needs_posix
def test_kill_leaves_each_file_old_or_new(tmp_path: Path) -> None:
    (tmp_path / "host.json").write_text('{"version": "2.0"}')
    (tmp_path / "requirements.txt").write_text("azure-functions\n")
    old, new = {}, {}
    binding = (
        b'{"bindings": [{"type": "http", "name": "$return", "direction": "%s"}, {"type": "httpTrigger", "name": "r"}]}'
    )
    for number in range(250):
        folder = tmp_path / f"F{number:03}"
        folder.mkdir()
        old[folder / "function.json"], new[folder / "function.json"] = binding % b"in", binding % b"out"
        new[folder / "__init__.py"] = f"def main(r):\n    return '{number}'\n".encode()
        old[folder / "__init__.py"] = b"import json\n" + new[folder / "__init__.py"]
    command = [sys.executable, "-m", "funclint", "check", "--fix-only", "--select", "FN208,F401", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    rng = random.Random(7)

    def state() -> int:
        """How many files are new; each must be old or new."""
        contents = {path: path.read_bytes() for path in old}
        assert [path for path in old if contents[path] not in (old[path], new[path])] == []
        return sum(contents[path] == new[path] for path in old)

    interrupted = 0
    for attempt in range(12):
        for path, content in old.items():
            path.write_bytes(content)
        watched = {path: path.stat().st_ino for path in old}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if attempt % 4:
            # The first rename says that the writing has begun.
            while process.poll() is None and all(path.stat().st_ino == inode for path, inode in watched.items()):
                time.sleep(0.002)
            time.sleep(rng.uniform(0, 0.3))
        else:
            time.sleep(rng.uniform(0, 1))
        process.kill()
        process.wait()
        interrupted += 0 < state() < len(old)
    assert interrupted
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert state() == len(old)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {
        *old, tmp_path / "host.json", tmp_path / "requirements.txt"
    }  # fmt: skip
