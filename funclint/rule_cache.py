"""The compiled code of many small files in one, beside the .pyc files that it stands in for.

Importing a rule's .pyc costs more in opening files than in running them; with rules by the hundred that would be felt
at every start.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import os
import sys
from importlib.machinery import SourceFileLoader
from types import CodeType

_Entry = tuple[int, int, CodeType]


class CodeCache:
    """The code of the Python files below ``folder``, by path; kept on disk as Python keeps its .pyc files.

    Files are taken from the cache while modification time and size are those of then. A cache that cannot be read is
    made anew, one that cannot be written (``sys.dont_write_bytecode``, a read-only folder) is done without.
    """

    def __init__(self, folder: str) -> None:
        self._file = os.path.splitext(importlib.util.cache_from_source(os.path.join(folder, "rules.py")))[0] + ".bundle"
        self._entries: dict[str, _Entry] | None = None
        self._changed = False

    def code(self, name: str, path: str) -> CodeType:
        """The code of the file at ``path``, to be run as module ``name``. Raises what compiling it raises."""
        if self._entries is None:
            self._entries = self._read()
        status = os.stat(path)
        found = self._entries.get(path)
        if found is not None and found[:2] == (status.st_mtime_ns, status.st_size):
            return found[2]
        code = SourceFileLoader(name, path).get_code(name)
        assert code is not None  # a source loader gives code or raises
        self._entries[path] = (status.st_mtime_ns, status.st_size, code)
        self._changed = True
        return code

    def save(self) -> None:
        """Write what was added, whole or not at all."""
        if not self._changed or sys.dont_write_bytecode or self._entries is None:
            return
        self._changed = False
        temporary = f"{self._file}.{os.getpid()}"
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(self._file), exist_ok=True)
            try:
                with open(temporary, "xb") as file:
                    file.write(importlib.util.MAGIC_NUMBER + marshal.dumps(self._entries))
                os.replace(temporary, self._file)
            except OSError:
                os.unlink(temporary)
                raise

    def _read(self) -> dict[str, _Entry]:
        magic = importlib.util.MAGIC_NUMBER
        try:
            with open(self._file, "rb") as file:
                data = file.read()
            entries = marshal.loads(data[len(magic) :]) if data.startswith(magic) else {}
        except (OSError, EOFError, ValueError, TypeError):
            return {}
        return entries if isinstance(entries, dict) else {}
