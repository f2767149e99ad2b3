"""The rulebook: finds the rules by scanning folders, knows their pages and their metadata, and selects among them.

A rule is two files side by side: ``<family>/FN204_unknown_binding_type.py`` holds ``RULE`` and ``check``, the ``.md``
of the same name is its page. The file name gives the code and the name. ``python -m funclint.rulebook`` writes the
table of all rules.
"""

from __future__ import annotations

import enum
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rule_cache import CodeCache
from funclint.settings import Selectors, SettingsError, did_you_mean

Check = Callable[[Any], "Iterable[Diagnostic] | None"]
Mend = Callable[[Any, Any], "Fix | None"]

_FILE = re.compile(r"([A-Z]+[0-9]{3,})_([a-z0-9_]+)\.py")
_SELECTOR = re.compile(r"([A-Z]+)([0-9]*)")


class RulebookError(SettingsError):
    """The rules themselves cannot be used; the text names the files and the reason."""


class Fixes(enum.Enum):
    """Whether the findings of a rule carry a fix."""

    NEVER = "never"
    SOMETIMES = "sometimes"
    ALWAYS = "always"


class Rule:
    """What a rule module says about itself in ``RULE``.

    ``default`` is False for a rule that must be selected. ``safety``: how far its fixes can be trusted, all kinds that
    occur.
    """

    __slots__ = ("default", "fix", "safety", "severity")

    def __init__(
        self,
        severity: Severity,
        *,
        fix: Fixes = Fixes.NEVER,
        safety: tuple[Applicability, ...] = (Applicability.SAFE,),
        default: bool = True,
    ) -> None:
        self.severity = severity
        self.fix = fix
        self.safety = safety if fix is not Fixes.NEVER else ()
        self.default = default

    @property
    def fixability(self) -> str:
        """``never``, or how often and how safely: ``sometimes, safe or unsafe``."""
        safety = " or ".join(item.value for item in self.safety)
        return f"{self.fix.value}, {safety}" if safety else self.fix.value


