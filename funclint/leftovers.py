"""The names of the temporary files through which fixes are written, so that reading passes them over."""

from __future__ import annotations

PREFIX = ".funclint-"
SUFFIX = ".tmp"


def is_leftover(name: str) -> bool:
    """Whether a file is one of those: being written just now, or left by a run that was killed."""
    return name.startswith(PREFIX) and name.endswith(SUFFIX)
