"""The standard library as recorded, against facts of the Python documentation and the running interpreter."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from funclint.catalogue import is_stdlib_module, measured, stdlib, stdlib_module
from funclint.catalogue.generate import stdlib_slices, stdlib_text
from funclint.catalogue.stdlib import StdlibModule
from funclint.catalogue.table import Table

NOW = (sys.version_info[0], sys.version_info[1])


def module(name: str) -> StdlibModule:
    found = stdlib_module(name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("name", "versions"),
    [
        ("os", (10, 11, 12, 13, 14)),
        ("os.path", (10, 11, 12, 13, 14)),
        ("xml.etree.ElementTree", (10, 11, 12, 13, 14)),
        ("email.mime.text", (10, 11, 12, 13, 14)),
        ("test.support", (10, 11, 12, 13, 14)),
        ("distutils", (10, 11)),
        ("distutils.core", (10, 11)),
        ("imp", (10, 11)),
        ("asynchat", (10, 11)),
        ("cgi", (10, 11, 12)),
        ("tomllib", (11, 12, 13, 14)),
        ("annotationlib", (14,)),
        ("string.templatelib", (14,)),
        ("winreg", (10, 11, 12, 13, 14)),
        ("requests", ()),
        ("os.nothing", ()),
    ],
)
def test_which_versions_have_a_module(name: str, versions: tuple[int, ...]) -> None:
    assert tuple(minor for minor in range(10, 15) if is_stdlib_module(name, (3, minor))) == versions


def test_measured_versions() -> None:
    assert [minor for minor in range(6, 20) if measured((3, minor))] == [10, 11, 12, 13]
    assert not measured((2, 11))


def test_submodules_are_attributes_only_where_the_package_imports_them() -> None:
    assert module("os").attribute("path") is not None
    for package, name in (("xml", "etree"), ("concurrent", "futures"), ("importlib", "resources")):
        assert module(package).attribute(name) is None
        assert name in module(package).submodules
        assert not module(package).lacks(name, (3, 12))


def test_attributes_by_version() -> None:
    typing = module("typing")
    self_type = typing.attribute("Self")
    assert self_type is not None
    assert [self_type.exists((3, minor)) for minor in (9, 10, 11, 14)] == [False, False, True, True]
    assert typing.lacks("Self", (3, 10))
    assert not typing.lacks("Self", (3, 11))
    assert module("inspect").lacks("getargspec", (3, 11))
    assert not module("inspect").lacks("getargspec", (3, 10))
    assert module("asyncio").lacks("coroutine", (3, 11))
    assert not module("asyncio").lacks("coroutine", (3, 10))
    assert module("collections").lacks("Mapping", (3, 10))
    assert not module("collections.abc").lacks("Mapping", (3, 10))


def test_silence_where_absence_is_not_sure() -> None:
    assert not module("collections").lacks("Mapping", (3, 14))
    assert not module("os").lacks("_nothing", (3, 12))
    assert not module("socket").lacks("AF_NOTHING", (3, 12))
    assert module("socket").lacks("nothing", (3, 12))
    assert not module("tkinter").lacks("nothing", (3, 12))
    assert module("ast").lacks("Nothing", (3, 11))
    assert not module("ast").lacks("Nothing", (3, 12))  # has a __getattr__ since
    assert module("ast").dynamic


def test_classes() -> None:
    text = module("typing").attribute("Text")
    assert text is not None
    assert (text.kind, text.target) == ("class", "str")
    ordered = module("collections").attribute("OrderedDict")
    assert ordered is not None
    assert ordered.bases == {"dict", "collections.abc.Iterable"}
    assert ordered.target == "collections.OrderedDict"
    reader = module("io").attribute("BytesIO")
    assert reader is not None
    assert reader.read
    generic = module("typing").attribute("IO")
    assert generic is not None
    assert "typing.Generic" in generic.bases
    assert generic.read
    plain = module("builtins").attribute("bool")
    assert plain is not None
    assert (plain.target, plain.bases) == ("bool", {"int"})


def test_kind_that_changed_is_other() -> None:
    lock = module("threading").attribute("Lock")
    assert lock is not None
    assert lock.kind == "other"
    assert lock.exists((3, 10))
    assert lock.exists((3, 13))


@pytest.mark.skipif(not measured(NOW), reason="this Python was not measured")
@pytest.mark.parametrize("name", ["os", "json", "datetime", "collections.abc", "email.mime.text", "urllib.request"])
def test_recorded_attributes_exist_here(name: str) -> None:
    real = importlib.import_module(name)
    found = module(name)
    recorded = {attribute for attribute in found.names() if found.attribute(attribute).exists(NOW)}  # type: ignore[union-attr]
    public = set(getattr(real, "__all__", ()))
    assert public - {name for name in public if name.startswith("_")} <= recorded | set(found.submodules)
    assert {name for name in recorded if not name.isupper()} <= set(dir(real))


def test_file_can_be_taken_apart_and_made_again() -> None:
    table = Table(Path(stdlib.__file__).parent / "stdlib.txt")
    assert stdlib_text(stdlib_slices(table), table.header()) == table.text[1:]


def test_size() -> None:
    assert len(stdlib.TABLE.text) < 500_000
