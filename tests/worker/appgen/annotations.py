"""Ways of writing an annotation down, harmless ones and faulty ones."""

from __future__ import annotations

from collections.abc import Callable

from appgen.draft import Draft, indent

Way = Callable[[Draft, str], "str | None"]

_LITERALS = ("None", "5", "...")


def spell_annotations(draft: Draft) -> None:
    """Writes some annotations of a draft in another way that should mean the same."""
    if draft.coin(0.12):
        draft.future = True
        draft.style.append("future-annotations")
    if draft.coin(0.55):
        return
    for parameter in draft.parameters:
        if parameter.annotation and draft.coin(0.5):
            new = rewrite(draft, parameter.annotation)
            if new is not None:
                parameter.annotation = new
    if draft.returns and draft.returns not in _LITERALS and draft.coin(0.3):
        draft.returns = rewrite(draft, draft.returns) or draft.returns


def rewrite(draft: Draft, annotation: str) -> str | None:
    """One annotation in another way; None where the way drawn does not apply."""
    way = draft.rng.choice(WAYS)
    new = way(draft, annotation)
    if new is not None:
        draft.style.append(way.__name__.strip("_").replace("_", "-"))
    return new


def _top_level(draft: Draft, *lines: str) -> None:
    draft.header += lines


def _assigned(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"{name} = {annotation}")
    return name


def _annotated_assignment(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"{name}: {draft.rng.choice(('<t>TypeAlias', 'type', '<t>Any'))} = {annotation}")
    return name


