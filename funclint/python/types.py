"""What an annotation is to the worker: a class, a generic of ``typing``, neither, or not to be told.

Follows ``typing.get_type_hints`` (strings evaluated in the module's globals, ``Annotated`` stripped, ``None`` the class
of None) and ``is_generic_type`` of the worker's ``typing_inspect``; measured, see the catalogue's truth table.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from funclint.catalogue import sdk_class, stdlib_module
from funclint.python.importing import Frame, ModuleState
from funclint.python.interpreter import Interpreter
from funclint.python.outcomes import ImportFailure
from funclint.python.values import (
    Alias,
    Class,
    Constant,
    External,
    Instance,
    Unknown,
    Value,
)

# Generics of typing whose origin is a class that is iterable, and those whose origin is not.
_ITERABLE = frozenset(
    [
        "List",
        "Dict",
        "Set",
        "FrozenSet",
        "Sequence",
        "MutableSequence",
        "Iterable",
        "Iterator",
        "Collection",
        "Mapping",
        "MutableMapping",
        "Deque",
        "DefaultDict",
        "OrderedDict",
        "Counter",
        "ChainMap",
        "KeysView",
        "ValuesView",
        "ItemsView",
        "AbstractSet",
        "MutableSet",
        "Generator",
        "Reversible",
        "ByteString",
    ]
)
_OTHER_GENERICS = frozenset(
    [
        "Container",
        "MappingView",
        "AsyncIterable",
        "AsyncIterator",
        "AsyncGenerator",
        "Awaitable",
        "Coroutine",
        "ContextManager",
        "AsyncContextManager",
        "Type",
        "Hashable",
        "Sized",
        "Pattern",
        "Match",
    ]
)
_UNIONS = frozenset(("Optional", "Union"))
# Subscripted, these are no generics to the worker; bare, they are no classes either.
_NEVER = frozenset(
    [
        "Tuple",
        "Callable",
        "ClassVar",
        "Optional",
        "Union",
        "NoReturn",
        "Never",
        "Self",
        "LiteralString",
        "Concatenate",
        "AnyStr",
        "TypeAlias",
        "TypeGuard",
        "TypeIs",
        "Unpack",
        "Required",
        "NotRequired",
        "ReadOnly",
    ]
)
_SUBSCRIPTED_GENERICS = frozenset(("Literal", "Final"))


class TypeForm:
    """An annotation as the worker sees it.

    ``kind``: ``class``, ``generic`` (an alias of typing, subscripted or bare), ``other`` (no type to the worker),
    ``unknown`` or ``missing`` (a name in it is certainly undefined when it is evaluated; ``failure`` tells which).
    ``name``: ``__name__`` of the class or of the alias's origin. ``mro``: dotted names of the class and its bases.
    ``args``: of a generic. ``iterable``: its origin is an iterable class. ``what``: for ``other``, what it is instead.
    """

    __slots__ = ("args", "failure", "generic", "iterable", "kind", "mro", "name", "read", "union", "what")

    def __init__(
        self,
        kind: str,
        *,
        name: str = "",
        mro: tuple[str, ...] = (),
        args: tuple[TypeForm, ...] = (),
        iterable: bool = False,
        read: bool = False,
        generic: bool = False,
        what: str = "",
        union: tuple[TypeForm, ...] = (),
        failure: ImportFailure | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self.mro = mro
        self.args = args
        self.iterable = iterable
        self.read = read
        self.generic = generic
        self.what = what
        self.union = union
        self.failure = failure

    @property
    def is_type(self) -> bool:
        """Whether the worker takes it for an annotation at all."""
        return self.kind in ("class", "generic")

    @property
    def is_out(self) -> bool:
        """Whether the worker takes it for ``func.Out``: it goes by the name of the class."""
        return self.is_type and self.name == "Out"

    def __repr__(self) -> str:
        return f"TypeForm({self.kind}, {self.name or self.what!r}, args={list(self.args)!r})"


UNKNOWN_FORM = TypeForm("unknown")


def _name(value: Value) -> str:
    return value.name if isinstance(value, External) else ""


class TypeReader:
    """Reads annotations of one app into TypeForms."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.python_version = interpreter.python_version

    def hint(self, annotation: Value | ast.expr, state: ModuleState, closure: tuple[dict[str, Value], ...]) -> TypeForm:
        """The form of an annotation of a finished module: a value, or an expression still to be evaluated."""
        try:
            written_as_text = isinstance(annotation, Constant) and isinstance(annotation.value, str)
            if isinstance(annotation, ast.expr):
                future = written_as_text = state.module.future_annotations
                frame = Frame(state, state.names, () if future else closure)
                annotation = self.interpreter.eval(annotation, frame)
            if written_as_text and isinstance(annotation, Alias) and _name(annotation.origin) == "typing.Final":
                reason = "typing.Final[...] is not valid as type argument"
                return TypeForm("missing", failure=ImportFailure("TypeError", reason, state.module, None))
            return self.form(annotation, state)
        except ImportFailure as failure:
            return TypeForm("missing", failure=failure)
        except RecursionError:
            return UNKNOWN_FORM

    def form(self, value: Value, state: ModuleState) -> TypeForm:
        """The form of an annotation's value. Raises ImportFailure for names missing in strings."""
        if isinstance(value, Unknown):
            return UNKNOWN_FORM
        if isinstance(value, Constant):
            return self._constant(value.value, state)
        if isinstance(value, External):
            return self._external(value)
        if isinstance(value, Class):
            return self._class(value)
        if isinstance(value, Alias):
            return self._alias(value, state)
        if isinstance(value, Instance) and isinstance(value.cls, External) and value.cls.kind != "class":
            return UNKNOWN_FORM
        what = getattr(value, "what", None) or {
            "AppModule": "a module",
            "Function": "a function",
            "BoundMethod": "a method",
            "Instance": "an object",
            "Container": f"a {getattr(value, 'type_name', '')}",
        }.get(type(value).__name__, "no class")
        return TypeForm("other", what=what)

    def _constant(self, value: object, state: ModuleState) -> TypeForm:
        if value is None:
            return TypeForm("class", name="NoneType", mro=("NoneType", "object"))
        if isinstance(value, str):
            try:
                node = ast.parse(value.strip() if "\n" not in value else f"({value})", mode="eval").body
            except (SyntaxError, ValueError):
                return TypeForm("other", what="a string that is no expression")
            # the frame has no place of its own in the file, so failures are put where the annotation stands
            return self.form(self.interpreter.eval(node, Frame(state, state.names, ())), state)
        return TypeForm("other", what=f"the constant {value!r}")

    def _external(self, value: External) -> TypeForm:
        name = value.name
        short = name.rpartition(".")[2]
        if name.startswith(("typing.", "typing_extensions.")):
            return self._typing(short, value)
        if value.kind == "class":
            known = sdk_class(name)
            if known is not None:
                return TypeForm("class", name=short, mro=known.mro, read=known.read, generic=known.generic)
            module_name = name.rpartition(".")[0]
            library = stdlib_module(module_name)
            found = library.attribute(short) if library is not None else None
            if found is None or found.kind != "class":
                return UNKNOWN_FORM
            own = short if module_name == "builtins" else name
            mro = (own, *sorted(found.bases - {own}), *(() if own == "object" else ("object",)))
            return TypeForm("class", name=short, mro=mro, read=found.read, generic="typing.Generic" in found.bases)
        if value.kind in ("module", "function"):
            return TypeForm("other", what=f"a {value.kind}")
        if name == "builtins.Ellipsis" or name == "builtins.NotImplemented":
            return TypeForm("other", what="a constant")
        return UNKNOWN_FORM

    def _typing(self, short: str, value: External) -> TypeForm:
        if short in _ITERABLE or short in _OTHER_GENERICS:
            return TypeForm("generic", name=short, iterable=short in _ITERABLE)
        if short == "Any":
            if self.python_version >= (3, 11):
                return TypeForm("class", name="Any", mro=("typing.Any", "object"))
            return TypeForm("other", what="typing.Any")
        if short in _NEVER or short in _SUBSCRIPTED_GENERICS or short == "Annotated":
            return TypeForm("other", what=f"typing.{short}")
        if short in ("IO", "TextIO", "BinaryIO"):
            bases = () if short == "IO" else ("typing.IO",)
            mro = (f"typing.{short}", *bases, "typing.Generic", "object")
            return TypeForm("class", name=short, mro=mro, read=True, generic=True)
        if value.kind == "class":
            return TypeForm("class", name=short, mro=(f"typing.{short}", "typing.Generic", "object"), generic=True)
        if value.kind == "function":
            return TypeForm("other", what="a function")
        return UNKNOWN_FORM

    def _class(self, value: Class) -> TypeForm:
        mro: list[str] = []
        read = False
        for cls in value.linear():
            if isinstance(cls, Class):
                mro.append(f"{cls.module.path}:{cls.name}")
                read = read or "read" in cls.attributes
            elif isinstance(cls, External):
                form = self._external(cls)
                if form.kind != "class":
                    return UNKNOWN_FORM
                mro.extend(form.mro)
                read = read or form.read
            else:
                return UNKNOWN_FORM
        if "object" not in mro:
            mro.append("object")
        return TypeForm("class", name=value.name, mro=tuple(mro), read=read, generic="typing.Generic" in mro)

    def _alias(self, value: Alias, state: ModuleState) -> TypeForm:
        origin = value.origin
        if isinstance(origin, Class):
            form = self._class(origin)
            args = tuple(self.form(arg, state) for arg in value.args)
            return TypeForm("generic", name=origin.name, mro=form.mro, args=args, read=form.read)
        if not isinstance(origin, External):
            return UNKNOWN_FORM
        short = origin.name.rpartition(".")[2]
        if origin.name == "types.UnionType":
            return self._union([self.form(arg, state) for arg in value.args], "a union (X | Y)")
        if origin.name.startswith(("typing.", "typing_extensions.")):
            if short in ("Annotated", "Required", "NotRequired", "ReadOnly"):
                return self.form(value.args[0], state)
            if short == "Literal":
                return TypeForm("generic", name=short)
            args = tuple(self.form(arg, state) for arg in value.args)
            if short in _UNIONS:
                none = (TypeForm("class", name="NoneType", mro=("NoneType", "object")),) if short == "Optional" else ()
                return self._union([*args, *none], f"typing.{short}")
            if short in _NEVER:
                return TypeForm("other", what=f"typing.{short}")
            if short == "IO":
                return TypeForm("generic", name=short, args=args, read=True)
            return TypeForm("generic", name=short, args=args, iterable=short in _ITERABLE)
        known = sdk_class(origin.name) if origin.name.startswith("azure.") else None
        args = tuple(self.form(arg, state) for arg in value.args)
        if known is not None and known.generic:
            return TypeForm("generic", name=short, mro=known.mro, args=args, read=known.read)
        shown = short if origin.name.startswith("builtins.") else origin.name
        return TypeForm("other", what=f"{shown}[...]", name=shown, args=args)

    @staticmethod
    def _union(members: Sequence[TypeForm], what: str) -> TypeForm:
        flat: list[TypeForm] = []
        for member in members:
            for part in member.union or (member,):
                if part.kind != "class" or all(other.mro != part.mro for other in flat):
                    flat.append(part)
        if any(part.kind == "unknown" for part in flat) and len(flat) < 2:
            return UNKNOWN_FORM
        if len(flat) == 1:
            return flat[0]
        return TypeForm("other", what=what, union=tuple(flat))


def argument_names(form: TypeForm) -> list[str | None]:
    """The dotted names of a generic's arguments, as Acceptance.accepts_alias wants them."""
    names: list[str | None] = []
    for argument in form.args:
        for part in argument.union or (argument,):
            if part.kind == "class":
                names.append(part.mro[0])
            elif part.kind == "generic" and not part.args and part.name == "Iterable":
                names.append("collections.abc.Iterable")
            else:
                names.append(None)
    return names


def certain(form: TypeForm) -> bool:
    """Whether everything in a form is known."""
    return form.kind != "unknown" and all(map(certain, form.args))
