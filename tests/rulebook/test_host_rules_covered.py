"""Everything that the host certainly refuses or silently drops has a rule, or a reason why it has none.

The keys are the ids of the facts about the host that the rules were made from (D discovery, J parsing, S scripts, B
bindings, H http, Y retry, C host.json, E extension bundle), as far as they are about function.json's bindings and
host.json; the facts themselves stand in the rules' pages.
"""

from __future__ import annotations

import pytest

from funclint.diagnostic import Severity
from funclint.rulebook import Rulebook

BOOK = Rulebook.with_shipped()

ERRORS = {
    "J01": "FN003",  # text after the root
    "J02": "FN003",  # truncated
    "J03": "FN003",  # missing comma
    "J04": "FN003",  # no colon
    "J05": "FN003",  # unquoted values, None, unterminated strings, wrong brackets
    "J06": "FN003",  # bad escapes
    "J07": "FN003",  # the root is no object
    "J08": "FN003",  # empty file
    "J09": "FN201",  # a hole in bindings
    "S04": "FN112",  # scriptFile is no text
    "B01": "FN201",  # no bindings
    "B02": "FN201",  # bindings is null or a scalar
    "B03": "FN201",  # bindings is an object
    "B05": "FN201",  # a binding is a scalar
    "B06": "FN201",  # a binding is an array
    "B12": "FN206",  # direction is another word
    "B13": "FN206",  # direction is empty
    "B14": "FN206",  # direction is null
    "B15": "FN206",  # direction is no text
    "B16": "FN207",  # inout
    "B17": "FN206",  # a blob's direction in digits or with spaces
    "B20": "FN202",  # name missing or invalid
    "B21": "FN202",  # underscores before host 4.1038
    "B22": "FN202",  # $Return
    "B23": "FN208",  # $return with another direction than out
    "B24": "FN203",  # names that are equal ignoring case
    "B25": "FN211",  # no type
    "B26": "FN211",  # an empty type
    "B27": "FN220",  # connection is an array; of type it is FN211
    "B31": "FN204",  # no trigger
    "B32": "FN205",  # two triggers
    "B34": "FN209",  # http that is no output
    "B35": "FN212",  # dataType
    "B36": "FN212",  # cardinality
    "B37": "FN220",  # properties is no object
    "B40": "FN601",  # no bundle; for a type that nobody has FN213
    "B41": "FN214",  # not in the bundle; for a type that nobody has FN213
    "B45": "FN215",  # nothing to construct; FN217, FN220, FN221 by cause
    "B47": "FN215",  # a needed property is null
    "B60": "FN219",  # configurationSource attributes
    "B62": "FN219",  # configurationSource is another word
    "H01": "FN221",  # authLevel
    "H03": "FN220",  # authLevel or route is an array
    "H04": "FN220",  # methods is a string
    "H08": "FN220",  # methods has arrays in it
    "T01": "FN215",  # no schedule
    "T03": "FN220",  # schedule is an array
    "T18": "FN220",  # runOnStartup, useMonitor
    "Y02": "FN224",  # retry is no object
    "Y03": "FN224",  # strategy
    "Y04": "FN224",  # no maxRetryCount
    "Y05": "FN224",  # maxRetryCount below -1
    "Y06": "FN224",  # fixedDelay without delayInterval
    "Y07": "FN224",  # exponentialBackoff without its intervals
    "Y08": "FN224",  # an interval that is none
    "Y10": "FN224",  # a negative interval
    "Y11": "FN224",  # minimum above maximum
    "C01": "FN615",  # host.json cannot be parsed
    "C02": "FN601",  # {} has no bundle
    "C04": "FN602",  # no version
    "C05": "FN602",  # another version
    "C06": "FN615",  # the root is no object
    "C10": "FN609",  # functionTimeout is no time span
    "C15": "FN612",  # wrong types
    "C16": "FN613",  # retry in host.json
    "C17": "FN612",  # aggregator.batchSize
    "C20": "FN612",  # concurrency.maximumFunctionConcurrency
    "C21": "FN612",  # logLevel
    "C22": "FN612",  # fileLoggingMode
    "C25": "FN243",  # a slash behind the prefix
    "E01": "FN603",  # version of the bundle
    "E02": "FN603",  # id of the bundle
    "E04": "FN605",  # no version in the range
    "E05": "FN605",  # version below the minimum
    "E06": "FN601",  # no bundle
}
WARNINGS = {
    "J20": "FN111",  # Bindings: other hosts read it, so no error
    "J21": "FN111",  # ScriptFile, EntryPoint, Retry
    "J24": "FN232",  # a key in two cases
    "duplicate keys": "FN006",
    "duplicate keys in host.json": "FN616",
    "B10": "FN230",  # an output type without a direction
    "B30": "FN210",  # the case of types
    "B33": "FN231",  # a trigger as output
    "B38": "FN228",  # cardinality against the annotation
    "B46": "FN216",  # unknown properties; of other bundles FN217
    "D07": "FN233",  # warmup
    "D10": "FN611",  # the allow-list
    "D11": "FN611",
    "D12": "FN611",
    "D13": "FN235",  # disabled
    "D26": "FN601",  # no host.json
    "H10": "FN218",  # webHookType
    "Y09": "FN226",  # days
    "Y12": "FN225",  # triggers without retry policies
    "Y13": "FN225",  # unknown keys
    "C13": "FN610",  # functionTimeout in days
    "C23": "FN607",  # keys of Functions 1.x
    "C24": "FN608",  # misspelt keys
    "E03": "FN604",  # unknown id
    "bytes without binary": "FN227",
    "properties without their partners": "FN223",
}
INFOS = {"H02": "FN222", "T19": "FN229", "deprecated bundles": "FN606"}
NOT_REPORTED = {
    "C11": "the limit of ten minutes holds on one plan, which only Azure knows; the lower limit is FN609",
    "C12": "-1 is fine",
    "C14": "null is fine",
    "C18": "aggregator.flushTimeout: kind is checked (FN612), its limit of five minutes is left to the host",
    "C19": "singleton.lockPeriod: kind is checked (FN612), its limits are left to the host",
    "C26": "telemetryMode falls back to what most apps want",
    "C27": "a setting of the app in Azure",
    "C28": "task hubs: names are checked by the extension with the settings of the slot",
    "D14": "unknown keys at the top of function.json are what tools write there",
    "D15": "a setting of the app in Azure",
    "D27": "an empty deployment package has nothing to check",
    "D28": "an app without functions may be one that is begun",
    "B63": "holds on one plan, which only Azure knows",
    "Y01": "null is fine; the case of the key is FN111",
    "E07": "both a bundle and extensions of one's own: the bundle is what is checked",
}


