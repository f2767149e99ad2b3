"""host.json, as part of an app."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.app.model import FunctionApp, Target
from funclint.files import Files
from funclint.text import ReadError

Write = Callable[[Path, dict[str, str]], Path]
BUNDLE = "Microsoft.Azure.Functions.ExtensionBundle"


def read(folder: Path) -> FunctionApp:
    return FunctionApp.read(folder, Target(), Files())


@pytest.mark.parametrize(
    ("id", "version", "bundle"),
    [
        (BUNDLE, "[4.*, 5.0.0)", "4"),
        (BUNDLE.lower(), "[3.3.0, 4.0.0)", "3"),
        (BUNDLE, "[1.*, 5.0.0)", "4"),
        (BUNDLE, "[2.0.0, 3.0.0)", "2"),
        (BUNDLE, "4.0", "4"),
        (BUNDLE, "[9.*, 10.0.0)", None),
        (BUNDLE, "4.x", None),
        (BUNDLE + ".Preview", "[4.*, 5.0.0)", "4p"),
        (BUNDLE + ".Experimental", "[4.*, 5.0.0)", "4e"),
        (BUNDLE + ".Workflows", "[1.*, 2.0.0)", None),
        ("Contoso.Bundle", "[4.*, 5.0.0)", None),
    ],
)
def test_bundle(id: str, version: str, bundle: str | None, tmp_path: Path, write: Write) -> None:
    text = f'{{"version": "2.0", "ExtensionBundle": {{"ID": "{id}", "Version": "{version}"}}}}'
    app = read(write(tmp_path, {"host.json": text}))

    assert app.bundle == bundle
    assert app.extensions == "bundle"


@pytest.mark.parametrize(
    ("files", "extensions"),
    [
        ({}, "unknown"),
        ({"host.json": "{"}, "unknown"),
        ({"host.json": "[]"}, "unknown"),
        ({"host.json": '{"version": "2.0"}'}, "none"),
        ({"host.json": "{}"}, "none"),
        ({"host.json": '{"extensionBundle": null}'}, "unknown"),
        ({"host.json": '{"version": "2.0"}', "extensions.csproj": ""}, "own"),
        ({"host.json": '{"version": "2.0"}', "bin/extensions.json": "{}"}, "own"),
    ],
)
def test_extensions(files: dict[str, str], extensions: str, tmp_path: Path, write: Write) -> None:
    app = read(write(tmp_path, files))

    assert app.extensions == extensions
    assert app.bundle is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "host.json").symlink_to(tmp_path / "host.json")
    app = read(tmp_path)

    assert isinstance(app.host_source, ReadError)
    assert app.host is None


def test_values_and_members_in_any_case(tmp_path: Path, write: Write) -> None:
    app = read(write(tmp_path, {"host.json": '{"Version": "2.0", "EXTENSIONS": {"Http": {"routeprefix": "v1"}}}'}))

    assert app.host is not None
    assert app.host.version is None
    node = app.host.value("extensions", "http", "routePrefix")
    assert node is not None
    assert node.value == "v1"
    member = app.host.member("extensions", "http", "routePrefix")
    assert member is not None
    assert member.key == "routeprefix"
    assert app.host.value("extensions", "nothing", "routePrefix") is None
    assert app.host.member("nothing", "routePrefix") is None


def test_the_allow_list(tmp_path: Path, write: Write) -> None:
    listing = read(write(tmp_path / "a", {"host.json": '{"functions": ["Orders", 5]}'})).host
    empty = read(write(tmp_path / "b", {"host.json": '{"functions": []}'})).host

    assert listing is not None
    assert list(listing.allowed_functions or ()) == ["orders"]
    assert empty is not None
    assert empty.allowed_functions is None


def test_bindings_of_all_functions(tmp_path: Path, write: Write) -> None:
    app = read(
        write(
            tmp_path,
            {
                "B/function.json": '{"bindings": [{"type": "b1"}, {"type": "b2"}]}',
                "A/function.json": '{"bindings": [{"type": "a1"}]}',
                "Broken/function.json": '{"bindings": [{"type": "c1"}',
            },
        )
    )

    assert [(function.name, binding.type) for function, binding in app.bindings()] == [
        ("A", "a1"),
        ("B", "b1"),
        ("B", "b2"),
    ]
