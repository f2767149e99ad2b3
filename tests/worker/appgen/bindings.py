"""Draws the bindings of a function together with the parameters and the return value that go with them."""

from __future__ import annotations

from appgen import catalogue
from appgen.catalogue import Kind
from appgen.draft import Draft, Parameter

_TRIGGER_NAMES = {
    "httpTrigger": ("req", "request", "httpRequest"),
    "timerTrigger": ("timer", "mytimer", "myTimer"),
    "queueTrigger": ("msg", "message", "queueItem", "queue_item"),
    "blobTrigger": ("blob", "myblob", "inputBlob"),
}
_NAMES = ("item", "event", "payload", "data", "events", "my_event", "Item", "_item", "x")
_INPUT_NAMES = ("source", "inputDoc", "docs", "rows", "starter", "row_in", "state", "info")
_OUTPUT_NAMES = ("out", "target", "outputDoc", "result", "sink", "msgOut", "done_item", "res")


_VALUES = {
    "str": "'done'",
    "bytes": "b'done'",
    "bytearray": "bytearray(b'done')",
    "<t>List[str]": "['a', 'b']",
    "<f>QueueMessage": "<f>QueueMessage(body='a')",
    "<f>InputStream": "io.BytesIO(b'done')",
    "<t>IO": "io.BytesIO(b'done')",
    "<t>BinaryIO": "io.BytesIO(b'done')",
}
"""Values by the annotation they fit."""


def draw_bindings(draft: Draft) -> None:
    """Fills bindings, parameters, return annotation and return value of a draft."""
    dice = draft.rng.random()
    if dice < 0.30:
        _trigger(draft, catalogue.HTTP_TRIGGER)
        _http_result(draft)
    elif dice < 0.36:
        _durable(draft, catalogue.ORCHESTRATION)
        return
    elif dice < 0.40:
        _durable(draft, catalogue.ENTITY)
        return
    else:
        _trigger(draft, draft.rng.choice(catalogue.TRIGGERS))
        _other_result(draft)
    inputs, outputs = catalogue.INPUTS, catalogue.OUTPUTS
    for chance, kinds in ((0.3, inputs), (0.3, outputs), (0.12, inputs), (0.1, outputs)):
        if draft.coin(chance):
            _extra(draft, draft.rng.choice(kinds), is_output=kinds is catalogue.OUTPUTS)
    if draft.coin(0.15):
        _context(draft)
    if draft.coin(0.3):
        draft.rng.shuffle(draft.parameters)
    if draft.coin(0.3):
        draft.rng.shuffle(draft.bindings)


def _trigger(draft: Draft, kind: Kind) -> None:
    name = draft.rng.choice(_TRIGGER_NAMES.get(kind.type, _NAMES))
    if kind.type == "timerTrigger" and draft.coin(0.3):
        properties: dict[str, object] = {"schedule": draft.rng.choice(("0 0 6 * * 1-5", "0 30 9 * * *", "00:05:00"))}
    else:
        properties = dict(kind.properties)
    if kind.type == "httpTrigger" and draft.coin(0.3):
        properties["route"] = draft.rng.choice(("items/{id}", "items", "v1/{kind:alpha}/{id:int?}"))
    binding = _binding(draft, kind, name, "in", properties)
    draft.parameters.append(Parameter(name, _annotation(draft, kind.annotations), binding=binding))
    draft.statements.append(_use(draft, name))
    if kind.values and draft.coin(0.7):
        # The trigger has an implicit output: the value goes back without a $return binding.
        draft.value = draft.rng.choice(kind.values)
        draft.returns = _annotation(draft, kind.returns)
    draft.preview |= kind.preview


def _binding(
    draft: Draft, kind: Kind, name: str, direction: str, properties: dict[str, object] | None = None
) -> dict[str, object]:
    binding: dict[str, object] = {"type": kind.type, "direction": direction, "name": name}
    binding.update(kind.properties if properties is None else properties)
    textual = kind.type in ("queueTrigger", "eventHubTrigger", "serviceBusTrigger", "kafkaTrigger", "queue")
    if textual and draft.coin(0.2):
        binding["dataType"] = draft.rng.choice(("string", "binary", "String"))
    draft.bindings.append(binding)
    return binding


