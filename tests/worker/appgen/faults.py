"""Faults put into a draft before it is written: names, annotations, results, host rules. Some turn out to be harmless:
only the worker says which."""

from __future__ import annotations

from collections.abc import Callable

from appgen.annotations import around, draw_annotation, draw_default
from appgen.draft import Draft, Parameter

Fault = Callable[[Draft], bool]
"""Changes the draft; False where the fault does not apply to it, and then nothing is changed."""


def _bound(draft: Draft) -> list[Parameter]:
    return [p for p in draft.parameters if p.binding is not None]


def _outputs(draft: Draft) -> list[Parameter]:
    return [p for p in _bound(draft) if p.binding is not None and p.binding.get("direction") == "out"]


def _inputs(draft: Draft) -> list[Parameter]:
    return [p for p in _bound(draft) if p.binding is not None and p.binding.get("direction") == "in"]


def _is_durable(draft: Draft) -> bool:
    return draft.shape in ("orchestrator", "entity")


def _forget(draft: Draft, name: str) -> None:
    """Drops the statements that use a parameter, so that the fault stays the only one."""
    draft.statements[:] = [s for s in draft.statements if name not in s]


# Names.


def parameter_missing(draft: Draft) -> bool:
    if not draft.parameters or _is_durable(draft):
        return False
    gone = draft.rng.choice(draft.parameters)
    draft.parameters.remove(gone)
    _forget(draft, gone.name)
    return True


def parameter_renamed(draft: Draft) -> bool:
    if not _bound(draft) or _is_durable(draft):
        return False
    parameter = draft.rng.choice(_bound(draft))
    old = parameter.name
    new = draft.rng.choice(
        (
            old + "s",
            old[:-1] or "q",
            old.capitalize(),
            old.upper(),
            "_" + old,
            old + "_",
            "value",
            "arg",
            old.swapcase(),
        )
    )
    if new == old or new in draft.names() or not new.isidentifier():
        return False
    parameter.name = new
    draft.statements[:] = [s.replace(old, new) for s in draft.statements]
    return True


def parameter_added(draft: Draft) -> bool:
    if _is_durable(draft):
        return False
    name, annotation, default, kind = draft.rng.choice(
        (
            ("extra", None, None, "plain"),
            ("extra", "str", "None", "plain"),
            ("count", "int", "0", "plain"),
            ("log", None, "None", "plain"),
            ("ctx", "<f>Context", None, "plain"),
            ("self", None, None, "plain"),
            ("args", None, None, "star"),
            ("kwargs", None, None, "double-star"),
            ("flag", "bool", "False", "keyword"),
            ("strict", None, None, "keyword"),
            ("Context", "<f>Context", None, "plain"),
            ("context", "<f>Context", None, "plain"),
            ("client", "str", None, "plain"),
        )
    )
    if name in draft.names():
        return False
    new = Parameter(name, annotation, default, kind)
    late = default is not None or kind != "plain"
    draft.parameters.insert(0 if not late else len(draft.parameters), new)
    draft.parameters.sort(key=lambda p: ("plain", "star", "keyword", "double-star").index(p.kind))
    return True


def parameters_collapsed(draft: Draft) -> bool:
    """All parameters become *args or **kwargs or disappear."""
    if _is_durable(draft):
        return False
    draft.parameters[:] = [
        Parameter(n, kind=k)
        for n, k in draft.rng.choice(
            ([("args", "star")], [("kwargs", "double-star")], [("args", "star"), ("kwargs", "double-star")], [])
        )
    ]
    draft.statements.clear()
    return True


def parameter_positional(draft: Draft) -> bool:
    """Positional-only: loads, and no call by keyword can work."""
    plain = [p for p in draft.parameters if p.kind == "plain"]
    if not plain or _is_durable(draft):
        return False
    for parameter in plain[: draft.rng.choice((1, len(plain)))]:
        parameter.kind = "positional"
    return True


def parameters_swapped(draft: Draft) -> bool:
    """Two annotations change places."""
    annotated = [p for p in draft.parameters if p.annotation]
    if len(annotated) < 2:
        return False
    one, two = annotated[0], annotated[-1]
    one.annotation, two.annotation = two.annotation, one.annotation
    return True


