"""What the files of an open app know of the disk: whoever reads a file again must not hide that it has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from funclint.lsp.files import Held, LiveFiles


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "__init__.py"
    path.write_text("def main(): ...\n")
    return path


def test_a_change_is_told_though_the_file_was_read_again(script: Path) -> None:
    files = LiveFiles(Held())
    files.python(script)
    script.write_text("def main(order): ...\n")
    files.forget(script)
    assert files.python(script).text == "def main(order): ...\n"
    assert files.changed_on_disk()[0] == {script}


def test_a_change_is_told_once(script: Path) -> None:
    files = LiveFiles(Held())
    files.python(script)
    script.write_text("def main(order): ...\n")
    assert files.changed_on_disk()[0] == {script}
    assert files.changed_on_disk()[0] == set()


def test_a_change_that_was_taken_in_is_not_told(script: Path) -> None:
    files = LiveFiles(Held())
    files.python(script)
    script.write_text("def main(order): ...\n")
    files.changed(script)
    files.python(script)
    assert files.changed_on_disk()[0] == set()


def test_a_change_below_an_open_document_is_not_told(script: Path) -> None:
    held = Held()
    files = LiveFiles(held)
    files.python(script)
    held.hold(script, "def main(parcel): ...\n")
    script.write_text("def main(order): ...\n")
    assert files.changed_on_disk()[0] == set()
    assert files.bytes(script) == b"def main(parcel): ...\n"


def test_a_file_that_came_is_told(script: Path) -> None:
    files = LiveFiles(Held())
    files.names(script.parent)
    assert files.changed_on_disk() == (set(), False)
    (script.parent / "function.json").write_text("{}")
    assert files.changed_on_disk() == (set(), True)
