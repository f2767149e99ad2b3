"""Pages as tests: what is read from a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from funclint.rulebook_pages import DEFAULT_FILES, PageError, parse

PAGE = '''# FN204 unknown-binding-type

## What it does

Finds it. `# error: FN999` in prose is nothing.

```python
x = 1  # error: FN998
```

## Example

### A typo

```json title="Orders/function.json"
{
  "type": "queueTriger",  // error: FN204, warning: FN205, FN206 // info: FN005
  "name": "x"
}
```
```python title="Orders/__init__.py"
def main(x):  # noqa: E501  # error: FN301
    return "# error: FN1"
```

<!-- expect: error FN002 Orders/function.json:3 --> <!-- expect: info FN001 host.json -->

```diff
-queueTriger
+queueTrigger
```
```diff title="Orders/__init__.py"
-def main(x):
+def main(y):
```

### Sound

<!-- without: host.json -->
````python title="a.py" encoding="utf-16"
"""
```
"""
````
'''


def test_apps_marks_and_fix() -> None:
    page = parse(PAGE)

    assert (page.code, page.name, page.sections) == (
        "FN204", "unknown-binding-type", ["What it does", "Example"]
    )  # fmt: skip
    typo, sound = page.apps
    assert typo.heading == "Example: A typo"
    assert typo.files == {
        "Orders/function.json": b'{\n  "type": "queueTriger",\n  "name": "x"\n}\n',
        "Orders/__init__.py": b'def main(x):  # noqa: E501\n    return "# error: FN1"\n',
    }
    assert typo.expected == [
        ("error", "FN204", "Orders/function.json", 2),
        ("warning", "FN205", "Orders/function.json", 2),
        ("warning", "FN206", "Orders/function.json", 2),
        ("info", "FN005", "Orders/function.json", 2),
        ("error", "FN301", "Orders/__init__.py", 1),
        ("error", "FN002", "Orders/function.json", 3),
        ("info", "FN001", "host.json", 1),
    ]
    assert typo.fix == "-queueTriger\n+queueTrigger\n"
    assert typo.fixes == {"Orders/__init__.py": "-def main(x):\n+def main(y):\n"}
    assert sound.files == {"a.py": '"""\n```\n"""\n'.encode("utf-16")}
    assert sound.expected == []


def test_written_with_defaults(tmp_path: Path) -> None:
    typo, sound = parse(PAGE).apps
    typo.write(tmp_path / "typo")
    sound.write(tmp_path / "sound")

    assert (tmp_path / "typo/host.json").read_text() == DEFAULT_FILES["host.json"]
    assert (tmp_path / "typo/Orders/function.json").is_file()
    assert sorted(path.name for path in (tmp_path / "sound").iterdir()) == ["a.py", "requirements.txt"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("## FN204 x\n", "line 1: the title must be"),
        ("", "line 1: the title must be"),
        ('# FN204 x\n```json title="a"\n{}\n', "line 2: the block is not closed"),
        ('# FN204 x\n```json title="a"\n```\n```json title="a"\n```\n', "line 4: a is shown twice"),
        ("# FN204 x\n```diff\n```\n", "'': an expectation or a fix, but no file"),
        ('# FN204 x\n```json title="a"\n```\n```diff\n```\n```diff\n```\n', "line 6: a second diff"),
        ('# FN204 x\n```diff title="a"\n```\n```diff title="a"\n```\n', "line 4: a second diff for a"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(PageError, match=f"^{reason}"):
        parse(text)
