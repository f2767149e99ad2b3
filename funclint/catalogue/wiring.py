"""Which properties of a binding name an app setting, and which take binding expressions (wiring.txt).

Sources: the attribute classes of the extensions, their ``[Connection]``, ``[AppSetting]``, ``[ConnectionString]`` and
``[AutoResolve]`` marks; for triggers also what their binding providers pass through ``ResolveWholeString``. Left out
are properties that may hold a name or the value itself (kafka's ``brokerList``), and free text in which a percent sign
or a brace is no expression (SQL, messages).
"""

from __future__ import annotations

from funclint.catalogue.table import FOLDER, Table

TABLE = Table(FOLDER / "wiring.txt")

_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
_types: dict[str, tuple[frozenset[str], frozenset[str]]] = {}


def wiring(binding_type: str) -> tuple[frozenset[str], frozenset[str]]:
    """The properties that name an app setting and those that take expressions, in lower case; the type in any case."""
    if not _types:
        for type_, settings, expressions in TABLE.records():
            _types[type_.lower()] = (
                frozenset(settings.lower().split()),
                frozenset(expressions.lower().split()),
            )
    return _types.get(binding_type.lower(), _NOTHING)