def binding_renamed(draft: Draft) -> bool:
    if not draft.bindings:
        return False
    binding = draft.rng.choice(draft.bindings)
    name = str(binding["name"])
    new = draft.rng.choice(
        (name + "1", name.upper(), name[:-1] or "q", "$Return", "$return", "renamed", name + "s", "context")
    )
    if new == name or new.lower() in [str(b["name"]).lower() for b in draft.bindings]:
        return False
    binding["name"] = new
    return True


def binding_removed(draft: Draft) -> bool:
    if len(draft.bindings) < 2:
        return False
    draft.bindings.remove(draft.rng.choice(draft.bindings))
    return True


def binding_added(draft: Draft) -> bool:
    choices: tuple[dict[str, object], ...] = (
        {
            "type": "queue",
            "direction": "out",
            "name": "extra",
            "queueName": "q",
            "connection": "AzureWebJobsStorage",
        },
        {"type": "blob", "direction": "in", "name": "extra", "path": "a/b", "connection": "AzureWebJobsStorage"},
        {"type": "http", "direction": "out", "name": "res"},
        {"type": "http", "direction": "out", "name": "$return"},
        {"type": "durableClient", "direction": "in", "name": "starter"},
        {"type": "table", "direction": "in", "name": "rows", "tableName": "t", "connection": "AzureWebJobsStorage"},
        {
            "type": "queue",
            "direction": "out",
            "name": "$return",
            "queueName": "q",
            "connection": "AzureWebJobsStorage",
        },
        {"type": "signalR", "direction": "out", "name": "$return", "hubName": "h", "connectionStringSetting": "S"},
    )
    new = dict(draft.rng.choice(choices))
    if str(new["name"]).lower() in [str(b["name"]).lower() for b in draft.bindings] or draft.preview:
        return False
    draft.bindings.append(new)
    return True


def keyword_name(draft: Draft) -> bool:
    """A binding whose name can be no parameter."""
    if not _bound(draft):
        return False
    binding = draft.rng.choice(_bound(draft)).binding
    assert binding is not None
    binding["name"] = draft.rng.choice(("from", "class", "None", "lambda", "in"))
    return True


# Annotations.


def annotation_any(draft: Draft) -> bool:
    if not draft.parameters or _is_durable(draft):
        return False
    parameter = draft.rng.choice(draft.parameters)
    inner = draw_annotation(draft)
    out = parameter in _outputs(draft)
    if out and draft.coin(0.5) and "Out" not in inner and "'" not in inner:
        parameter.annotation = f"<f>Out[{inner}]"
    else:
        parameter.annotation = inner
    return True


def annotation_around(draft: Draft) -> bool:
    annotated = [p for p in draft.parameters if p.annotation]
    if not annotated or _is_durable(draft):
        return False
    parameter = draft.rng.choice(annotated)
    assert parameter.annotation is not None
    parameter.annotation = around(draft, parameter.annotation)
    return True


def annotation_other_sdk(draft: Draft) -> bool:
    inputs = [p for p in _inputs(draft) if p.annotation]
    if not inputs or _is_durable(draft):
        return False
    parameter = draft.rng.choice(inputs)
    classes = (
        "HttpRequest",
        "TimerRequest",
        "QueueMessage",
        "InputStream",
        "EventHubEvent",
        "EventGridEvent",
        "KafkaEvent",
        "ServiceBusMessage",
        "DocumentList",
        "SqlRowList",
        "Document",
        "CloudEvent",
        "HttpResponse",
        "Context",
    )
    new = "<f>" + draft.rng.choice(classes)
    if draft.coin(0.2):
        new = f"<t>List[{new}]"
    if new == parameter.annotation:
        return False
    parameter.annotation = new
    return True


