"""Version ranges as NuGet reads them, with floating lower ends (``VersionRange.TryParse`` with ``allowFloating``)."""

from __future__ import annotations

Version = tuple[int, int, int]


class VersionRange:
    """Versions from ``low`` to ``high``, each None when there is no end; prerelease labels are left out of account."""

    __slots__ = ("high", "includes_high", "includes_low", "low")

    def __init__(self, low: Version | None, high: Version | None, includes_low: bool, includes_high: bool) -> None:
        self.low = low
        self.high = high
        self.includes_low = includes_low
        self.includes_high = includes_high

    def meets(self, first: Version, last: Version) -> bool:
        """Whether a version from ``first`` to ``last`` can be in the range."""
        if self.low is not None and (self.low > last or (self.low == last and not self.includes_low)):
            return False
        return self.high is None or self.high > first or (self.high == first and self.includes_high)

    def ends_before(self, version: Version) -> bool:
        """Whether all of the range lies below ``version``."""
        return self.high is not None and (self.high < version or (self.high == version and not self.includes_high))


def parse(text: str) -> VersionRange | None:
    """The range that a text stands for; None where NuGet refuses it."""
    text = text.strip()
    if not text:
        return None
    if text[0] not in "[(":
        ok, lowest = _low(text)
        return VersionRange(lowest, None, True, False) if ok else None
    if len(text) < 3 or text[-1] not in "])":
        return None
    includes_low, includes_high = text[0] == "[", text[-1] == "]"
    parts = [part.strip() for part in text[1:-1].split(",")]
    if len(parts) > 2 or not any(parts):
        return None
    if len(parts) == 1 and not (includes_low and includes_high):
        return None
    low: Version | None = None
    high: Version | None = None
    if parts[0]:
        ok, low = _low(parts[0])
        if not ok:
            return None
    if parts[-1]:
        high = _exact(parts[-1])
        if high is None:
            return None
    if low is not None and high is not None and (low > high or (low == high and not (includes_low and includes_high))):
        return None
    return VersionRange(low, high, includes_low, includes_high)


def _low(text: str) -> tuple[bool, Version | None]:
    """Whether a lower end is valid, and the smallest version it stands for."""
    if "*" not in text:
        found = _exact(text)
        return found is not None, found
    release, dash, label = text.partition("-")
    if dash and not (label.endswith("*") and label.count("*") == 1):
        return False, None
    if release == "*":
        return True, (0, 0, 0)
    if release.endswith(".*"):
        release = release[:-2]
    found = _exact(release)
    return found is not None, found


def _exact(text: str) -> Version | None:
    release = text.partition("+")[0]
    release, dash, label = release.partition("-")
    if dash and not label:
        return None
    numbers = release.split(".")
    if len(numbers) > 4 or not all(number.isascii() and number.isdigit() and len(number) < 10 for number in numbers):
        return None
    major, minor, patch = (*map(int, numbers), 0, 0)[:3]
    return major, minor, patch