class RuleFile:
    """One rule as found on disk; its module is imported when ``rule``, ``check`` or ``scope`` is first asked for.

    ``scope`` is the name of the first parameter of ``check``: ``function``, ``app``, or None for a rule without a check
    (those of pyflakes, whose findings come with the module, and those that the engine reports itself). Such a rule of
    pyflakes may have ``mend``: from the module and the message to a fix, or None.
    """

    __slots__ = ("_cache", "_loaded", "_url", "code", "family", "name", "path")

    def __init__(self, code: str, name: str, family: str, path: str, cache: CodeCache) -> None:
        self.code = code
        self.name = name
        self.family = family
        self.path = path
        self._cache = cache
        self._loaded: tuple[Rule, Check | None, str | None, Mend | None] | None = None
        self._url: str | None = None

    @property
    def page_path(self) -> str:
        return self.path[:-3] + ".md"

    @property
    def url(self) -> str:
        """Where the page is."""
        if self._url is None:
            self._url = Path(self.page_path).as_uri()
        return self._url

    @property
    def from_pyflakes(self) -> bool:
        """Whether pyflakes finds it: flake8's codes, F and three digits."""
        return self.code[1:].isdigit() and self.code[0] == "F"

    @property
    def rule(self) -> Rule:
        return self._load()[0]

    @property
    def check(self) -> Check | None:
        return self._load()[1]

    @property
    def scope(self) -> str | None:
        return self._load()[2]

    @property
    def mend(self) -> Mend | None:
        return self._load()[3]

    def page(self) -> str:
        """The text of the page. Raises RulebookError."""
        try:
            with open(self.page_path, encoding="utf-8") as file:
                return file.read()
        except OSError as error:
            raise RulebookError(f"{self.page_path}: rule {self.code} has no page: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise RulebookError(f"{self.page_path}: the page of rule {self.code} is not UTF-8") from None

    def summary(self) -> str:
        """The first sentence of the page after its title."""
        return first_sentence(self.page())

    def _load(self) -> tuple[Rule, Check | None, str | None, Mend | None]:
        if self._loaded is None:
            module = _import(
                f"_funclint_rules.{self.family}.{self.code}_{self.name.replace('-', '_')}", self.path, self._cache
            )
            rule = getattr(module, "RULE", None)
            if not isinstance(rule, Rule):
                raise RulebookError(f"{self.path}: RULE = Rule(...) is missing")
            check: Check | None = getattr(module, "check", None)
            scope = None
            if check is not None:
                code = getattr(check, "__code__", None)
                scope = code.co_varnames[0] if code is not None and code.co_argcount else None
                if scope not in ("function", "app"):
                    raise RulebookError(f"{self.path}: check must take 'function' or 'app'")
            self._loaded = rule, check, scope, getattr(module, "mend", None)
        return self._loaded


class ActiveRules:
    """The rules that are on in a run, by scope, with the check at hand."""

    def __init__(self, on: Iterable[RuleFile], on_by_default: Iterable[RuleFile]) -> None:
        self._certain = {rule.code: rule for rule in on}
        self._if_default = {rule.code: rule for rule in on_by_default}
        self.function_rules: list[tuple[RuleFile, Check]] = []
        self.app_rules: list[tuple[RuleFile, Check]] = []
        codes = sorted([*self._certain, *self._if_default])
        self.pyflakes = False
        for code in codes:
            file = self._certain.get(code) or self._if_default[code]
            if file.from_pyflakes:
                self.pyflakes = True
            elif self.get(code) is not None and file.check is not None:
                (self.app_rules if file.scope == "app" else self.function_rules).append((file, file.check))

    def get(self, code: str) -> RuleFile | None:
        """The rule of that code if it is on."""
        found = self._certain.get(code)
        if found is None:
            found = self._if_default.get(code)
            if found is not None and not found.rule.default:
                return None
        return found


class Rulebook:
    """All rules of the shipped folder and of further ones. Raises RulebookError when two share a code or a name."""

    def __init__(self, folders: Iterable[str | Path]) -> None:
        """``folders``: where to look, each holding families."""
        self.rules: list[RuleFile] = []
        self._caches: list[CodeCache] = []
        for folder in folders:
            self._caches.append(CodeCache(str(folder)))
            self.rules += _scan(str(folder), self._caches[-1])
        self.rules.sort(key=lambda rule: rule.code)
        self._by_word: dict[str, RuleFile] = {}
        self._families: dict[str, set[str]] = {}
        for rule in self.rules:
            self._families.setdefault(rule.family, set()).add(rule.code)
            for word in (rule.code, rule.name):
                other = self._by_word.setdefault(word, rule)
                if other is not rule:
                    raise RulebookError(f"two rules are called {word}: {other.path} and {rule.path}")

    @classmethod
    def with_shipped(cls, further: Iterable[str | Path] = ()) -> Rulebook:
        """The rules that funclint ships and those of further folders. Raises RulebookError."""
        return cls([shipped_folder(), *further])

    def find(self, word: str) -> RuleFile | None:
        """The rule of that code or name."""
        return self._by_word.get(word) or self._by_word.get(word.upper())

    def nearest(self, word: str) -> str:
        """``", did you mean 'x'?"`` for an unknown code, name or family."""
        known = [*self._by_word, *self._families]
        return did_you_mean(word, known) or did_you_mean(word.upper(), known)

    def select(self, selection: Iterable[Selectors]) -> ActiveRules:
        """The rules that are on.

        Later sources win over earlier ones; a source that has ``select`` starts anew. Within a source a more specific
        selector wins over a less specific one, and ``ignore`` over the others at the same level. Raises SettingsError
        for a selector that fits no rule.
        """
        on: dict[str, bool] = dict.fromkeys((rule.code for rule in self.rules), False)
        default = True
        decided: set[str] = set()
        for source in selection:
            updates = self._updates(source)
            if source.select is not None:
                on = dict.fromkeys(on, False)
                default = False
                decided = set()
            on.update(updates)
            decided.update(updates)
        active = ActiveRules(
            [rule for rule in self.rules if on[rule.code]],
            [rule for rule in self.rules if default and rule.code not in decided],
        )
        for cache in self._caches:
            cache.save()
        return active

    def _updates(self, source: Selectors) -> dict[str, bool]:
        ordered: list[tuple[int, bool, set[str]]] = []
        for option, selectors in (
            ("select", source.select or ()),
            ("extend-select", source.extend_select),
            ("ignore", source.ignore),
        ):
            for selector in selectors:
                specificity, codes = self.match(selector)
                if not codes:
                    if source.where is None:
                        raise SettingsError(self._unknown(selector, f"--{option}"))
                    raise SettingsError(f"{source.where(option, selector)}: {self._unknown(selector, option)}")
                ordered.append((specificity, option == "ignore", codes))
        updates: dict[str, bool] = {}
        for _, ignored, codes in sorted(ordered, key=lambda item: item[:2]):
            updates.update(dict.fromkeys(codes, not ignored))
        return updates

    def codes(self, selector: str, option: str, place: str = "") -> set[str]:
        """The codes that a selector covers.

        Raises SettingsError, which names ``option`` and its ``place`` in a settings file, if there are none.
        """
        codes = self.match(selector)[1]
        if not codes:
            where = f"{place}: " if place else ""
            raise SettingsError(f"{where}{self._unknown(selector, option)}")
        return codes

    def _unknown(self, selector: str, option: str) -> str:
        return f"unknown rule '{selector}' in {option}{self.nearest(selector)}"

    def match(self, selector: str) -> tuple[int, set[str]]:
        """How specific a selector is (higher: more), and the codes it covers; none for one that fits no rule."""
        if selector.upper() == "ALL":
            return 0, {rule.code for rule in self.rules}
        exact = self.find(selector)
        if exact is not None:
            return 100, {exact.code}
        family = self._families.get(selector.lower().replace("-", "_"))
        if family is not None:
            return 1, family
        match = _SELECTOR.fullmatch(selector.upper())
        if match is None:
            return 0, set()
        letters, digits = match.groups()
        # "F" is pyflakes only: the letters of a code are compared whole, its digits by prefix.
        pattern = re.compile(f"{letters}{digits}[0-9]*")
        return 1 + len(digits), {rule.code for rule in self.rules if pattern.fullmatch(rule.code)}


def first_sentence(page: str) -> str:
    """The first sentence of a page after its title."""
    paragraph: list[str] = []
    for line in page.splitlines():
        text = line.strip()
        if text and not text.startswith(("#", "```", "<!--")):
            paragraph.append(text)
        elif paragraph:
            break
    joined = " ".join(paragraph)
    match = re.match(r"(.+?[.!?])(?:\s+(?=[A-Z`'\"(])|$)", joined)
    return match[1] if match else joined


def shipped_folder() -> str:
    """The rules that come with funclint: inside the package when installed, beside it in a checkout."""
    package = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(package, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")


def _scan(folder: str, cache: CodeCache) -> list[RuleFile]:
    found: list[RuleFile] = []
    try:
        with os.scandir(folder) as entries:
            names = []
            for entry in entries:
                if entry.is_dir():
                    names.append(entry.name)
                elif _FILE.fullmatch(entry.name):
                    raise RulebookError(f"{entry.path}: a rule belongs in a folder in there, named after its family")
        for family in names:
            inside = f"{folder}{os.sep}{family}"
            for name in os.listdir(inside):
                match = _FILE.fullmatch(name)
                if match:
                    path = f"{inside}{os.sep}{name}"
                    found.append(RuleFile(match[1], match[2].replace("_", "-"), family, path, cache))
    except OSError as error:
        place = error.filename or folder
        raise RulebookError(f"{place}: rules cannot be read: {error.strerror or error}") from None
    return found


def _import(name: str, path: str, cache: CodeCache) -> ModuleType:
    """Import a file under a name of our own, without touching sys.path."""
    module = ModuleType(name)
    module.__file__ = path
    sys.modules[name] = module
    try:
        exec(cache.code(name, path), module.__dict__)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise RulebookError(f"{path}: the rule cannot be imported: {type(error).__name__}: {error}") from error
    return module


def table(book: Rulebook) -> str:
    """The rules as Markdown, a table for each family, with links to the pages beside it."""
    lines = [
        "# Rules",
        "",
        "Written by `python -m funclint.rulebook`; do not edit. A rule's page is also shown by `funclint rule CODE`.",
    ]
    families: dict[str, list[RuleFile]] = {}
    for rule in book.rules:
        families.setdefault(rule.family, []).append(rule)
    for family, rules in families.items():
        lines += ["", f"## {family.replace('_', ' ').capitalize()}", ""]
        lines += ["| code | name | what | severity | fix |", "| --- | --- | --- | --- | --- |"]
        for rule in rules:
            what = rule.summary().replace("|", "\\|")
            link = f"[{rule.code}]({family}/{os.path.basename(rule.page_path)})"
            severity = str(rule.rule.severity) + ("" if rule.rule.default else " (off by default)")
            lines.append(f"| {link} | {rule.name} | {what} | {severity} | {rule.rule.fixability} |")
    return "\n".join(lines) + "\n"


def write_table() -> None:
    """Write the table of the shipped rules beside them."""
    folder = shipped_folder()
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8", newline="\n") as file:
        file.write(table(Rulebook([folder])))


if __name__ == "__main__":
    # This file runs as __main__ here, while the rules use the Rule class of the imported module.
    from funclint import rulebook

    rulebook.write_table()