def annotation_for_list(draft: Draft) -> bool:
    """The list or single form that the cardinality or the converter does not want."""
    inputs = [p for p in _inputs(draft) if p.annotation]
    if not inputs or _is_durable(draft):
        return False
    parameter = draft.rng.choice(inputs)
    assert parameter.annotation is not None
    if "[" in parameter.annotation:
        inner = parameter.annotation[parameter.annotation.index("[") + 1 : -1]
        parameter.annotation = draft.rng.choice(
            (inner, f"list[{inner}]", f"<t>Tuple[{inner}]", f"<t>Iterator[{inner}]")
        )
    else:
        form = draft.rng.choice(("<t>List[{}]", "list[{}]", "<t>Sequence[{}]", "<t>Optional[{}]"))
        parameter.annotation = form.format(parameter.annotation)
    return True


def out_without_out(draft: Draft) -> bool:
    outputs = [p for p in _outputs(draft) if p.annotation]
    if not outputs:
        return False
    parameter = draft.rng.choice(outputs)
    assert parameter.annotation is not None
    inner = parameter.annotation[parameter.annotation.index("[") + 1 : -1]
    parameter.annotation = draft.rng.choice(
        (
            inner,
            "<f>Out",
            f"<t>Optional[<f>Out[{inner}]]",
            f"<t>Type[{inner}]",
            "list",
            "dict",
            f"<f>Out[<f>Out[{inner}]]",
            f"<f>Out[{inner}, str]",
            f"<f>Out({inner})",
            "<f>Out()",
            f"<t>Callable[[{inner}], None]",
        )
    )
    return True


def out_inner(draft: Draft) -> bool:
    """Another type inside func.Out."""
    outputs = _outputs(draft)
    if not outputs:
        return False
    parameter = draft.rng.choice(outputs)
    inner = draw_annotation(draft)
    if "'" in inner and "<f>" in inner:
        return False
    parameter.annotation = f"<f>Out[{inner}]"
    return True


def input_with_out(draft: Draft) -> bool:
    if not _inputs(draft) or _is_durable(draft):
        return False
    parameter = draft.rng.choice(_inputs(draft))
    parameter.annotation = f"<f>Out[{parameter.annotation or 'str'}]"
    return True


def context_annotation(draft: Draft) -> bool:
    if any(p.name == "context" for p in draft.parameters) or _is_durable(draft):
        return False
    inner = draft.rng.choice(
        (
            "str",
            "dict",
            "<t>Any",
            "<t>Optional[<f>Context]",
            "<f>Context | None",
            "'<f>Context'",
            "func.Contxt",
            "object",
            "<t>Type[<f>Context]",
            "<f>HttpRequest",
            "<t>Annotated[<f>Context, 1]",
            "Context",
            "'Context'",
            "<f>Out[str]",
        )
    )
    if inner == "Context" and draft.coin(0.5):
        draft.header += ["class Context:", "    pass"]
    draft.parameters.append(Parameter("context", inner, draft.rng.choice((None, None, "None"))))
    return True


def default_added(draft: Draft) -> bool:
    if not draft.parameters or _is_durable(draft):
        return False
    last = draft.parameters[-1]
    last.default = draw_default(draft)
    return True


def import_forgotten(draft: Draft) -> bool:
    """The SDK or typing is not imported, or only for type checkers."""
    draft.skip_imports = draft.rng.choice(("f", "f", "t", "d"))
    if draft.skip_imports == "f" and draft.coin(0.6):
        line = draft.spelling.import_line("f", "HttpRequest, QueueMessage, TimerRequest, Out, HttpResponse")
        draft.header[:0] = ["if <t>TYPE_CHECKING:", f"    {line}"]
        draft.future = draft.coin(0.5)
    return True


def durable_annotation(draft: Draft) -> bool:
    """The durable SDK's classes where strings are wanted."""
    if _is_durable(draft):
        return False
    if "azure-functions-durable" not in draft.requirements:
        draft.requirements.append("azure-functions-durable")
    if not _inputs(draft):
        return False
    parameter = draft.rng.choice(_inputs(draft))
    parameter.annotation = draft.rng.choice(
        ("<d>DurableOrchestrationClient", "<d>DurableOrchestrationContext", "<d>EntityId", "<d>DurableClient")
    )
    return True


