"""The table of what distributions bring is well formed and agrees with what is installed here."""

from __future__ import annotations

import importlib.metadata
import re
import sys

from funclint.catalogue.distributions import OTHER, TABLE, UNKNOWN, distribution, normalized, providers
from funclint.catalogue.installed import modules_of, requires_of
from funclint.catalogue.stdlib import is_stdlib_module


def test_records_are_in_order_and_normalized() -> None:
    names = [record[0] for record in TABLE.records()]
    assert names == sorted(set(names))
    for name, modules, requires, _ in TABLE.records():
        assert name == normalized(name)
        assert requires.split() == sorted(requires.split())
        assert all(item == UNKNOWN or item == normalized(item) for item in requires.split()), name
        assert all(part.isidentifier() for module in modules.split() for part in module.lstrip(OTHER).split(".")), name


def test_no_module_is_one_of_the_standard_library_everywhere() -> None:
    clashing = {
        module
        for record in TABLE.records()
        for module in record[1].split()
        if all(is_stdlib_module(module, (3, minor)) for minor in range(10, 15))
    }
    assert clashing == set()


def test_no_module_has_two_distributions_to_install() -> None:
    several = {}
    for record in TABLE.records():
        for module in record[1].split():
            mine, _ = providers(module.lstrip(OTHER))
            if len(mine) > 1:
                several[module] = mine
    assert several == {}


def test_what_is_installed_here_is_as_the_table_says() -> None:
    compared = 0
    for found in importlib.metadata.distributions(path=sys.path):
        known = distribution(normalized(found.metadata["Name"]))
        if known is None or not known.complete:
            continue
        compared += 1
        for module in modules_of(found):
            assert any(module == item or module.startswith(f"{item}.") for item in known.modules), module
        # Releases for older Pythons need backports that the newest one, which the table was made from, does not.
        backports = {
            normalized(re.split(r"[^\w.-]", line, maxsplit=1)[0])
            for line in found.requires or ()
            if "python_version" in line or "python_full_version" in line
        }
        missing = set(requires_of(found)) - set(known.requires) - backports
        assert not missing, f"{known.name}: {sorted(missing)}"
    assert compared > 10
