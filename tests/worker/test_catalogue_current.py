"""The checked-in catalogue is what the real packages give today."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PYTHON = os.environ.get("FUNCLINT_WORKER_PYTHON")


@pytest.mark.skipif(
    not PYTHON,
    reason="FUNCLINT_WORKER_PYTHON is not set: the path of a Python 3.13 with azure-functions,"
    " azure-functions-durable, azure-functions-runtime-v1 and azure-functions-runtime",
)
def test_catalogue_is_current() -> None:
    command = [str(PYTHON), "-m", "funclint.catalogue.generate", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, f"run '{' '.join(command[1:-1])}' with the worker's Python\n{done.stdout}{done.stderr}"
