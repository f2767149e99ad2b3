"""The table of ``funclint show``: functions, what they read and write, loops, and outputs that nobody reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.engine import read_apps
from funclint.files import Files
from funclint.report import overview
from funclint.report.view import View
from funclint.report.visible import width_of

Write = Callable[[Path, dict[str, str]], Path]


@pytest.mark.parametrize(
    ("schedule", "meaning", "below"),
    [
        ("0 */5 * * * *", "every 5 minutes", "every 5 minutes"),
        ("24:00:00", "every 24 days", "every 24 days"),
        ("0 0 9 * * 7", None, "not valid"),
        ("%WHEN%", None, "an app setting"),
    ],
)
def test_schedule(tmp_path: Path, write: Write, schedule: str, meaning: str | None, below: str) -> None:
    bindings = [{"type": "timerTrigger", "name": "timer", "schedule": schedule}]
    write(
        tmp_path,
        {
            "host.json": "{}",
            "F/function.json": json.dumps({"bindings": bindings}),
            "F/__init__.py": "def main(timer):\n    pass\n",
            "G/function.json": '{"bindings": [{"type": "queueTrigger", "name": "m", "schedule": "x"}]}',
            "G/__init__.py": "def main(m):\n    pass\n",
        },
    )
    apps, _ = read_apps([tmp_path], Files())
    first, second = json.loads(overview.as_json(apps, View(Files())))["apps"][0]["functions"]
    assert first["schedule"] == {"text": schedule, "meaning": meaning}
    assert second["schedule"] is None
    lines = list(overview.as_text(apps, View(Files(), cwd=tmp_path)))
    assert [line[12:].split("  ")[0].rstrip() for line in lines[2:]] == [f"timer {schedule}", below, "queue m", ""]


Bindings = list[dict[str, object]]


@pytest.fixture
def table(tmp_path: Path, write: Write) -> Callable[..., str]:
    """The text of ``funclint show`` for functions with these bindings, each with a script if its code is given."""

    def shown(functions: dict[str, Bindings], scripts: dict[str, str] | None = None, color: bool = False) -> str:
        files = {f"{name}/function.json": json.dumps({"bindings": items}) for name, items in functions.items()}
        codes = {f"{name}/__init__.py": code for name, code in (scripts or {}).items()}
        write(tmp_path, {"app/host.json": "{}", **{f"app/{name}": text for name, text in {**files, **codes}.items()}})
        apps, _ = read_apps([tmp_path], Files())
        return "".join(overview.as_text(apps, View(Files(), cwd=tmp_path, color=color)))

    return shown


Table = Callable[..., str]


def queue(direction: str, name: str) -> dict[str, object]:
    kind = "queueTrigger" if direction == "trigger" else "queue"
    return {"type": kind, "direction": "out" if direction == "out" else "in", "name": "x", "queueName": name}


def test_orders() -> None:
    root = Path(__file__).parent.parent.parent
    apps, _ = read_apps([root / "fixtures" / "orders"], Files())
    assert "".join(overview.as_text(apps, View(Files(), cwd=root / "fixtures" / "orders"))) == (
        ".\n"
        "  function      trigger                       inputs                    outputs                                        entry point\n"  # noqa: E501
        "  ArchiveOrder  blob labels/{name}.txt                                  blob archive/{name}.txt (nobody reads it)      main(source: func.InputStream, target: func.Out[bytes])\n"  # noqa: E501
        "                                                                                                                       ArchiveOrder/__init__.py\n"  # noqa: E501
        "  PlaceOrder    http POST /orders                                       queue orders                                   main(req: func.HttpRequest, order: func.Out[str])\n"  # noqa: E501
        "                                                                        http                                           PlaceOrder/__init__.py\n"  # noqa: E501
        "  ReportOrders  timer 0 0 6 * * 1-5                                     blob reports/{DateTime}.csv (nobody reads it)  write_reports(not known)\n"  # noqa: E501
        "                at 06:00 on Monday to Friday                                                                           ReportOrders/__init__.py\n"  # noqa: E501
        "  ShipOrder     queue orders                                            blob labels/{rand-guid}.txt                    main(order: func.QueueMessage, label: str)\n"  # noqa: E501
        "                                                                                                                       ShipOrder/__init__.py\n"  # noqa: E501
        "  ShowOrder     http GET /orders/{number}     blob labels/{number}.txt  http                                           main(req: func.HttpRequest, label: func.InputStream)\n"  # noqa: E501
        "                                                                                                                       ShowOrder/__init__.py\n"  # noqa: E501
    )


def test_loops_and_orphans(table: Table) -> None:
    shown = table(
        {
            "A": [queue("trigger", "a"), queue("out", "b"), queue("out", "lost")],
            "B": [queue("trigger", "b"), queue("out", "A")],
            "C": [queue("out", "b")],
        },
        {"A": "def main(x):\n    pass\n"},
    )
    assert shown == (
        "app\n"
        "  function  trigger         inputs  outputs                       entry point\n"
        "  A (loop)  queue a (loop)          queue b (loop)                main(x)\n"
        "                                    queue lost (nobody reads it)  app/A/__init__.py\n"
        "  B (loop)  queue b (loop)          queue A (loop)                main(not known)\n"
        "                                                                  script not found\n"
        "  C         no trigger              queue b (loop)                main(not known)\n"
        "                                                                  script not found\n"
    )


def test_kinds_of_bindings(table: Table) -> None:
    shown = table(
        {
            "A": [
                {"type": "httpTrigger", "name": "req", "methods": ["get", "Post"], "route": "/a/{id}"},
                {"type": "cosmosDB", "name": "d", "databaseName": "shop", "containerName": "orders"},
                {"type": "table", "name": "t", "tableName": "rows"},
                {"type": "table", "direction": "out", "name": "u", "tableName": "sums"},
                {"direction": "out", "name": "untyped"},
            ],
            "B": [{"type": "httpTrigger", "name": "req"}, {"type": "durableClient", "name": "starter"}],
            "C": [{"type": "trigger", "name": "x"}, queue("trigger", "q")],
            "D": [],
        }
    )
    assert shown == (
        "app\n"
        "  function  trigger                inputs                 outputs          entry point\n"
        "  A         http GET,POST /a/{id}  cosmosDB shop/orders   table sums       main(not known)\n"
        "                                   table rows             no type untyped  script not found\n"
        "  B         http /B                durableClient starter                   main(not known)\n"
        "                                                                           script not found\n"
        "  C         trigger x                                                      main(not known)\n"
        "            queue q                                                        script not found\n"
        "  D         no trigger                                                     main(not known)\n"
        "                                                                           script not found\n"
    )


def test_a_binding_in_both_directions_stands_in_both_columns(table: Table) -> None:
    binding = {"type": "table", "direction": "inout", "name": "t", "tableName": "rows"}
    _, _, line, _ = table({"A": [queue("trigger", "q"), binding]}).splitlines()
    assert line.replace(" (loop)", "").split() == ["A", "queue", "q", *["table", "rows"] * 2, "main(not", "known)"]


def test_wide_and_invisible_characters_stay_aligned(table: Table) -> None:
    shown = table({"A": [queue("trigger", "注文\x1b[31m")], "B": [queue("trigger", "e\u0301\u202e")]})
    _, _, first, _, second, _ = shown.splitlines()
    assert first == "  A         queue 注文␛[31m                   main(not known)"
    assert second == "  B         queue e\u0301<U+202E>                   main(not known)"
    assert width_of(first) == len(first) + 2 == len(second) - 1 == width_of(second)


def test_a_very_long_name_does_not_widen_the_column(table: Table) -> None:
    shown = table({"A": [queue("trigger", "q" * 200)], "B": [queue("trigger", "b")]})
    _, _, long, _, short, _ = shown.splitlines()
    assert long == f"  A         queue {'q' * 200}                   main(not known)"
    assert short == f"  B         {'queue b':60}                   main(not known)"


def test_colours_are_no_part_of_the_width(table: Table) -> None:
    functions = {"A": [queue("trigger", "a"), queue("out", "a")], "B": [queue("trigger", "b"), queue("out", "lost")]}
    painted = table(functions, color=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == table(functions)
    lines = painted.splitlines()
    assert lines[0] == "\x1b[1mapp\x1b[0m"
    assert lines[2].startswith("  \x1b[1;34mA\x1b[0m\x1b[1;33m (loop)\x1b[0m  queue a\x1b[1;33m (loop)\x1b[0m  ")
    assert "queue lost\x1b[1;33m (nobody reads it)\x1b[0m  " in lines[4]


def test_an_app_without_functions(table: Table) -> None:
    assert table({}) == "app\n"
