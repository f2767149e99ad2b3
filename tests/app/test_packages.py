"""Which modules the packages of an app bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from funclint.app.packages import AppPackages
from funclint.app.requirements import read_requirements
from funclint.files import Files


def packages(folder: Path, requirements: str | None, known: frozenset[str] = frozenset()) -> AppPackages:
    if requirements is not None:
        (folder / "requirements.txt").write_text(requirements)
    files = Files()
    return AppPackages(folder, files, lambda: read_requirements(folder, files, (3, 13)), known)


@pytest.mark.parametrize(
    ("requirements", "module", "expected"),
    [
        ("pyyaml\n", "yaml", True),
        ("Pillow\n", "PIL.Image", True),
        ("opencv-contrib-python\n", "cv2", True),
        ("azure-storage-blob\n", "azure.storage.blob.aio", True),
        ("azure-storage-blob\n", "azure.storage.queue", False),
        ("azure-storage-blob\n", "azure.core.exceptions", True),
        ("flask\n", "werkzeug", True),
        ("flask\n", "requests", False),
        ("azure-functions-durable\n", "dateutil", True),
        ("requests\n", "werkzeug", True),  # by azure-functions, which the worker brings
        ("\n", "azure.identity", False),
        ("\n", "nowhere_at_all", False),
        ("\n", "pkg_resources", None),
        ("acme-shop-sdk\n", "acme_shop_sdk", True),
        ("acme-shop-sdk\n", "shopping", None),
        ("acme-shop-sdk\n", "requests", None),
        ("git+https://example.com/x.git\n", "requests", None),
        ("fastapi[standard]\n", "uvicorn", None),
        ("tensorflow\n", "numpy", None),
        ("-r missing.txt\n", "requests", None),
        (None, "requests", None),
    ],
)
def test_provides(tmp_path: Path, requirements: str | None, module: str, expected: bool | None) -> None:
    assert packages(tmp_path, requirements).provides(module) is expected


def test_known_modules_of_the_settings(tmp_path: Path) -> None:
    found = packages(tmp_path, "\n", frozenset(("shopping", "acme.core")))
    assert found.provides("shopping.carts") is True
    assert found.provides("acme.core.x") is True
    assert found.provides("acme.other") is False


def test_deployed_packages(tmp_path: Path) -> None:
    (tmp_path / ".python_packages" / "lib" / "site-packages" / "shopping").mkdir(parents=True)
    assert packages(tmp_path, "\n").provides("shopping.carts") is True


def install(folder: Path, name: str, requires: tuple[str, ...], *files: str) -> None:
    """A distribution in the app's virtual environment."""
    site = folder / ".venv" / "lib" / "python3.13" / "site-packages"
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    needs = "".join(f"Requires-Dist: {item}\n" for item in requires)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))
    for file in files:
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_text("")


def test_the_virtual_environment_knows_more(tmp_path: Path) -> None:
    install(tmp_path, "acme_shop_sdk", ("requests>=2", 'flask; extra == "web"'), "shopping/__init__.py")
    install(tmp_path, "acme_other", (), "acme/other/__init__.py")
    found = packages(tmp_path, "acme-shop-sdk\n")
    assert found.provides("shopping.carts") is True
    assert found.provides("requests") is True
    assert found.provides("flask") is False
    assert found.provides("acme.other.x") is False
    assert found.candidates("acme.other.x") == ["acme-other"]


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("yaml", ["pyyaml"]),
        ("PIL", ["pillow"]),
        ("cv2", ["opencv-python-headless"]),
        ("sklearn.svm", ["scikit-learn"]),
        ("azure.storage.blob", ["azure-storage-blob"]),
        ("azure.identity.aio", ["azure-identity"]),
        ("Crypto", ["pycryptodome"]),
        ("nowhere_at_all", []),
    ],
)
def test_candidates(tmp_path: Path, module: str, expected: list[str]) -> None:
    assert packages(tmp_path, "\n").candidates(module) == expected