def _annotation(draft: Draft, choices: tuple[str, ...]) -> str | None:
    return None if not choices or draft.coin(0.12) else draft.rng.choice(choices)


def _value(draft: Draft, kind: Kind, annotation: str | None) -> str:
    if annotation in _VALUES:
        return _VALUES[annotation]
    if annotation == "<f>HttpResponse":
        return draft.rng.choice(catalogue.HTTP_VALUES)
    return draft.rng.choice(kind.values)


def _use(draft: Draft, name: str) -> str:
    return draft.rng.choice(
        (f"logging.info('%s', {name})", f"print({name})", f"logging.debug('got %r', {name})", f"_ = {name}")
    )


def _http_result(draft: Draft) -> None:
    dice = draft.rng.random()
    kind = catalogue.HTTP_OUTPUT
    if dice < 0.72:
        _binding(draft, kind, "$return", "out")
        draft.returns = _annotation(draft, kind.returns)
        draft.value = _value(draft, kind, draft.returns)
    elif dice < 0.88:
        _out(draft, kind, draft.rng.choice(("res", "response", "$out")).replace("$out", "out_res"))


def _other_result(draft: Draft) -> None:
    if draft.coin(0.25) and draft.value is None:
        kind = draft.rng.choice([k for k in catalogue.OUTPUTS if k.returns])
        _binding(draft, kind, "$return", "out")
        draft.returns = _annotation(draft, kind.returns)
        draft.value = _value(draft, kind, draft.returns)
    elif draft.value is None and draft.coin(0.3):
        draft.returns = draft.rng.choice(("None", "str", "None"))


def _extra(draft: Draft, kind: Kind, is_output: bool) -> None:
    if is_output:
        name = _free(draft, _OUTPUT_NAMES)
        _out(draft, kind, name)
    else:
        name = _free(draft, _INPUT_NAMES)
        binding = _binding(draft, kind, name, "in")
        draft.parameters.append(Parameter(name, _annotation(draft, kind.annotations), binding=binding))
        draft.statements.append(_use(draft, name))
        if kind.type == "durableClient" and draft.coin(0.4):
            draft.statements.append(f"client = <d>DurableOrchestrationClient({name})")
            draft.requirements.append("azure-functions-durable")
    draft.preview |= kind.preview


def _free(draft: Draft, choices: tuple[str, ...]) -> str:
    taken = [str(b["name"]).lower() for b in draft.bindings]
    return draft.rng.choice([n for n in choices if n.lower() not in taken])


def _out(draft: Draft, kind: Kind, name: str) -> None:
    binding = _binding(draft, kind, name, "out")
    inner = _annotation(draft, kind.annotations)
    annotation = None if inner is None else f"<f>Out[{inner}]"
    draft.parameters.append(Parameter(name, annotation, binding=binding))
    if kind.values and draft.coin(0.85):
        draft.statements.append(f"{name}.set({_value(draft, kind, inner)})")


def _context(draft: Draft) -> None:
    annotation = draft.rng.choice((None, "<f>Context", "<f>Context", "<f>Context"))
    draft.parameters.append(Parameter("context", annotation))
    draft.statements.append("logging.info(context.invocation_id)")


def _durable(draft: Draft, kind: Kind) -> None:
    """An orchestrator or an entity: the function that the SDK's `create` turns into the entry point."""
    is_entity = kind is catalogue.ENTITY
    draft.requirements.append("azure-functions-durable")
    draft.shape = "entity" if is_entity else "orchestrator"
    name = "context" if draft.coin(0.9) else draft.rng.choice(("ctx", "Context"))
    _binding(draft, kind, name, "in")
    own = draft.rng.choice(("context", "context", "ctx", "c"))
    durable = "DurableEntityContext" if is_entity else "DurableOrchestrationContext"
    draft.parameters.append(Parameter(own, draft.rng.choice((f"<d>{durable}", f"<d>{durable}", None, "<t>Any"))))
    if is_entity:
        draft.statements += [f"total = {own}.get_state(lambda: 0)", f"{own}.set_state(total + 1)"]
        draft.statements.append(f"{own}.set_result(total)")
    else:
        draft.statements += [f"first = yield {own}.call_activity('Say', 'a')", "logging.info(first)"]
        draft.value = "'done'"
