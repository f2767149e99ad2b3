"""Which file is the script, and function.json as text: harmless variety and faults."""

from __future__ import annotations

import json
from collections.abc import Callable

from appgen.draft import Draft

Files = dict[str, bytes]


def place_script(draft: Draft, text: bytes) -> Files:
    """The script in a sound place: __init__.py, another module, a shared folder, with or without `scriptFile`."""
    name = draft.name
    dice = draft.rng.random()
    if f"{name}/__init__.py" in draft.files and dice >= 0.3:
        dice = 0.6
    if dice < 0.45:
        draft.script_file = "__init__.py"
        return {f"{name}/__init__.py": text}
    if dice < 0.55:
        draft.script_file = draft.rng.choice((None, "", "./__init__.py", "sub/../__init__.py"))
        draft.style.append("script-default")
        return {f"{name}/__init__.py": text}
    if dice < 0.75:
        module = draft.rng.choice(("main.py", "handler.py", "function.py", "run.py", "my_function.py", "my-script.py"))
        draft.script_file = draft.rng.choice((module, "./" + module))
        files: Files = {f"{name}/{module}": text}
        if draft.coin(0.3):
            files[f"{name}/__init__.py"] = b""
        draft.style.append("script-module")
        return files
    if dice < 0.85 and not any(path.startswith("Fn/") for path in draft.files):
        module = draft.rng.choice(("only.py", "main.py", "handler.py"))
        draft.script_file = None
        draft.style.append("script-only-file")
        return {f"{name}/{module}": text}
    if dice < 0.93 and not any(path.startswith("Fn/") for path in draft.files):
        draft.script_file = draft.rng.choice(("../common/entry.py", "./../common/entry.py"))
        draft.style.append("script-shared")
        return {"common/entry.py": text}
    draft.script_file = draft.rng.choice(("inner/code.py", "./inner/code.py", "inner/__init__.py"))
    draft.style.append("script-sub-folder")
    return {f"{name}/{draft.script_file.removeprefix('./')}": text}


def misplace_script(draft: Draft, text: bytes) -> Files:
    """The script where host or worker may not find it."""
    name = draft.name
    script, files = draft.rng.choice(
        (
            ("main.py", {f"{name}/__init__.py": text}),
            ("__init__.PY", {f"{name}/__init__.py": text}),
            ("Main.py", {f"{name}/main.py": text}),
            ("__init__", {f"{name}/__init__.py": text}),
            ("__init_.py", {f"{name}/__init__.py": text}),
            (f"{name}/__init__.py", {f"{name}/__init__.py": text}),
            ("..\\common\\entry.py", {"common/entry.py": text}),
            (".\\__init__.py", {f"{name}/__init__.py": text}),
            ("../../outside.py", {f"{name}/__init__.py": text}),
            ("../common/entry.py", {f"{name}/entry.py": text}),
            ("common/entry.py", {"common/entry.py": text}),
            ("/common/entry.py", {"common/entry.py": text}),
            ("my.handler.py", {f"{name}/my.handler.py": text}),
            ("code.v1/entry.py", {f"{name}/code.v1/entry.py": text}),
            ("code-v1/entry.py", {f"{name}/code-v1/entry.py": text}),
            ("main.pyw", {f"{name}/main.pyw": text}),
            ("main.txt", {f"{name}/main.txt": text}),
            ("main.pyc", {f"{name}/main.pyc": text}),
            ("run.PY", {f"{name}/run.PY": text}),
            (".", {f"{name}/__init__.py": text}),
            ("inner", {f"{name}/inner/__init__.py": text}),
            (" __init__.py", {f"{name}/__init__.py": text}),
            (None, {f"{name}/main.py": text, f"{name}/helper.py": b""}),
            (None, {f"{name}/handler.py": text, f"{name}/sample.dat": b"{}"}),
            (None, {f"{name}/function_app.py": text, f"{name}/readme.md": b"# Fn\n"}),
            (None, {f"{name}/__init__.py": text, f"{name}/readme.md": b"# Fn\n"}),
            (None, {f"{name}/__INIT__.py": text, f"{name}/readme.md": b"# Fn\n"}),
            (None, {f"{name}/run.py": text, f"{name}/helper.py": b""}),
            (None, {f"{name}/Run.py": text, f"{name}/helper.py": b""}),
            (None, {f"{name}/main.py": text, f"{name}/inner/helper.py": b""}),
            (None, {f"{name}/inner/__init__.py": text}),
            (None, {"common/entry.py": text}),
            (None, {f"{name}/main.py.txt": text}),
            (None, {f"{name}/index.py": text, f"{name}/b.py": b""}),
            (5, {f"{name}/__init__.py": text}),
            ([], {f"{name}/__init__.py": text}),
            ({"a": 1}, {f"{name}/__init__.py": text}),
            (True, {f"{name}/True": text}),
            ("import.py", {f"{name}/import.py": text}),
            ("class.py", {f"{name}/class.py": text}),
            ("1st.py", {f"{name}/1st.py": text}),
            ("my script.py", {f"{name}/my script.py": text}),
            (".py", {f"{name}/.py": text}),
            ("..py", {f"{name}/..py": text}),
            ("../__init__.py", {"__init__.py": text}),
            ("../entry.py", {"entry.py": text}),
            (f"../{name}/entry.py", {f"{name}/entry.py": text}),
        )
    )
    draft.script_file = script  # type: ignore[assignment] # wrong types are part of the faults
    draft.faults.append(f"script:{script}+{len(files)}")
    return dict(files)


