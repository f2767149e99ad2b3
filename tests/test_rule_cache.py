"""The rules' compiled code, kept in one file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from funclint.rule_cache import CodeCache


@pytest.fixture(autouse=True)
def bytecode_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def value(cache: CodeCache, path: Path) -> object:
    namespace: dict[str, object] = {}
    exec(cache.code("rule", str(path)), namespace)
    return namespace["VALUE"]


def bundle(folder: Path) -> Path:
    (found,) = (folder / "__pycache__").glob("rules.*.bundle")
    return found


def test_code_is_kept_and_a_changed_file_is_read_again(tmp_path: Path) -> None:
    rule = tmp_path / "rule.py"
    rule.write_text("VALUE = 1\n")
    first = CodeCache(str(tmp_path))
    assert value(first, rule) == 1
    first.save()

    written = bundle(tmp_path).read_bytes()
    second = CodeCache(str(tmp_path))
    assert value(second, rule) == 1
    second.save()
    assert bundle(tmp_path).read_bytes() == written

    rule.write_text("VALUE = 'two'\n")
    third = CodeCache(str(tmp_path))
    assert value(third, rule) == "two"
    third.save()
    assert value(CodeCache(str(tmp_path)), rule) == "two"


@pytest.mark.parametrize("content", [b"", b"noise", b"\0" * 50])
def test_a_broken_bundle_is_made_anew(tmp_path: Path, content: bytes) -> None:
    rule = tmp_path / "rule.py"
    rule.write_text("VALUE = 1\n")
    cache = CodeCache(str(tmp_path))
    value(cache, rule)
    cache.save()
    magic = bundle(tmp_path).read_bytes()[:4]
    for start in (b"", magic):
        bundle(tmp_path).write_bytes(start + content)

        again = CodeCache(str(tmp_path))
        assert value(again, rule) == 1
        again.save()
        assert bundle(tmp_path).read_bytes()[:4] == magic


def test_without_leave_to_write_there_is_no_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = tmp_path / "rule.py"
    rule.write_text("VALUE = 1\n")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    cache = CodeCache(str(tmp_path))
    assert value(cache, rule) == 1
    cache.save()
    assert not os.path.exists(tmp_path / "__pycache__")


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    rule = tmp_path / "rule.py"
    rule.write_text("VALUE = 1\n")
    (tmp_path / "__pycache__").write_text("a file where the folder should be")
    cache = CodeCache(str(tmp_path))
    assert value(cache, rule) == 1
    cache.save()
    assert (tmp_path / "__pycache__").read_text() == "a file where the folder should be"