def durable_direct(draft: Draft) -> bool:
    """The orchestrator itself as entry point, or created in a wrong way."""
    if not _is_durable(draft):
        return False
    draft.shape += "-direct"
    draft.entry_point = None
    if draft.coin(0.5):
        draft.parameters[0].annotation = draft.rng.choice(
            (None, "<f>OrchestrationContext", "<f>EntityContext", "str", "dict")
        )
    return True


# Results.


def return_annotation(draft: Draft) -> bool:
    if _is_durable(draft):
        return False
    draft.returns = draft.rng.choice(
        (
            draw_annotation(draft),
            draw_annotation(draft),
            "None",
            "dict",
            "bytes",
            "str",
            "<f>HttpResponse",
            around(draft, draft.returns or "str"),
            "<f>Out[str]",
            "<t>Any",
            "<t>List[str]",
            "list[str]",
            "<t>NoReturn",
            "<f>HttpRequest",
            "'<f>HttpResponse'",
        )
    )
    return True


def return_value(draft: Draft) -> bool:
    """Returns something else than the bindings take: seen in calls only."""
    if _is_durable(draft):
        return False
    draft.value = draft.rng.choice(
        (
            "None",
            "{'a': 1}",
            "[1, 2]",
            "5",
            "object()",
            "('ok', 200)",
            "b'x'",
            "'ok'",
            "1.5",
            "True",
            "<f>HttpResponse('x')",
            "{1, 2}",
            "print",
            "[b'x']",
            "[object()]",
            "json.dumps({})",
            "iter([])",
        )
    )
    return True


def out_value(draft: Draft) -> bool:
    outputs = _outputs(draft)
    if not outputs:
        return False
    name = draft.rng.choice(outputs).name
    value = draft.rng.choice(
        ("{'a': 1}", "[1, 2]", "5", "object()", "None", "1.5", "{1, 2}", "<f>HttpResponse('x')", "('a',)")
    )
    draft.statements[:] = [s for s in draft.statements if f"{name}.set(" not in s]
    draft.statements.append(
        draft.rng.choice((f"{name}.set({value})", f"{name}.put({value})", f"{name} = {value}", f"{name}({value})"))
    )
    return True


def implicit_return(draft: Draft) -> bool:
    """Returns a value where no binding takes one."""
    if draft.value is not None or _is_durable(draft):
        return False
    draft.value = draft.rng.choice(("'done'", "{'a': 1}", "<f>HttpResponse('x')", "1"))
    return True


# What the host checks.


def direction(draft: Draft) -> bool:
    binding = draft.rng.choice(draft.bindings)
    new = draft.rng.choice(
        (
            "in",
            "out",
            "inout",
            "In",
            "OUT",
            "input",
            "output",
            "",
            " in ",
            0,
            1,
            2,
            "1",
            None,
            True,
            "inOut",
            "outt",
            ["in"],
        )
    )
    binding["direction"] = new
    return True


def direction_missing(draft: Draft) -> bool:
    del draft.rng.choice(draft.bindings)["direction"]
    return True


def binding_name(draft: Draft) -> bool:
    """A name that the host refuses, or one that looks so; the parameter follows where it can."""
    if not _bound(draft):
        return False
    parameter = draft.rng.choice(_bound(draft))
    assert parameter.binding is not None
    new = draft.rng.choice(
        (
            "my-item",
            "1st",
            "a__b",
            "__x",
            "_x",
            "a_b",
            "",
            "x" * 128,
            "x" * 129,
            "a.b",
            "a b",
            "ümlaut",
            "$req",
            "$return",
            "x_",
            "x__",
            5,
            None,
            "%name%",
            "{name}",
            "req\n",
        )
    )
    if new is None and draft.coin(0.5):
        del parameter.binding["name"]
        return True
    parameter.binding["name"] = new
    if isinstance(new, str) and new.isidentifier() and draft.coin(0.8) and not _is_durable(draft):
        old, parameter.name = parameter.name, new
        draft.statements[:] = [s.replace(old, new) for s in draft.statements]
    return True


def binding_duplicate(draft: Draft) -> bool:
    binding = dict(draft.rng.choice(draft.bindings))
    if str(binding["type"]).lower().endswith("trigger"):
        return False
    name = str(binding["name"])
    binding["name"] = draft.rng.choice((name, name.upper(), name.lower(), name.capitalize()))
    draft.bindings.append(binding)
    return True