_BYSTANDERS = (
    ("README.md", "# App\n"),
    ("tests/test_fn.py", "import pytest_not_installed\n\ndef test_it():\n    assert undefined_name\n"),
    ("scripts/old.py", "print 'python 2'\n"),
    ("unused.py", "import not_there\nundefined_name\n"),
    ("shared/unused.py", "from .nope import x\n"),
    ("lib/__init__.py", ""),
    (".funcignore", ".venv\ntests\n"),
    ("local_tool.py", "import sys\nsys.exit(1)\n"),
    ("Fn/sample.dat", "{}"),
    ("Fn/helper.py", "def helper():\n    return 1\n"),
    ("Fn/broken_helper.py", "from nope import x\nundefined_name\n"),
    ("Fn/data/items.json", "[]"),
    ("docs/function.json.txt", "{"),
)


def add_bystanders(draft: Draft, files: Files) -> None:
    """Files that neither host nor worker looks at."""
    for _ in range(draft.rng.choice((0, 0, 0, 0, 0, 1, 1, 2))):
        path, text = draft.rng.choice(_BYSTANDERS)
        beside = path.startswith("Fn/") and path.count("/") == 1
        named = draft.script_file or f"{draft.name}/__init__.py" in files
        if not beside or named:
            files.setdefault(path, text.encode())


def function_json(draft: Draft) -> str:
    """function.json as a careful user writes it."""
    root: dict[str, object] = {}
    if draft.script_file is not None:
        root["scriptFile"] = draft.script_file
    if draft.entry_point is not None:
        root["entryPoint"] = draft.entry_point
    bindings = [_reordered(draft, b) for b in draft.bindings]
    root["bindings"] = bindings
    if draft.coin(0.1):
        root["disabled"] = False
    if draft.coin(0.1):
        root = dict(reversed(root.items()))
    return json.dumps(root, indent=draft.rng.choice((2, 2, 4, None)), ensure_ascii=draft.coin(0.5)) + "\n"


def _reordered(draft: Draft, binding: dict[str, object]) -> dict[str, object]:
    items = list(binding.items())
    if draft.coin(0.3):
        draft.rng.shuffle(items)
    if draft.coin(0.08):
        changed = draft.rng.choice((str.upper, str.capitalize))
        items = [(changed(key) if key in ("type", "direction", "name") else key, value) for key, value in items]
    return dict(items)


