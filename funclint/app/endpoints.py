"""The HTTP endpoints of an app: which function answers which request.

Sources: ScriptHost.ValidateHttpFunction and HttpRoutesConflict, WebScriptHostHttpRoutesManager of azure-functions-host.
Routes are tried in the order of the function names, whatever is more specific.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.app.function_json import string_of
from funclint.app.route import Parameter, Route, RouteError, parse_route
from funclint.diagnostic import Span

if TYPE_CHECKING:
    from funclint.app.function import Function


class Endpoint:
    """The route of a function with an HTTP trigger.

    ``route``: as written, else the function's name; ``span``: where that stands, else the trigger. ``methods``: as
    written, None for all. ``parsed``: None when ASP.NET refuses it, ``error`` says why then.
    """

    __slots__ = ("error", "function", "is_default", "methods", "parsed", "path", "route", "span")

    def __init__(
        self, function: str, path: Path, route: str | None, span: Span, methods: tuple[str, ...] | None
    ) -> None:
        self.function = function
        self.path = path
        self.is_default = route is None or not route.strip()
        self.route = function if route is None or self.is_default else route
        self.span = span
        self.methods = methods
        self.parsed: Route | None = None
        self.error: str | None = None
        try:
            self.parsed = parse_route(self.route)
        except RouteError as error:
            self.error = str(error)

    @property
    def is_reserved(self) -> bool:
        """Whether the host keeps such routes for itself."""
        return self.route.strip("/").lower().startswith(("admin", "runtime"))

    def shared_methods(self, other: Endpoint, ignore_case: bool) -> list[str] | None:
        """The methods that both answer, as ``self`` writes them; None for all that there are."""
        if self.methods is None or other.methods is None:
            listed = self.methods if self.methods is not None else other.methods
            return None if listed is None else list(listed)
        theirs = {method.upper() for method in other.methods} if ignore_case else set(other.methods)
        return [method for method in self.methods if (method.upper() if ignore_case else method) in theirs]

    def conflicts(self, other: Endpoint) -> bool:
        """Whether the host refuses the second of the two: the same text, and a method in common, in the same case."""
        if self.route.strip("/").upper() != other.route.strip("/").upper():
            return False
        shared = self.shared_methods(other, ignore_case=False)
        return shared is None or bool(shared)


def endpoint_of(function: Function) -> Endpoint | None:
    """The endpoint of a function; None when it has no HTTP trigger, or one that the host refuses."""
    trigger = function.trigger
    if not function.readable or trigger is None or (trigger.type or "").lower() != "httptrigger":
        return None
    route = trigger.value("route")
    if route is not None and route.kind in ("array", "object"):
        return None
    methods = trigger.value("methods")
    names: tuple[str, ...] | None = None
    if methods is not None and methods.kind not in ("null", "undefined"):
        if methods.kind != "array":
            return None
        names = tuple(text for item in methods.items if (text := string_of(item)) is not None)
    written = string_of(route)
    span = trigger.span("route") if written else trigger.span("type")
    return Endpoint(function.name, function.path, written, span, names)


_EVERYTHING = "{}"
"""The key of a segment that is one parameter without constraints."""


class _Branch:
    __slots__ = ("catch_all", "endpoints", "inner")

    def __init__(self) -> None:
        self.inner: dict[str, _Branch] = {}
        self.endpoints: list[Endpoint] = []
        self.catch_all: list[Endpoint] = []


def shadowed(endpoints: Sequence[Endpoint]) -> Iterator[tuple[Endpoint, Endpoint]]:
    """Pairs of an endpoint and an earlier one whose route takes all its requests, in the order of the functions.

    Pairs that ``conflicts`` are left out: the host refuses those itself.
    """
    tree = _Branch()
    places = {id(endpoint): place for place, endpoint in enumerate(endpoints)}
    for endpoint in endpoints:
        if endpoint.parsed is None or "%" in endpoint.route:
            continue
        forms = list(_forms(endpoint.parsed))
        covering: dict[int, Endpoint] | None = None
        for keys, is_open in forms:
            found = {places[id(other)]: other for other in _covering(tree, keys, is_open)}
            covering = found if covering is None else {at: other for at, other in covering.items() if at in found}
        for _, other in sorted((covering or {}).items()):
            shared = endpoint.shared_methods(other, ignore_case=True)
            if (shared is None or shared) and not endpoint.conflicts(other):
                yield endpoint, other
                break
        for keys, is_open in forms:
            branch = tree
            for key in keys:
                branch = branch.inner.setdefault(key, _Branch())
            (branch.catch_all if is_open else branch.endpoints).append(endpoint)


def _forms(route: Route) -> Iterator[tuple[list[str], bool]]:
    """The paths that a route stands for: keys of segments, and whether any more may follow.

    A route whose last parameters may be missing has a form for each length.
    """
    keys: list[str] = []
    for number, segment in enumerate(route.segments):
        only = segment[0] if len(segment) == 1 else None
        if isinstance(only, Parameter):
            if only.catch_all:
                yield keys, True
                return
            rest = route.segments[number:]
            if all(_may_be_missing(item) for item in rest):
                yield list(keys), False
        keys = [*keys, "".join(_key(part) for part in segment)]
    yield keys, False


def _may_be_missing(segment: list[str | Parameter]) -> bool:
    part = segment[0]
    return len(segment) == 1 and isinstance(part, Parameter) and (part.optional or part.default is not None)


def _key(part: str | Parameter) -> str:
    if isinstance(part, str):
        return "=" + part.lower()
    return "{" + ":".join(part.constraints) + "}"


def _covering(tree: _Branch, keys: list[str], is_open: bool) -> Iterator[Endpoint]:
    branches = [tree]
    for key in keys:
        for branch in branches:
            yield from branch.catch_all
        wanted = (key,) if key == _EVERYTHING else (key, _EVERYTHING)
        branches = [branch.inner[item] for branch in branches for item in wanted if item in branch.inner]
    for branch in branches:
        yield from branch.catch_all
        if not is_open:
            yield from branch.endpoints
