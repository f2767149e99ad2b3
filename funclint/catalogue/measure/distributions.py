"""Measure what installed distributions bring and write it into distributions.txt.

    python -m funclint.catalogue.measure.distributions FOLDER...

FOLDER is a site-packages folder. Records of distributions that are not installed there are kept, and so are the
modules and dependencies already recorded: other versions may have them.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterable

from funclint.catalogue.distributions import OTHER, TABLE, UNKNOWN, normalized
from funclint.catalogue.installed import modules_of, requires_of
from funclint.catalogue.table import write


def _below(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def update(records: dict[str, list[str]], folder: str) -> None:
    """Put what is installed in a folder into the records, by name."""
    for found in importlib.metadata.distributions(path=[folder]):
        name = normalized(found.metadata["Name"])
        old = records.get(name, [name, "", "", "-"])
        kept = {module.lstrip(OTHER): module for module in old[1].split()}
        added = [module for module in modules_of(found) if not _below(module, kept)]
        known = [item for item in old[2].split() if item != UNKNOWN]
        records[name] = [
            name,
            " ".join(sorted({*kept.values(), *added}, key=lambda module: module.lstrip(OTHER))),
            " ".join(sorted({*known, *requires_of(found)})),
            found.version,
        ]


def main() -> None:
    records = {record[0]: record for record in TABLE.records()}
    for folder in sys.argv[1:]:
        update(records, folder)
    TABLE.path.write_text(write(TABLE.header(), [records[name] for name in sorted(records)]), encoding="utf-8")


if __name__ == "__main__":
    main()
