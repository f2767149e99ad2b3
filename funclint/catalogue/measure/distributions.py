"""Measure what installed distributions bring and write it into distributions.txt.

    python -m funclint.catalogue.measure.distributions FOLDER...

FOLDER is a site-packages folder. Records of distributions that are not installed there are kept, and so are the
modules and dependencies already recorded: other versions may have them.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from funclint.catalogue.distributions import OTHER, TABLE, UNKNOWN, normalized
from funclint.catalogue.table import write

_SUFFIXES = (".py", ".so", ".pyd")
_NOT_MODULES = ("tests", "test", "docs", "examples", "samples", "scripts", "benchmarks")


def modules_of(found: importlib.metadata.Distribution) -> list[str]:
    """The modules to import, dotted where the packages above are shared with other distributions."""
    files = [
        PurePosixPath(str(file))
        for file in found.files or ()
        if file.suffix in _SUFFIXES and not file.parts[0].endswith((".dist-info", ".data")) and ".." not in file.parts
    ]
    packages = {file.parent for file in files if file.name == "__init__.py" and not _is_namespace(found, file)}
    modules: set[str] = set()
    for file in files:
        above = [folder for folder in reversed(file.parents) if folder in packages]
        if above:
            modules.add(".".join(above[0].parts))
        elif file.name != "__init__.py":
            modules.add(".".join((*file.parts[:-1], file.name.partition(".")[0])))
    public = [name for name in modules if name.isascii() and name.partition(".")[0] not in _NOT_MODULES]
    return sorted(
        name for name in public if all(part.isidentifier() and part[0] != "_" for part in name.split("."))
    )


def _is_namespace(found: importlib.metadata.Distribution, file: PurePosixPath) -> bool:
    text = Path(str(found.locate_file(str(file)))).read_text("utf-8", "replace")
    return "extend_path(" in text or "declare_namespace(" in text


def requires_of(found: importlib.metadata.Distribution) -> list[str]:
    """The distributions it depends on without extras, whatever their environment markers say."""
    from packaging.requirements import Requirement

    names = []
    for line in found.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or "extra" not in str(requirement.marker):
            names.append(normalized(requirement.name))
    return sorted(set(names))


def _below(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def update(records: dict[str, list[str]], folder: str) -> None:
    """Put what is installed in a folder into the records, by name."""
    for found in importlib.metadata.distributions(path=[folder]):
        name = normalized(found.metadata["Name"])
        old = records.get(name, [name, "", "", "-"])
        modules = modules_of(found)
        kept = {module.lstrip(OTHER): module for module in old[1].split()}
        known = [item for item in old[2].split() if item != UNKNOWN]
        requires = sorted({*known, *requires_of(found)})
        records[name] = [
            name,
            " ".join(sorted({*kept.values(), *(m for m in modules if not _below(m, kept))}, key=lambda m: m.lstrip(OTHER))),
            " ".join(requires),
            found.version,
        ]


def main() -> None:
    records = {record[0]: record for record in TABLE.records()}
    for folder in sys.argv[1:]:
        update(records, folder)
    TABLE.path.write_text(write(TABLE.header(), [records[name] for name in sorted(records)]), encoding="utf-8")


if __name__ == "__main__":
    main()
