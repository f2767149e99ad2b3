"""The hooks, run by pre-commit itself on a repository with an app: what stops a commit and what does not.

pre-commit installs this checkout into an environment of its own, so the tests need pip's index (or its cache); where
pre-commit or the index is missing they are skipped. FUNCLINT_HOOKS=1 demands them, FUNCLINT_HOOKS=0 leaves them out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ("funclint", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
WANTED = os.environ.get("FUNCLINT_HOOKS", "")

TRIGGER = '{"type": "queueTrigger", "direction": "in", "name": "order", "queueName": "orders"}'
APP = {
    "README.md": "# Shop\n",
    "api/host.json": '{\n  "version": "2.0",\n  "extensionBundle": {\n'
    '    "id": "Microsoft.Azure.Functions.ExtensionBundle",\n    "version": "[4.*, 5.0.0)"\n  }\n}\n',
    "api/requirements.txt": "azure-functions\n",
    "api/Orders/function.json": f'{{\n  "bindings": [\n    {TRIGGER}\n  ]\n}}\n',
    "api/Orders/__init__.py": "def main(order):\n    print(order)\n",
    "api/Bills/function.json": f'{{\n  "bindings": [\n    {TRIGGER.replace("orders", "bills")}\n  ]\n}}\n',
    "api/Bills/__init__.py": "from shared import tax\n\n\ndef main(order):\n    print(tax.of(order))\n",
    "api/shared/__init__.py": "",
    "api/shared/tax.py": "def of(order):\n    return 1\n",
    "tool.py": "import os\n",
}


def run(*command: str | Path, cwd: Path, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


def git(*args: str, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    return run("git", *who, *args, cwd=cwd, check=check)


def needed(what: str) -> None:
    if WANTED == "1":
        raise AssertionError(what)
    pytest.skip(what)


def hook(name: str, repository: Path, home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """``pre-commit run`` of one hook on what is staged."""
    command = [sys.executable, "-m", "pre_commit", "run", name, "--verbose", *args]
    return run(*command, cwd=repository, check=False, PRE_COMMIT_HOME=str(home))


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Path]:
    """A repository that ships the hooks, its commit, and the home of pre-commit with the environment for them."""
    if WANTED == "0":
        pytest.skip("left out")
    if shutil.which("git") is None:
        needed("git is not installed")
    try:
        import pre_commit  # noqa: F401
    except ImportError:
        needed("pre-commit is not installed")
    source = tmp_path_factory.mktemp("hooks")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    git("init", "-q", cwd=source)
    git("add", "-A", cwd=source)
    git("commit", "-q", "-m", "hooks", cwd=source)
    revision = git("rev-parse", "HEAD", cwd=source).stdout.strip()
    home = tmp_path_factory.mktemp("home")
    probe = tmp_path_factory.mktemp("probe")
    configured(probe, source, revision)
    installed = run(
        sys.executable, "-m", "pre_commit", "install-hooks", cwd=probe, check=False, PRE_COMMIT_HOME=str(home)
    )
    if installed.returncode:
        needed(f"pre-commit could not install the hooks:\n{installed.stdout}{installed.stderr}")
    return source, revision, home


def configured(folder: Path, source: Path, revision: str) -> None:
    git("init", "-q", cwd=folder)
    ids = "".join(f"      - id: {name}\n" for name in ("funclint", "funclint-fix", "funclint-all"))
    text = f"repos:\n  - repo: {source}\n    rev: {revision}\n    hooks:\n{ids}"
    (folder / ".pre-commit-config.yaml").write_text(text)


@pytest.fixture
def repository(tmp_path: Path, hooks: tuple[Path, str, Path]) -> Path:
    """A repository with an app, everything committed."""
    folder = tmp_path / "shop"
    for name, content in APP.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    configured(folder, *hooks[:2])
    git("add", "-A", cwd=folder)
    git("commit", "-q", "-m", "app", cwd=folder)
    return folder


def stage(repository: Path, name: str, content: str) -> None:
    (repository / name).write_text(content)
    git("add", name, cwd=repository)


@pytest.mark.parametrize(
    ("name", "old", "new", "codes"),
    [
        ("api/Orders/function.json", '"order"', '"invoice"', {"FN301", "FN302"}),
        ("api/Orders/__init__.py", "main(order)", "main(invoice)", {"FN301", "FN302", "F821"}),
        ("api/shared/tax.py", "def of", "def off", set()),
        ("api/shared/tax.py", "return 1", "return undefined", {"F821"}),
        ("api/host.json", '"2.0"', '"2.0",,', {"FN110"}),
    ],
)
def test_a_broken_binding_stops_the_commit_in_whichever_file(
    repository: Path, hooks: tuple[Path, str, Path], name: str, old: str, new: str, codes: set[str]
) -> None:
    stage(repository, name, APP[name].replace(old, new, 1))

    done = hook("funclint", repository, hooks[2])

    assert done.returncode == (1 if codes else 0), done.stdout + done.stderr
    found = {code for code in ("FN301", "FN302", "F821", "FN110") if f"[{code}]" in done.stdout}
    assert found == codes or (name == "api/host.json" and "host.json" in done.stdout)
    assert "Bills" not in done.stdout


def test_only_what_changed_is_reported(repository: Path, hooks: tuple[Path, str, Path]) -> None:
    stage(repository, "api/Bills/function.json", APP["api/Bills/function.json"].replace('"order"', '"bill"'))
    git("commit", "-q", "-m", "broken", cwd=repository)
    stage(repository, "api/Orders/__init__.py", APP["api/Orders/__init__.py"] + "\n\ndef more():\n    pass\n")

    assert hook("funclint", repository, hooks[2]).returncode == 0
    everything = hook("funclint-all", repository, hooks[2])
    assert everything.returncode == 1
    assert "Bills/function.json" in everything.stdout


def test_a_commit_of_other_files_runs_nothing(repository: Path, hooks: tuple[Path, str, Path]) -> None:
    stage(repository, "README.md", "# The shop\n")

    for name in ("funclint", "funclint-fix"):
        done = hook(name, repository, hooks[2])
        assert done.returncode == 0
        assert "Skipped" in done.stdout


def test_python_outside_of_apps(repository: Path, hooks: tuple[Path, str, Path]) -> None:
    stage(repository, "tool.py", "import sys\n")

    done = hook("funclint", repository, hooks[2])

    assert done.returncode == 0
    assert "no function app around tool.py" in done.stdout


def test_excluded_files_stay_excluded(repository: Path, hooks: tuple[Path, str, Path]) -> None:
    stage(repository, "funclint.toml", 'exclude = ["api/Orders"]\n')
    stage(repository, "api/Orders/__init__.py", "def main(nobody):\n    pass\n")

    assert hook("funclint", repository, hooks[2]).returncode == 0


def test_deleting_a_script_is_seen_by_the_hook_for_all(repository: Path, hooks: tuple[Path, str, Path]) -> None:
    git("rm", "-q", "api/Orders/__init__.py", cwd=repository)

    assert hook("funclint-all", repository, hooks[2]).returncode == 1


def test_a_fix_fails_once_and_passes_then(repository: Path, hooks: tuple[Path, str, Path]) -> None:
    name = "api/Orders/__init__.py"
    stage(repository, name, "import json\nimport os\n\n\ndef main(order):\n    print(json.dumps(order))\n")

    first = hook("funclint-fix", repository, hooks[2])
    assert first.returncode == 1, first.stdout + first.stderr
    assert "files were modified by this hook" in first.stdout
    assert (repository / name).read_text() == "import json\n\n\ndef main(order):\n    print(json.dumps(order))\n"

    git("add", name, cwd=repository)
    second = hook("funclint-fix", repository, hooks[2])
    assert second.returncode == 0, second.stdout + second.stderr
    git("commit", "-q", "-m", "fixed", cwd=repository)


def test_try_repo(repository: Path, hooks: tuple[Path, str, Path]) -> None:
    """As somebody does who wants to see the hook before he takes it."""
    stage(repository, "api/Orders/function.json", "{}\n")

    done = run(
        sys.executable, "-m", "pre_commit", "try-repo", hooks[0], "funclint", "--verbose",
        cwd=repository, check=False, PRE_COMMIT_HOME=str(hooks[2]),
    )  # fmt: skip

    assert done.returncode == 1
    assert "api/Orders/function.json" in done.stdout
