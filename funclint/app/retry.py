"""The ``retry`` block of function.json and host.json as ``Utility.ValidateRetryOptions`` of the host takes it."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from funclint.catalogue.timespan import parse_time_span
from funclint.jsonc import Member, Node

KEYS = ("strategy", "maxRetryCount", "delayInterval", "minimumInterval", "maximumInterval")
INTERVALS = KEYS[2:]
STRATEGIES = ("exponentialBackoff", "fixedDelay")
"""In the order of the enum RetryStrategy: the first one holds where none is written."""

TRIGGERS = frozenset(("timertrigger", "eventhubtrigger", "kafkatrigger", "cosmosdbtrigger"))
"""The triggers that retry policies work for, in lower case; source: aka.ms/func-retry-policies."""

_ABSENT = ("null", "undefined")


class RetryFault:
    """What the host refuses: ``place`` is the value, the member or the whole block; ``help`` the remedy."""

    __slots__ = ("help", "message", "place")

    def __init__(self, place: Node | Member, message: str, help: str | None = None) -> None:
        self.place = place
        self.message = message
        self.help = help


def faults(node: Node, numbers_are_days: bool = False) -> Iterator[RetryFault]:
    """What the host refuses about a retry block.

    ``numbers_are_days``: in host.json a bare number is taken for days, in function.json it is refused.
    """
    if node.kind in _ABSENT:
        return
    if node.kind != "object":
        yield RetryFault(node, "'retry' must be an object")
        return
    strategy = yield from _strategy(node)
    yield from _count(node)
    seconds: dict[str, float] = {}
    broken = False
    for key in INTERVALS:
        value = _value(node, key)
        if value is None:
            continue
        found = _seconds(value, numbers_are_days)
        if found is None:
            broken = True
            yield RetryFault(value, f"'{key}' is no time span", 'write "hh:mm:ss", for instance "00:00:10"')
        elif found < 0:
            broken = True
            yield RetryFault(value, f"'{key}' must not be negative")
        else:
            seconds[key] = found
    if strategy is not None and not broken:
        yield from _intervals(node, strategy, seconds)


def _strategy(node: Node) -> Generator[RetryFault, None, str | None]:
    """The strategy; None when it is none, or a number that no check applies to."""
    value = node.get_ci("strategy")
    if value is None:
        return STRATEGIES[0]
    if value.kind == "number" and isinstance(value.value, int):
        return STRATEGIES[value.value] if value.value in (0, 1) else None
    written = str(value.value).strip() if value.kind == "string" else ""
    found = next((name for name in STRATEGIES if name.lower() == written.lower()), None)
    if found is None and written not in ("0", "1"):
        yield RetryFault(
            value,
            f"'{value.value}' is no retry strategy"
            if value.kind == "string"
            else "the retry strategy must be a string",
            f'write "{STRATEGIES[1]}" or "{STRATEGIES[0]}"',
        )
    return found


def _count(node: Node) -> Iterator[RetryFault]:
    value = _value(node, "maxRetryCount")
    if value is None or value.value == "":
        yield RetryFault(node, "'maxRetryCount' is missing", 'add "maxRetryCount"; -1 means without end')
        return
    number: float | None = None
    if value.kind == "number" and isinstance(value.value, (int, float)):
        number = value.value
    elif value.kind == "string":
        text = str(value.value).strip()
        digits = text[1:] if text[:1] in ("+", "-") else text
        if digits.isascii() and digits.isdigit() and len(digits) < 11:
            number = int(text)
    if number is None or number != number or abs(number) >= 2**31:
        yield RetryFault(value, "'maxRetryCount' must be a whole number")
    elif round(number) < -1:
        yield RetryFault(value, "'maxRetryCount' must not be less than -1")


def _intervals(node: Node, strategy: str, seconds: dict[str, float]) -> Iterator[RetryFault]:
    needed = INTERVALS[:1] if strategy == STRATEGIES[1] else INTERVALS[1:]
    written = node.member("strategy", ignore_case=True)
    for key in needed:
        if key not in seconds:
            named = f"the strategy {strategy}" if written else f"without a strategy it is {strategy}, and that"
            other = STRATEGIES[1] if strategy == STRATEGIES[0] else None
            meant = other is not None and "delayInterval" in seconds and written is None
            yield RetryFault(
                written.value if written else node,
                f"{named} needs '{key}'",
                f'add "strategy": "{other}" if a fixed pause is meant' if meant else f'add "{key}": "00:00:10"',
            )
            return
    if len(needed) == 2 and seconds[needed[0]] > seconds[needed[1]]:
        value = node.get_ci(needed[0])
        yield RetryFault(value or node, "'minimumInterval' is greater than 'maximumInterval'")


def days(node: Node) -> Iterator[tuple[str, Node]]:
    """Intervals that are a bare number, so days: key and value."""
    if node.kind != "object":
        return
    for key in INTERVALS:
        value = _value(node, key)
        if value is not None and value.kind == "string":
            text = str(value.value).strip()
            if text.isascii() and text.isdigit() and int(text[:12]) > 0:
                yield key, value


def unknown(node: Node) -> Iterator[Member]:
    """Keys of a retry block that the host does not read."""
    known = {key.lower() for key in KEYS}
    return (member for member in node.members if member.key.lower() not in known)


def _value(node: Node, key: str) -> Node | None:
    found = node.get_ci(key)
    return None if found is None or found.kind in _ABSENT else found


def _seconds(value: Node, numbers_are_days: bool) -> float | None:
    if value.kind == "string" or (numbers_are_days and value.kind == "number"):
        period = parse_time_span(str(value.value))
        return period.seconds if period is not None else None
    return None