def reports(code: str, least: Severity) -> None:
    rule = BOOK.find(code)
    assert rule is not None
    assert f"{least}: {code}" in rule.page() or f"{least} {code}" in rule.page()


@pytest.mark.parametrize(("fact", "code"), ERRORS.items())
def test_what_the_host_refuses_has_an_error_with_an_example(fact: str, code: str) -> None:
    reports(code, Severity.ERROR)


@pytest.mark.parametrize(("fact", "code"), WARNINGS.items())
def test_what_is_lost_silently_has_a_warning_with_an_example(fact: str, code: str) -> None:
    reports(code, Severity.WARNING)


@pytest.mark.parametrize(("fact", "code"), INFOS.items())
def test_what_is_only_worth_knowing(fact: str, code: str) -> None:
    reports(code, Severity.INFO)


def test_nothing_is_both_reported_and_not() -> None:
    assert not set(NOT_REPORTED) & {*ERRORS, *WARNINGS, *INFOS}
    assert all(NOT_REPORTED.values())


def test_every_rule_of_the_host_side_is_here() -> None:
    named = {*ERRORS.values(), *WARNINGS.values(), *INFOS.values()}
    own = {rule.code for rule in BOOK.rules if "FN213" <= rule.code <= "FN235" or "FN601" <= rule.code <= "FN616"}
    # FN234 is about what a function writes, which the host sees only then.
    assert own - named - {"FN213", "FN217", "FN221"} == {"FN234"}
