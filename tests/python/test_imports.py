"""Where the resolver says that names lead, on the two generations of the worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from funclint.app.packages import AppPackages
from funclint.app.requirements import read_requirements
from funclint.files import Files
from funclint.python.imports import Importer
from funclint.python.search_path import SearchPath

TREE = (
    "Fn/__init__.py", "Fn/local.py", "Fn/requests.py", "Fn/email.py", "Fn/lib/deep.py", "shared/a.py", "tools.py",
    "pack/__init__.py", "pack/inner.py", "two-words/x.py", "native.cpython-313-x86_64-linux-gnu.so", "email.py",
)  # fmt: skip


def importer(root: Path, worker: str = "current", requirements: str = "", path: SearchPath | None = None) -> Importer:
    for name in TREE:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    (root / "requirements.txt").write_text(requirements)
    files = Files()
    packages = AppPackages(root, files, lambda: read_requirements(root, files, (3, 13)), frozenset(("provided",)))
    return Importer(root, files, (3, 13), packages, lambda: path or SearchPath(), worker)


@pytest.mark.parametrize(
    ("name", "kind", "file"),
    [
        ("__app__", "folder", "."),
        ("__app__.tools", "file", "tools.py"),
        ("__app__.Fn", "file", "Fn/__init__.py"),
        ("__app__.Fn.local", "file", "Fn/local.py"),
        ("__app__.Fn.lib", "folder", "Fn/lib"),
        ("__app__.Fn.lib.deep", "file", "Fn/lib/deep.py"),
        ("__app__.nope", "missing", None),
        ("__app__.tools.nope", "missing", None),
        ("tools", "file", "tools.py"),
        ("shared", "folder", "shared"),
        ("shared.a", "file", "shared/a.py"),
        ("shared.A", "missing", None),
        ("pack.inner", "file", "pack/inner.py"),
        ("pack.nope", "missing", None),
        ("native", "unknown", None),
        ("email", "external", None),
        ("os.path", "external", None),
        ("json.decoder", "external", None),
        ("json.nope", "missing", None),
        ("azure.functions", "external", None),
        ("azure.functions.nope", "missing", None),
        ("azure.storage.blob", "unknown", None),
        ("provided", "unknown", None),
        ("nowhere", "unknown", None),
    ],
)
def test_place(tmp_path: Path, name: str, kind: str, file: str | None) -> None:
    place = importer(tmp_path).place(name)
    assert (place.kind, place.path) == (kind, None if file is None else tmp_path / file)


@pytest.mark.parametrize(
    ("name", "requirements", "how", "meant"),
    [
        ("local", "", "sibling", "Fn.local"),
        ("local.nope", "", "sibling", "Fn.local.nope"),
        ("lib.deep", "", "sibling", "Fn.lib.deep"),
        ("requests", "", "sibling", "Fn.requests"),
        ("requests", "requests\n", None, None),
        ("requests", "acme-sdk\n", None, None),
        ("local", "acme-sdk\n", "sibling", "Fn.local"),
        ("local", "acme-local-tools\n", None, None),
        ("email", "", None, None),
        ("Shared.a", "", "case", "shared.a"),
        ("Tools", "", "case", "tools"),
        ("two_words.x", "", "hyphen", "two_words.x"),
        ("proj.shared.a", "", "project", "shared.a"),
        ("proj.shared.a", "acme-sdk\n", None, None),
        ("proj.nope", "", None, None),
        ("tools", "", None, None),
        ("nowhere", "", None, None),
        ("provided", "", None, None),
    ],
)
def test_meant(tmp_path: Path, name: str, requirements: str, how: str | None, meant: str | None) -> None:
    found = importer(tmp_path, requirements=requirements).meant(name, tmp_path / "Fn" / "__init__.py")
    assert ((None, None) if found is None else (found.how, found.name)) == (how, meant)


def test_from_a_folder_below(tmp_path: Path) -> None:
    found = importer(tmp_path).meant("local", tmp_path / "Fn" / "lib" / "deep.py")
    assert found is not None
    assert (found.how, found.name, found.path) == ("sibling", "Fn.local", tmp_path / "Fn" / "local.py")


def test_no_sibling_in_the_root(tmp_path: Path) -> None:
    assert importer(tmp_path).meant("nope", tmp_path / "tools.py") is None


def test_the_worker_of_2019(tmp_path: Path) -> None:
    found = importer(tmp_path, worker="2019")
    assert found.place("tools").kind == "unknown"
    assert found.place("__app__.tools").kind == "file"
    meant = found.meant("shared.a", tmp_path / "Fn" / "__init__.py")
    assert meant is not None
    assert (meant.how, meant.name) == ("root", "shared.a")


def test_the_search_path_of_the_app(tmp_path: Path) -> None:
    known = importer(tmp_path, path=SearchPath([tmp_path / "Fn"]))
    assert known.place("local").path == tmp_path / "Fn" / "local.py"
    assert known.meant("local", tmp_path / "Fn" / "__init__.py") is None
    unknown = importer(tmp_path, path=SearchPath([], undecided=True))
    assert unknown.meant("local", tmp_path / "Fn" / "__init__.py") is None


def test_respelled(tmp_path: Path) -> None:
    found = importer(tmp_path)
    assert found.respelled("Shared.A") == "shared.a"
    assert found.respelled("shared.a") is None
    assert found.respelled("fn.LIB.Deep") == "Fn.lib.deep"
    assert found.respelled("shared.b") is None