def type_case(draft: Draft) -> bool:
    """The type in another case: all the same to the host, a generic binding to the worker."""
    binding = draft.rng.choice(draft.bindings)
    kind = str(binding["type"])
    new = draft.rng.choice(
        (kind.lower(), kind.upper(), kind.capitalize(), kind[0].upper() + kind[1:], kind.replace("T", "t"))
    )
    if new == kind:
        return False
    binding["type"] = new
    return True


def type_missing(draft: Draft) -> bool:
    binding = draft.rng.choice(draft.bindings)
    if draft.coin(0.5):
        del binding["type"]
    else:
        binding["type"] = draft.rng.choice((None, [], {}))
    return True


def trigger_count(draft: Draft) -> bool:
    triggers = [b for b in draft.bindings if str(b["type"]).lower().endswith("trigger")]
    if draft.coin(0.4) and len(draft.bindings) > 1:
        for trigger in triggers:
            draft.bindings.remove(trigger)
            draft.parameters[:] = [p for p in draft.parameters if p.binding is not trigger]
            _forget(draft, str(trigger["name"]))
        return True
    if _is_durable(draft) or any(b["name"] == "tick" for b in draft.bindings):
        return False
    binding: dict[str, object] = {"type": "timerTrigger", "direction": "in", "name": "tick", "schedule": "0 0 * * * *"}
    draft.bindings.append(binding)
    draft.parameters.insert(0, Parameter("tick", "<f>TimerRequest", binding=binding))
    return True


def enumeration(draft: Draft) -> bool:
    """dataType and cardinality."""
    binding = draft.rng.choice(draft.bindings)
    if draft.coin(0.6):
        binding["dataType"] = draft.rng.choice(
            ("text", "json", "Binary", "STRING", "bytes", "stream", "", None, 1, "undefined", True, " binary ")
        )
    else:
        binding["cardinality"] = draft.rng.choice(("Many", "single", "all", "ONE", "", None, 1, "batch", "many"))
    return True


def no_bindings(draft: Draft) -> bool:
    draft.bindings.clear()
    if draft.coin(0.5):
        draft.parameters.clear()
        draft.statements.clear()
    return True


def function_name(draft: Draft) -> bool:
    """The folder's name."""
    draft.name = draft.rng.choice(
        (
            "1Fn",
            "_Fn",
            "Fn.v1",
            "host",
            "Host",
            "Fn Copy",
            "Fn-1",
            "fn_1",
            "F",
            "-Fn",
            "x" * 128,
            "x" * 129,
            "Fünf",
            "class",
            "import",
            "test",
            "json",
            "Fn-v1",
            "function",
            "shared2",
        )
    )
    return True


FAMILIES: dict[str, tuple[int, tuple[Fault, ...]]] = {
    "names": (
        15,
        (
            parameter_missing,
            parameter_renamed,
            parameter_renamed,
            parameter_added,
            parameter_added,
            parameters_collapsed,
            parameter_positional,
            binding_renamed,
            binding_removed,
            binding_added,
            keyword_name,
        ),
    ),
    "annotations": (
        26,
        (
            annotation_any,
            annotation_any,
            annotation_any,
            annotation_any,
            annotation_around,
            annotation_around,
            annotation_other_sdk,
            annotation_for_list,
            out_without_out,
            out_inner,
            out_inner,
            input_with_out,
            context_annotation,
            default_added,
            import_forgotten,
            import_forgotten,
            durable_annotation,
            durable_direct,
            durable_direct,
            parameters_swapped,
        ),
    ),
    "results": (
        10,
        (return_annotation, return_annotation, return_annotation, return_value, out_value, implicit_return),
    ),
    "host": (
        12,
        (
            direction,
            direction,
            direction_missing,
            binding_name,
            binding_name,
            binding_duplicate,
            type_case,
            type_case,
            type_missing,
            trigger_count,
            enumeration,
            no_bindings,
            function_name,
        ),
    ),
}