def _tuple_assignment(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    pattern, value = draft.rng.choice(
        (
            (f"{name}, _rest{name}", f"{annotation}, str"),
            (f"(_first{name}, {name})", f"(str, {annotation})"),
            (f"{name}, *_more{name}", f"{annotation}, int, str"),
            (f"[{name}]", f"[{annotation}]"),
        )
    )
    _top_level(draft, f"{pattern} = {value}")
    return name


def _chained_assignment(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"{name} = _Same{name} = {annotation}")
    return draft.rng.choice((name, f"_Same{name}"))


def _walrus(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"if ({name} := {annotation}):", "    pass")
    return name


def _tried(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    error = draft.rng.choice(("Exception", "AttributeError", "ImportError", "(ImportError, AttributeError)"))
    tail = draft.rng.choice(([], ["else:", "    pass"], ["finally:", "    pass"]))
    _top_level(draft, "try:", f"    {name} = {annotation}", f"except {error}:", f"    {name} = None", *tail)
    return name


def _version_check(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    test = draft.rng.choice(("sys.version_info >= (3, 8)", "sys.version_info[0] == 3", "sys.version_info > (3,)"))
    _top_level(draft, f"if {test}:", f"    {name} = {annotation}", "else:", f"    {name} = int")
    return name


def _certain_branch(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    test = draft.rng.choice(("True", "1", "not False", "not <t>TYPE_CHECKING", "__name__ != '__main__'", "'yes'"))
    _top_level(draft, f"if {test}:", f"    {name} = {annotation}", "else:", f"    {name} = 5")
    return name


def _both_branches(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    _top_level(
        draft,
        "if os.environ.get('FEATURE_X'):",
        f"    {name} = {annotation}",
        "else:",
        f"    {name} = {annotation}",
    )
    return name


def _class_attribute(draft: Draft, annotation: str) -> str:
    name = draft.unused("Types")
    _top_level(draft, f"class {name}:", f"    payload = {annotation}")
    return f"{name}.payload"


def _nested_class_attribute(draft: Draft, annotation: str) -> str:
    name = draft.unused("Types")
    _top_level(draft, f"class {name}:", "    class Inner:", f"        payload = {annotation}")
    return f"{name}.Inner.payload"


def _dictionary(draft: Draft, annotation: str) -> str:
    name = draft.unused("_TYPES")
    _top_level(draft, f"{name} = {{'payload': {annotation}}}")
    return f"{name}['payload']"


def _call(draft: Draft, annotation: str) -> str:
    name = draft.unused("_payload_type")
    _top_level(draft, f"def {name}():", f"    return {annotation}")
    return f"{name}()"


def _conditional(draft: Draft, annotation: str) -> str:
    return f"({annotation} if True else int)"


def _redefined(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"{name} = int", f"{name} = {annotation}")
    return name


def _loop(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"for {name} in (int, {annotation}):", "    pass")
    return name


def _quoted(draft: Draft, annotation: str) -> str | None:
    return None if "'" in annotation or '"' in annotation else f'"{annotation}"'


def _quoted_inside(draft: Draft, annotation: str) -> str | None:
    opening = annotation.find("[")
    if opening < 0 or "'" in annotation or '"' in annotation:
        return None
    return f'{annotation[: opening + 1]}"{annotation[opening + 1 : -1]}"]'


def _annotated(draft: Draft, annotation: str) -> str:
    return f"<t>Annotated[{annotation}, {draft.rng.choice(('1', repr('meta'), 'object()'))}]"


def _subclass(draft: Draft, annotation: str) -> str | None:
    if "[" in annotation or not annotation.startswith("<f>") or "Out" in annotation:
        return None
    name = draft.unused("Own")
    body = draft.rng.choice((["pass"], ["def extra(self):", "    return 1"], ["flag = True"]))
    _top_level(draft, f"class {name}({annotation}):", *indent(body))
    return name


def _name_of_class_reused(draft: Draft, annotation: str) -> str | None:
    if "[" in annotation or not annotation.startswith("<f>") or "." in annotation:
        return None
    name = annotation.removeprefix("<f>")
    if draft.spelling.spell("<f>X") == "X" or f"class {name}" in "\n".join(draft.header):
        return None
    _top_level(draft, f"class {name}({annotation}):", "    pass")
    return name


def _getattr(draft: Draft, annotation: str) -> str | None:
    if "[" in annotation or not annotation.startswith("<f>") or draft.spelling.spell("<f>X") == "X":
        return None
    module = draft.spelling.spell("<f>X").removesuffix(".X")
    _top_level(draft, draft.spelling.import_line("f", ""))
    return f"getattr({module}, '{annotation.removeprefix('<f>')}')"


def _import_as(draft: Draft, annotation: str) -> str | None:
    if "[" in annotation or not annotation.startswith("<f>") or "." in annotation:
        return None
    name = draft.unused("Payload")
    _top_level(draft, f"from azure.functions import {annotation.removeprefix('<f>')} as {name}")
    return name


def _import_tried(draft: Draft, annotation: str) -> str | None:
    if "[" in annotation or not annotation.startswith("<f>") or "." in annotation:
        return None
    name = draft.unused("Payload")
    plain = annotation.removeprefix("<f>")
    _top_level(
        draft,
        "try:",
        f"    from azure.functions import {plain} as {name}",
        "except ImportError:",
        f"    {name} = {draft.rng.choice(('None', 'object', 'str'))}",
    )
    return name


def _abstract_class(draft: Draft, annotation: str) -> str | None:
    """The base classes in the SDK's _abc module, which the converters accept as well."""
    if annotation not in ("<f>HttpRequest", "<f>QueueMessage", "<f>InputStream", "<f>TimerRequest", "<f>EventHubEvent"):
        return None
    _top_level(draft, "import azure.functions._abc as _abc")
    return f"_abc.{annotation.removeprefix('<f>')}"


SHARED_IMPORTS = (
    "from ..{0}.{1} import {2}",
    "from {0}.{1} import {2}",
    "from __app__.{0}.{1} import {2}",
    "from ..{0} import {1}",
    "from {0} import {1}",
    "import {0}.{1}",
    "import {0}.{1} as {1}_module",
    "import __app__.{0}.{1} as {1}_module",
    "from ..{0}.{1} import *",
    "from {0}.{1} import *",
    "from ..{0}.{1} import {2} as {2}Alias",
)


def import_shared(draft: Draft, folder: str, module: str, name: str) -> str:
    """Imports a name of a shared module in a way drawn at random; returns the expression that reaches it."""
    form = draft.rng.choice(SHARED_IMPORTS)
    draft.header.append(form.format(folder, module, name))
    if form.endswith("Alias"):
        return f"{name}Alias"
    if form.endswith("_module"):
        return f"{module}_module.{name}"
    if form == "import {0}.{1}":
        return f"{folder}.{module}.{name}"
    return f"{module}.{name}" if form.endswith("import {1}") else name


def _shared_module(draft: Draft, annotation: str) -> str:
    folder, module = draft.rng.choice((("shared", "models"), ("lib", "kinds"), ("shared_code", "aliases")))
    name = draft.unused("Payload")
    lines = [f"{name} = {annotation}"]
    if draft.coin(0.3):
        lines.append(f"__all__ = ['{name}']")
    path = f"{folder}/{module}.py"
    if path in draft.files:
        return _assigned(draft, annotation)
    _names_in_scope(draft, annotation, lines)
    draft.files[path] = draft.spelling.module(lines)
    if draft.coin(0.6):
        draft.files.setdefault(f"{folder}/__init__.py", "")
    return import_shared(draft, folder, module, name)


def _reexported(draft: Draft, annotation: str) -> str:
    name = draft.unused("Payload")
    if "reexport/__init__.py" in draft.files:
        return _assigned(draft, annotation)
    lines = [f"{name} = {annotation}"]
    _names_in_scope(draft, annotation, lines)
    draft.files["reexport/inner.py"] = draft.spelling.module(lines)
    line = draft.rng.choice(
        (f"from .inner import {name}", "from .inner import *", f"from reexport.inner import {name}")
    )
    draft.files["reexport/__init__.py"] = line + "\n"
    draft.header.append(draft.rng.choice((f"from ..reexport import {name}", f"from reexport import {name}")))
    return name


def _names_in_scope(draft: Draft, annotation: str, lines: list[str]) -> None:
    """A shared module cannot see what the script defines: copies the header there if the annotation may need it."""
    if any(word in annotation for word in ("Payload", "Types", "Own", "_TYPES", "_payload", "Second", "_abc")):
        lines[:0] = draft.header


WAYS: tuple[Way, ...] = (
    _assigned,
    _assigned,
    _annotated_assignment,
    _tuple_assignment,
    _chained_assignment,
    _walrus,
    _tried,
    _version_check,
    _certain_branch,
    _both_branches,
    _class_attribute,
    _nested_class_attribute,
    _dictionary,
    _call,
    _conditional,
    _redefined,
    _loop,
    _quoted,
    _quoted,
    _quoted_inside,
    _annotated,
    _subclass,
    _subclass,
    _name_of_class_reused,
    _getattr,
    _import_as,
    _import_tried,
    _abstract_class,
    _shared_module,
    _shared_module,
    _shared_module,
    _reexported,
)

_SDK = (
    "HttpRequest",
    "HttpResponse",
    "TimerRequest",
    "QueueMessage",
    "InputStream",
    "EventHubEvent",
    "EventGridEvent",
    "ServiceBusMessage",
    "Document",
    "DocumentList",
    "KafkaEvent",
    "SqlRow",
    "SqlRowList",
    "Context",
    "EventGridOutputEvent",
    "CloudEvent",
    "OrchestrationContext",
    "EntityContext",
    "MySqlRowList",
)
_PLAIN = (
    "int",
    "str",
    "bytes",
    "dict",
    "list",
    "float",
    "bool",
    "set",
    "tuple",
    "object",
    "type",
    "None",
    "bytearray",
    "memoryview",
    "complex",
    "Exception",
    "io.BytesIO",
    "io.StringIO",
    "datetime.datetime",
    "collections.OrderedDict",
    "collections.UserDict",
    "collections.abc.Iterable",
    "pathlib.Path",
    "decimal.Decimal",
    "uuid.UUID",
    "io.IOBase",
)
_GENERIC = (
    "<t>List[{}]",
    "<t>Sequence[{}]",
    "<t>Iterable[{}]",
    "<t>Set[{}]",
    "<t>FrozenSet[{}]",
    "<t>Optional[{}]",
    "<t>Union[{}, None]",
    "<t>Union[{}, bytes]",
    "<t>Union[{}]",
    "<t>Dict[str, {}]",
    "<t>Dict[{}, int]",
    "<t>Tuple[{}]",
    "<t>Tuple[{}, ...]",
    "<t>Callable[..., {}]",
    "<t>Callable[[{}], int]",
    "<t>Type[{}]",
    "<t>Iterator[{}]",
    "<t>Collection[{}]",
    "<t>Mapping[str, {}]",
    "<t>MutableSequence[{}]",
    "<t>Deque[{}]",
    "<t>ClassVar[{}]",
    "<t>Final[{}]",
    "<t>Awaitable[{}]",
    "<t>Generator[{}, None, None]",
    "<t>AsyncIterator[{}]",
    "list[{}]",
    "dict[str, {}]",
    "tuple[{}, ...]",
    "set[{}]",
    "type[{}]",
    "collections.abc.Sequence[{}]",
    "collections.abc.Iterable[{}]",
    "{} | None",
    "None | {}",
    "{} | bytes",
    "<t>List[<t>List[{}]]",
    "<t>List[<t>Optional[{}]]",
    "<t>Optional[<t>List[{}]]",
    "<t>Annotated[<t>List[{}], 1]",
    "<f>Out[{}]",
    "<f>Out[<t>List[{}]]",
    "<f>Out[<f>Out[{}]]",
    "<f>Out[list[{}]]",
    "<f>Out[<t>Optional[{}]]",
    "<t>Optional[<f>Out[{}]]",
    "<t>List[<f>Out[{}]]",
    "<f>Out['{}']",
    "<t>List['{}']",
    "'<t>List[{}]'",
    "'{} | None'",
    "<t>Annotated[<f>Out[{}], 'x']",
    "<f>Out[<t>Annotated[{}, 'x']]",
    "<t>Required[{}]",
)
_SPECIAL = (
    "<t>Any",
    "<t>List",
    "<t>Dict",
    "<t>Tuple",
    "<t>Callable",
    "<t>Optional",
    "<t>Union",
    "<t>IO",
    "<t>TextIO",
    "<t>BinaryIO",
    "<t>IO[bytes]",
    "<t>Text",
    "<t>AnyStr",
    "<t>Literal['a']",
    "<t>NoReturn",
    "<t>Never",
    "<t>Self",
    "<t>LiteralString",
    "<t>Hashable",
    "<t>Sized",
    "<t>Pattern[str]",
    "<t>Match",
    "<t>SupportsInt",
    "<t>ByteString",
    "<t>Generic",
    "<t>NamedTuple",
    "<t>TypedDict",
    "<t>Protocol",
    "<f>Out",
    "<t>DefaultDict[str, int]",
    "<t>Counter[str]",
    "5",
    "'5'",
    "...",
    "True",
    "1.5",
    "b'x'",
    "[str]",
    "(str, int)",
    "{'a': str}",
    "logging",
    "os.path",
    "print",
    "len",
    "lambda: 0",
    "str()",
    "type(5)",
    "1 + 1",
    "NotImplemented",
    "'not a type'",
    "''",
    "'str int'",
    "'1/0'",
    "1/0",
    "'[str]'",
    "'None'",
    "<f>Out()",
    "<f>Out(str)",
    "<f>Out[str]()",
    "<f>Out[str, int]",
    "<f>Out[5]",
    "<f>Out[...]",
    "<f>Out[()]",
    "<f>Out[None]",
    "<f>Out[<t>Any]",
    "<t>List[...]",
    "<t>Optional[str, int]",
    "<t>List[str, int]",
    "<t>Dict[str]",
    "<t>Union[()]",
    "str[int]",
    "int[str]",
    "list[str][0]",
)
_MISSING = (
    "Missing",
    "'Missing'",
    "<t>List['Missing']",
    "<f>Out[Missing]",
    "<f>Out['Missing']",
    "<f>HttpReqest",
    "<f>QueueMesage",
    "<f>Http",
    "<f>httprequest",
    "<f>ServiceBusMsg",
    "<f>TimerRequst",
    "<f>EventHubEvents",
    "<t>Lst[str]",
    "<t>list[str]",
    "<t>any",
    "functions_sdk.HttpRequest",
    "func2.HttpRequest",
    "List[str]",
    "Any",
    "Optional[str]",
    "HttpRequest",
    "azure.functionz.X",
    "df.DurableOrchestrationClient",
    "str.nope",
    "os.nope",
    "datetime.nope",
    "__missing__",
    "'<f>HttpReqest'",
    "'os.nope'",
    "self",
    "json.loadz",
    "func.out[str]",
)


def draw_annotation(draft: Draft) -> str:
    """Any annotation at all, mostly a wrong one; helper definitions that it needs go to the header."""
    dice = draft.rng.random()
    plain = draft.rng.choice(tuple(f"<f>{name}" for name in _SDK) + _PLAIN)
    if dice < 0.25:
        return plain
    if dice < 0.55:
        simple = draft.rng.choice(("str", "str", "bytes", "int", "<f>QueueMessage", "<f>HttpRequest", "dict", plain))
        return draft.rng.choice(_GENERIC).format(simple)
    if dice < 0.72:
        return draft.rng.choice(_SPECIAL)
    if dice < 0.84:
        return draft.rng.choice(_MISSING)
    return draft.rng.choice(_DEFINED)(draft)


def around(draft: Draft, annotation: str) -> str:
    """The right annotation inside a generic form: X | None, Optional[X], list[X] ..."""
    form = draft.rng.choice(_GENERIC)
    if "'" in form and ("'" in annotation or '"' in annotation):
        form = "<t>Optional[{}]"
    return form.format(annotation)


def _new_type(draft: Draft) -> str:
    name = draft.unused("Payload")
    base = draft.rng.choice(("str", "bytes", "dict", "<f>HttpRequest"))
    _top_level(draft, f"{name} = <t>NewType('{name}', {base})")
    return name


def _type_variable(draft: Draft) -> str:
    name = draft.unused("T")
    bound = draft.rng.choice(("", ", bound=str", ", str, bytes"))
    _top_level(draft, f"{name} = <t>TypeVar('{name}'{bound})")
    return name


def _type_statement(draft: Draft) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"type {name} = {draft.rng.choice(('str', 'list[str]', '<f>HttpRequest'))}")
    return name


def _own_class(draft: Draft) -> str:
    name = draft.unused("Own")
    base = draft.rng.choice(("", "(str)", "(bytes)", "(dict)", "(list)", "(<t>NamedTuple)", "(<t>TypedDict)"))
    _top_level(draft, f"class {name}{base}:", "    pass" if "<t>" not in base else "    x: int")
    return name


def _own_dataclass(draft: Draft) -> str:
    name = draft.unused("Own")
    _top_level(draft, "import dataclasses", "@dataclasses.dataclass", f"class {name}:", "    x: int = 0")
    return name


def _own_enum(draft: Draft) -> str:
    name = draft.unused("Own")
    _top_level(
        draft, "import enum", f"class {name}({draft.rng.choice(('enum.Enum', 'str, enum.Enum'))}):", "    A = 'a'"
    )
    return draft.rng.choice((name, f"{name}.A"))


def _own_generic(draft: Draft) -> str:
    name, variable = draft.unused("Own"), draft.unused("T")
    _top_level(draft, f"{variable} = <t>TypeVar('{variable}')", f"class {name}(<t>Generic[{variable}]):", "    pass")
    return draft.rng.choice((name, f"{name}[str]", f"{name}['str']"))


def _own_out(draft: Draft) -> str:
    variable = draft.unused("T")
    base, form = draft.rng.choice((("", "Out"), (f"(<t>Generic[{variable}])", "Out[str]"), ("(<f>Out[str])", "Out")))
    _top_level(draft, f"{variable} = <t>TypeVar('{variable}')", f"class Out{base}:", "    pass")
    return form


def _out_subclass(draft: Draft) -> str:
    name = draft.unused("Own")
    _top_level(draft, f"class {name}(<f>Out{draft.rng.choice(('', '[str]'))}):", "    pass")
    return draft.rng.choice((name, f"{name}[str]"))


def _own_context(draft: Draft) -> str:
    base = draft.rng.choice(("", "(str)", "(<f>Context)"))
    _top_level(draft, f"class Context{base}:", "    pass")
    return "Context"


def _type_checking_only(draft: Draft) -> str:
    name = draft.unused("Payload")
    condition = draft.rng.choice(("<t>TYPE_CHECKING", "False", "0", "not True"))
    definition = draft.rng.choice(
        (f"from azure.functions import HttpRequest as {name}", f"{name} = str", f"from .models import {name}")
    )
    _top_level(draft, f"if {condition}:", f"    {definition}")
    return draft.rng.choice((name, f'"{name}"'))


def _one_path(draft: Draft) -> str:
    name = draft.unused("Payload")
    condition = draft.rng.choice(("os.environ.get('NOT_SET_ANYWHERE')", "sys.version_info < (3, 6)", "os.name == 'nt'"))
    _top_level(draft, f"if {condition}:", f"    {name} = str")
    return name


def _deleted(draft: Draft) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"{name} = str", f"del {name}")
    return name


def _local_name(draft: Draft) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"def _setup{name}():", f"    {name} = str", f"    return {name}", f"_setup{name}()")
    return draft.rng.choice((name, f'"{name}"'))


def _later_class(draft: Draft) -> str:
    """A class defined below the function: found when quoted, missing when not."""
    name = draft.unused("Later")
    draft.footer += [f"class {name}({draft.rng.choice(('str', '<f>HttpRequest', 'dict'))}):", "    pass"]
    return draft.rng.choice((name, f'"{name}"', f'"{name}"'))


def _own_variable(draft: Draft) -> str:
    name = draft.unused("value")
    value = draft.rng.choice(("5", "'str'", "None", "[]", "{}", "object()", "<f>HttpResponse('x')", "'<f>HttpRequest'"))
    _top_level(draft, f"{name} = {value}")
    return name


def _own_function(draft: Draft) -> str:
    name = draft.unused("convert")
    _top_level(draft, f"def {name}(value):", "    return value")
    return draft.rng.choice((name, f"{name}(str)", f"{name}(5)"))


def _loop_variable(draft: Draft) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"for {name} in {draft.rng.choice(('()', '(str,)', '(str, int)'))}:", "    pass")
    return name


def _comprehension_variable(draft: Draft) -> str:
    name = draft.unused("Payload")
    _top_level(draft, f"_kinds{name} = [{name} for {name} in (str, bytes)]")
    return name


def _except_variable(draft: Draft) -> str:
    name = draft.unused("problem")
    _top_level(draft, "try:", "    int('x')", f"except ValueError as {name}:", "    pass")
    return name


def _star_private(draft: Draft) -> str:
    """A name that a star import leaves out."""
    draft.files.setdefault("shared/private.py", "Public = str\n_Hidden = str\nOther = str\n__all__ = ['Public']\n")
    draft.header.append(draft.rng.choice(("from ..shared.private import *", "from shared.private import *")))
    return draft.rng.choice(("_Hidden", "Other", "Public"))


def _shared_missing(draft: Draft) -> str:
    draft.files.setdefault("shared/kinds.py", "Present = str\n")
    line, name = draft.rng.choice(
        (
            ("from ..shared import kinds", "kinds.Absent"),
            ("import shared.kinds", "shared.kinds.Absent"),
            ("from ..shared.kinds import *", "Absent"),
            ("from ..shared import kinds", "kinds.Present"),
            ("from ..shared import kinds", "kinds"),
        )
    )
    draft.header.append(line)
    return name


_DEFINED: tuple[Callable[[Draft], str], ...] = (
    _new_type,
    _type_variable,
    _type_statement,
    _own_class,
    _own_class,
    _own_dataclass,
    _own_enum,
    _own_generic,
    _own_out,
    _out_subclass,
    _own_context,
    _type_checking_only,
    _type_checking_only,
    _one_path,
    _deleted,
    _local_name,
    _later_class,
    _later_class,
    _own_variable,
    _own_function,
    _loop_variable,
    _comprehension_variable,
    _except_variable,
    _star_private,
    _shared_missing,
)


def draw_default(draft: Draft) -> str:
    return draft.rng.choice(
        ("None", "None", "5", "'x'", "[]", "{}", "()", "object()", "MISSING", "os.nope", "...", "str")
    )