_JSON_HARMLESS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("line-comment", lambda s: s.replace("{", "{ // the function\n", 1)),
    ("block-comment", lambda s: "/* function.json */ " + s),
    ("comment-after", lambda s: s + "// end\n"),
    ("trailing-comma", lambda s: s.replace("}]", "},]").replace("}\n  ]", "},\n  ]").replace("}\n    ]", "},\n    ]")),
    ("single-quotes", lambda s: s.replace('"bindings"', "'bindings'")),
    ("unquoted-key", lambda s: s.replace('"bindings"', "bindings")),
    ("bom", lambda s: "\ufeff" + s),
    ("crlf", lambda s: s.replace("\n", "\r\n")),
    ("schema", lambda s: s.replace("{", '{"$schema": "http://json.schemastore.org/function", ', 1)),
    ("duplicate-first-lost", lambda s: s.replace("{", '{"bindings": [], ', 1)),
    ("unknown-key", lambda s: s.replace("{", '{"generatedBy": "x", "excluded": true, ', 1)),
    ("entry-point-case", lambda s: s.replace("{", '{"EntryPoint": "nope", "ScriptFile": "nope.py", ', 1)),
    ("entry-point-null", lambda s: s.replace("{", '{"entryPoint": null, ', 1) if '"entryPoint"' not in s else s),
    ("entry-point-empty", lambda s: s.replace("{", '{"entryPoint": "", ', 1) if '"entryPoint"' not in s else s),
)

_JSON_FAULTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("truncated", lambda s: s.rstrip()[:-1]),
    ("truncated-half", lambda s: s[: len(s) // 2]),
    ("text-after", lambda s: s + "garbage\n"),
    ("two-roots", lambda s: s + s),
    ("comma-after", lambda s: s.rstrip() + ",\n"),
    ("missing-comma", lambda s: s.replace('", "', '" "', 1).replace('",\n', '"\n', 1)),
    ("equals", lambda s: s.replace('":', '" =', 1)),
    ("hash-comment", lambda s: "# function\n" + s),
    ("python-true", lambda s: s.replace("{", '{"disabled": True, ', 1)),
    ("python-none", lambda s: s.replace("{", '{"x": None, ', 1)),
    ("unquoted-value", lambda s: s.replace('"in"', "in").replace('"out"', "out")),
    ("unterminated", lambda s: s.replace('"bindings"', '"bindings', 1)),
    ("wrong-bracket", lambda s: s.replace("]", "}", 1)),
    ("bad-escape", lambda s: s.replace("{", '{"x": "\\x41", ', 1)),
    ("array-root", lambda s: f"[{s.strip()}]\n"),
    ("string-root", lambda s: '"bindings"\n'),
    ("empty", lambda s: ""),
    ("blank", lambda s: "  \n"),
    ("empty-object", lambda s: "{}\n"),
    ("double-comma", lambda s: s.replace("},", "},,", 1).replace("}\n", ",}\n", 1)),
    ("Bindings", lambda s: s.replace('"bindings"', '"Bindings"')),
    ("binding", lambda s: s.replace('"bindings"', '"binding"')),
    ("bindings-null", lambda s: s.replace('"bindings"', '"bindings": null, "old"')),
    ("duplicate-last-empty", lambda s: s.rstrip().rstrip("}").rstrip() + ', "bindings": []}\n'),
    ("bindings-object", lambda s: s.replace("[", "{", 1)),
    ("bindings-string", lambda s: s.replace('"bindings":', '"bindings": "x", "old":')),
    ("null-element", lambda s: s.replace("[", "[null, ", 1)),
    ("array-element", lambda s: s.replace("[", "[[], ", 1)),
    ("entry-point-array", lambda s: s.replace("{", '{"entryPoint": ["main"], ', 1)),
    ("entry-point-number", lambda s: s.replace("{", '{"entryPoint": 5, ', 1)),
    ("html", lambda s: "<html></html>\n"),
    ("yaml", lambda s: "bindings:\n  - type: httpTrigger\n"),
    ("semicolon", lambda s: s.replace(",", ";", 1)),
    ("configuration-source", lambda s: s.replace("{", '{"configurationSource": "other", ', 1)),
    ("configuration-source-ok", lambda s: s.replace("{", '{"configurationSource": "config", ', 1)),
)


def vary_json(draft: Draft, text: str, faulty: bool) -> str:
    """function.json with one change of its text."""
    kind, change = draft.rng.choice(_JSON_FAULTS if faulty else _JSON_HARMLESS)
    if faulty:
        draft.faults.append(f"json:{kind}")
    else:
        draft.style.append(f"json-{kind}")
    return change(text)
