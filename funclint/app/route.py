"""Route templates as ASP.NET Core reads them (RoutePatternParser, RouteParameterParser), in their parts.

The host hands it ``routePrefix/route`` of every HTTP function; what it refuses keeps the whole app from starting.
"""

from __future__ import annotations

from collections.abc import Iterator

CONSTRAINTS = frozenset(
    {
        "int", "bool", "datetime", "decimal", "double", "float", "guid", "long", "minlength", "maxlength", "length",
        "min", "max", "range", "alpha", "regex", "required", "file", "nonfile",
    }
)  # fmt: skip
"""The constraints that the host can resolve (RouteOptions' default map), which it compares ignoring case."""

MISMATCHED = "a '{' has no matching '}', or a '}' no '{'"
CONSECUTIVE_SEPARATORS = "'/' stands twice in a row"


class RouteError(ValueError):
    """A template that is refused; the text is a clause that says why."""


class Parameter:
    """A parameter: ``constraints`` as written, ``optional``, ``catch_all``, ``default`` (None without one)."""

    __slots__ = ("catch_all", "constraints", "default", "name", "optional")

    def __init__(
        self, name: str, constraints: tuple[str, ...], optional: bool, catch_all: bool, default: str | None
    ) -> None:
        self.name = name
        self.constraints = constraints
        self.optional = optional
        self.catch_all = catch_all
        self.default = default


Segment = list["str | Parameter"]
"""What stands between two slashes: literal texts and parameters."""


class Route:
    """A parsed template."""

    __slots__ = ("segments", "template")

    def __init__(self, template: str, segments: list[Segment]) -> None:
        self.template = template
        self.segments = segments

    @property
    def parameters(self) -> Iterator[Parameter]:
        """Its parameters, in order."""
        return (part for segment in self.segments for part in segment if isinstance(part, Parameter))


def parse_route(template: str) -> Route:
    """Read a template. Raises RouteError."""
    if template.startswith("~/"):
        body = template[2:]
    elif template.startswith("~"):
        raise RouteError("it begins with '~'")
    else:
        body = template.removeprefix("/")
    segments: list[Segment] = []
    seen: set[str] = set()
    at = 0
    while at < len(body):
        if body[at] == "/":
            raise RouteError(CONSECUTIVE_SEPARATORS)
        at, segment = _segment(body, at, seen)
        segments.append(segment)
        at += 1  # the separator
    for segment in segments[:-1]:
        if any(isinstance(part, Parameter) and part.catch_all for part in segment):
            raise RouteError("a catch-all parameter can only stand at the end")
    return Route(template, segments)


def unknown_constraints(route: Route) -> Iterator[tuple[Parameter, str]]:
    """The constraints of a route that the host cannot resolve, each with its parameter."""
    for parameter in route.parameters:
        for constraint in parameter.constraints:
            name = constraint.partition("(")[0] if constraint.endswith(")") else constraint
            if name.lower() not in CONSTRAINTS:
                yield parameter, constraint


def _segment(text: str, at: int, seen: set[str]) -> tuple[int, Segment]:
    parts: Segment = []
    while at < len(text) and text[at] != "/":
        if text[at] == "{" and text[at + 1 : at + 2] != "{":
            if at + 1 == len(text):
                raise RouteError(MISMATCHED)
            end, inside = _inside(text, at)
            parts.append(_parameter(inside, seen))
            at = end
        else:
            at, literal = _literal(text, at)
            parts.append(literal)
    _check(parts)
    return at, parts


def _inside(text: str, at: int) -> tuple[int, str]:
    """The text between the braces of the parameter that begins at ``at``, and where it ends."""
    start = at + 1
    at = start
    while at < len(text):
        if text[at] == "{":
            if text[at + 1 : at + 2] != "{":
                raise RouteError(
                    MISMATCHED if at + 1 == len(text) else "in a parameter, '{' and '}' must be doubled: '{{', '}}'"
                )
            at += 2
        elif text[at] == "}":
            if text[at + 1 : at + 2] != "}":
                return at + 1, text[start:at].replace("}}", "}").replace("{{", "{")
            at += 2
        else:
            at += 1
    raise RouteError(MISMATCHED)


def _literal(text: str, at: int) -> tuple[int, str]:
    start = at
    while at < len(text) and text[at] != "/":
        if text[at] == "{":
            if at + 1 == len(text):
                raise RouteError(MISMATCHED)
            if text[at + 1] != "{":
                break
            at += 1
        elif text[at] == "}":
            if text[at + 1 : at + 2] != "}":
                raise RouteError(MISMATCHED)
            at += 1
        at += 1
    literal = text[start:at].replace("}}", "}").replace("{{", "{")
    if "?" in literal:
        raise RouteError(f"'{literal}' has a '?', which only marks an optional parameter")
    return at, literal


def _parameter(text: str, seen: set[str]) -> Parameter:
    catch_all = text.startswith("*")
    body = text[2:] if text.startswith("**") else text[1:] if catch_all else text
    optional = body.endswith("?")
    if optional:
        body = body[:-1]
    at = next((index for index, letter in enumerate(body) if letter in ":=" and index), len(body))
    name = body[:at]
    constraints, at = _constraints(body, at)
    default = body[at + 1 :] if body[at : at + 1] == "=" else None
    if catch_all and optional:
        raise RouteError(f"the catch-all parameter '{name}' cannot be optional")
    if optional and default is not None:
        raise RouteError(f"the optional parameter '{name}' cannot have a default")
    if not name or any(letter in "/{}?*" for letter in name):
        raise RouteError(f"'{name}' is no name for a parameter" if name else "a parameter has no name")
    if name.lower() in seen:
        raise RouteError(f"the parameter '{name}' appears twice")
    seen.add(name.lower())
    return Parameter(name, tuple(constraints), optional, catch_all, default)


def _constraints(text: str, at: int) -> tuple[list[str], int]:
    """The constraints from ``at`` on, and where the default begins (the end without one)."""
    found: list[str] = []
    while text[at : at + 1] == ":":
        start = at + 1
        at = next((index for index in range(start, len(text)) if text[index] in ":=("), len(text))
        if text[at : at + 1] == "(":
            at = _closing(text, at)
        if at > start:
            found.append(text[start:at])
    return found, at


def _closing(text: str, at: int) -> int:
    """Where a constraint with arguments ends: at the ')' that is followed by ':', '=' or nothing."""
    at += 1
    while at < len(text):
        if text[at] == ")" and text[at + 1 : at + 2] in ("", ":", "="):
            return at + 1
        if text[at] in ":=":
            closing = text.find(")", at + 1)
            if closing < 0:
                return at
            at = closing
            if at + 1 == len(text):
                return len(text)
        at += 1
    return len(text)


def _check(parts: Segment) -> None:
    if len(parts) < 2:
        return
    for index, part in enumerate(parts):
        if not isinstance(part, Parameter):
            continue
        if part.catch_all:
            raise RouteError(f"the catch-all parameter '{part.name}' must be the whole segment")
        if part.optional:
            if index < len(parts) - 1:
                raise RouteError(f"the optional parameter '{part.name}' must stand at the end of its segment")
            if parts[index - 1] != ".":
                raise RouteError(f"only a '.' can stand before the optional parameter '{part.name}'")
        if index and isinstance(parts[index - 1], Parameter):
            raise RouteError("two parameters must be separated by a '/' or a literal text")
