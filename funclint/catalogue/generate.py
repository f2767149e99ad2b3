"""Make the data files of the catalogue from the installed packages and interpreters.

    python -m funclint.catalogue.generate [--check] [--python PATH ...]

Run it with a Python that has azure-functions, azure-functions-durable, azure-functions-runtime-v1 and
azure-functions-runtime. sdk.txt and converters.txt are made anew. In stdlib.txt the versions of the interpreters
given (by default the running one) are replaced, other versions are kept. bindings.txt is written by hand.

``--check`` writes nothing, shows what would change and exits 1 if anything would. The standard library is then only
compared with interpreters of exactly the versions that the file was made with.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from funclint.catalogue import converters, sdk, stdlib
from funclint.catalogue.table import FOLDER, Table, write

PACKAGES = (
    "azure-functions",
    "azure-functions-durable",
    "azure-functions-runtime-v1",
    "azure-functions-runtime",
)
ROOTS = ("azure.functions", "azure.durable_functions")
NOT_MEASURED = {
    "3.14": [
        "annotationlib",
        "asyncio.graph",
        "asyncio.tools",
        "compression",
        "compression.bz2",
        "compression.gzip",
        "compression.lzma",
        "compression.zlib",
        "compression.zstd",
        "concurrent.futures.interpreter",
        "concurrent.interpreters",
        "pathlib.types",
        "string.templatelib",
    ]
}
"""Modules that came with versions there was no interpreter of; source: "What's New In Python 3.14"."""

Slices = dict[str, dict[str, Any]]
"""By minor version (``3.12``): the modules as measure/stdlib.py gives them."""


def measured(script: str, python: str, *arguments: str) -> Any:
    """The JSON that a measuring script prints, run in an empty folder. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        command = [python, "-I", *arguments[:1], "-W", "ignore", str(FOLDER / "measure" / script), *arguments[1:]]
        done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def sdk_text() -> tuple[str, list[str]]:
    """The text of sdk.txt, and the modules of the SDK that can be imported. Raises ValueError for a name clash."""
    records: dict[str, list[str]] = {}
    modules: dict[str, Any] = {}
    for root in ROOTS:
        found = measured("sdk.py", sys.executable, "-B", root)
        modules.update(found["modules"])
        for name, (flags, mro) in found["classes"].items():
            record = [name, "class", flags, mro]
            if records.setdefault(name, record) != record:
                raise ValueError(f"{name} is measured differently by the packages")
    for name, module in modules.items():
        if name in records:
            raise ValueError(f"{name} is both a module and a class")
        flags = "d" * module["dynamic"] + "s" * (module["star"] is not None)
        groups = [
            " ".join(
                key if target == f"{name}.{key}" else f"{key}={target}"
                for key, (kind, target) in sorted(module["names"].items())
                if kind == group
            )
            for group in sdk.KINDS
        ]
        lists = (module["star"] or [], module["missing"], module["submodules"])
        records[name] = [name, "module", flags, *(" ".join(names) for names in lists), *groups]
    text = write(versions(), [records[name] for name in sorted(records)])
    return text, sorted(name for name, module in modules.items() if not module["dynamic"])


def versions() -> dict[str, str]:
    """The header that says what the SDK was measured with."""
    found = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {**found, "python": platform.python_version()}


def converters_text(sdk_modules: list[str]) -> str:
    """The text of converters.txt. Raises MeasureError."""
    from funclint.catalogue.measure.converters import measure

    return write(versions(), measure(sdk_modules))


def stdlib_text(slices: Slices, header: dict[str, str]) -> str:
    """The text of stdlib.txt for the measurements of several versions, ``header`` giving the exact versions."""
    order = sorted(slices, key=_minor)
    everywhere = len(order)
    records = []
    for name in sorted({name for slice_ in slices.values() for name in slice_}):
        having = [version for version in order if name in slices[version]]
        modules = [slices[version][name] for version in having]
        dynamic = [version for version, module in zip(having, modules, strict=True) if module["dynamic"]]
        below = {part for module in modules for part in module["submodules"]}
        tokens: dict[tuple[str, str], list[str]] = {}
        for version, module in zip(having, modules, strict=True):
            for key, (kind, flags, target) in module["names"].items():
                label = f"{flags}={target}" if target else flags
                tokens.setdefault((kind, f"{key}/{label}"), []).append(version)
        groups = []
        for kind in stdlib.KINDS:
            words = []
            for (group, label), found in sorted(tokens.items()):
                if group == kind:
                    spread = "" if found == having else "@" + _ranges(found)
                    words.append((label + spread).removesuffix("/"))
            groups.append(" ".join(words))
        spread = "" if len(having) == everywhere else _ranges(having)
        changing = "-" if not dynamic else "" if dynamic == having else _ranges(dynamic)
        records.append([name, spread, changing, " ".join(sorted(below)), *groups])
    records += [[name, _ranges([version]), "", "", "", "", "", ""] for version, name in _not_measured(slices)]
    return write(header, sorted(records))


def stdlib_slices(table: Table) -> Slices:
    """The measurements that a stdlib.txt holds: the reverse of stdlib_text."""
    order = [version.rpartition(".")[0] for version in table.header().get("python", "").split()]
    slices: Slices = {version: {} for version in order}
    for name, spread, changing, below, *groups in table.records():
        having = [version for version in order if not spread or version in _versions(spread)]
        dynamic = [] if changing == "-" else having if not changing else _versions(changing)
        for version in having:
            slices[version][name] = {"dynamic": version in dynamic, "submodules": below.split(), "names": {}}
        for kind, group in zip(stdlib.KINDS, groups, strict=True):
            for token in group.split():
                label, _, versions_ = token.partition("@")
                key, _, rest = label.partition("/")
                flags, _, target = rest.partition("=")
                for version in _versions(versions_) if versions_ else having:
                    slices[version][name]["names"][key] = [kind, flags, target]
    return slices


def _not_measured(slices: Slices) -> list[tuple[str, str]]:
    known = {name for slice_ in slices.values() for name in slice_}
    return [
        (version, name)
        for version, names in NOT_MEASURED.items()
        if version not in slices
        for name in names
        if name not in known
    ]


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def _ranges(versions_: list[str]) -> str:
    """Minor versions as ``10-12,14``."""
    minors = [_minor(version) for version in versions_]
    parts: list[list[int]] = []
    for minor in minors:
        if parts and parts[-1][-1] == minor - 1:
            parts[-1].append(minor)
        else:
            parts.append([minor])
    return ",".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


def _versions(ranges: str) -> list[str]:
    found: list[str] = []
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        found += [f"3.{minor}" for minor in range(int(first), int(last or first) + 1)]
    return found


def merged_stdlib(pythons: list[str], exact: bool) -> str | None:
    """The text of stdlib.txt with the versions of these interpreters measured anew.

    ``exact``: only interpreters whose version is in the file already are measured; None when there are none.
    """
    path = FOLDER / "stdlib.txt"
    slices: Slices = {}
    header: dict[str, str] = {}
    if path.exists():
        slices = stdlib_slices(Table(path))
        header = {version.rpartition(".")[0]: version for version in Table(path).header()["python"].split()}
    used = False
    for python in pythons:
        version = _version(python)
        if exact and version not in header.values():
            print(f"stdlib.txt: not compared with Python {version}, it was made with {', '.join(header.values())}")
            continue
        used = True
        minor = version.rpartition(".")[0]
        slices[minor] = measured("stdlib.py", python, "-S")["modules"]
        header[minor] = version
    if not used:
        return None
    return stdlib_text(slices, {"python": " ".join(header[minor] for minor in sorted(header, key=_minor))})


def _version(python: str) -> str:
    code = "import platform; print(platform.python_version())"
    return subprocess.run([python, "-I", "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def changes(path: Path, new: str) -> list[str]:
    """What differs between a data file and its new text, a line for each record; empty when nothing does."""
    old = path.read_text("utf-8") if path.exists() else ""
    if old == new:
        return []
    before, after = _by_key(old), _by_key(new)
    lines = [f"{path.name}: {key}: {'added' if key not in before else 'gone'}" for key in before.keys() ^ after.keys()]
    for key in before.keys() & after.keys():
        was, now = set(before[key].split()), set(after[key].split())
        if was != now:
            lines.append(f"{path.name}: {key}: - {' '.join(sorted(was - now))} + {' '.join(sorted(now - was))}")
    return sorted(lines) or [f"{path.name}: the order of its lines or fields"]


def _by_key(text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        key, _, rest = line.removeprefix("# ").partition(" " if line.startswith("#") else "\t")
        found[key] = rest
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write or compare the data files; the exit code says whether something differs under ``--check``."""
    parser = argparse.ArgumentParser(prog="python -m funclint.catalogue.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--python", action="append", metavar="PATH", help="interpreter to measure; repeatable")
    options = parser.parse_args(arguments)
    text, modules = sdk_text()
    files = {sdk.TABLE: text, converters.TABLE: converters_text(modules)}
    library = merged_stdlib(options.python or [sys.executable], exact=options.check)
    if library is not None:
        files[stdlib.TABLE] = library
    differing = 0
    for table, new in files.items():
        found = changes(table.path, new)
        differing += len(found)
        for line in found if options.check else []:
            print(line)
        if not options.check:
            table.path.write_text(new, encoding="utf-8", newline="\n")
            print(f"{table.path.name}: {len(new)} characters, {len(found)} records changed")
    return 1 if options.check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
