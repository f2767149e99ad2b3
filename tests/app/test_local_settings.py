"""local.settings.json as Core Tools read it, where the host looks for a connection, and what a secret looks like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from funclint.app.environment import is_provided
from funclint.app.local_settings import LocalSettings, text_of
from funclint.app.secret import DEVELOPMENT_KEY, is_connection_string, secret_in
from funclint.text import SourceText

VECTORS = Path(__file__).parent.parent / "data" / "host_vectors" / "local_settings.jsonl"
DATES = {"01/02/2020 03:04:05": "2020-01-02T03:04:05Z"}
"""Newtonsoft takes this for a date and writes it anew; nothing here depends on that."""


def read(text: str) -> LocalSettings:
    return LocalSettings(SourceText(Path("local.settings.json"), text))


@pytest.mark.parametrize(
    "row", [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()], ids=lambda row: row["text"]
)
def test_vectors(row: dict[str, object]) -> None:
    settings = read(str(row["text"]))
    assert settings.usable == (row["exception"] is None)
    if isinstance(row["values"], dict):
        assert settings.fault is None
        assert (settings.encryption in ("yes", "missing")) == row["encrypted"]
        found = {member.key: text_of(member.value) for member in settings.values()}
        assert found == {key: DATES.get(value, value) for key, value in row["values"].items()}
    else:
        assert (settings.fault is None) == (settings.encryption == "invalid")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "expected a JSON object, found nothing"),
        ("[]", "expected '{' at the start"),
        ('{"Values": 5}', "'Values' is a number instead of an object"),
        ('{"Values": {"A": {}}}', "the value of 'A' is an object, not a text"),
        ('{"Values": {"A": []}}', "the value of 'A' is an array, not a text"),
        ('{"ConnectionStrings": []}', "'ConnectionStrings' is an array instead of an object"),
    ],
)
def test_faults(text: str, reason: str) -> None:
    fault = read(text).fault
    assert fault is not None
    assert fault[1] == reason


SETTINGS = read(
    '{"IsEncrypted": false, "Values": {"Plain": "x", "AzureWebJobsPrefixed": "x", "Section__accountName": "x",'
    ' "AzureWebJobsBoth__queueServiceUri": "x", "Colon:inner": "x", "Nothing": null, "Empty": ""},'
    ' "ConnectionStrings": {"Named": "x", "AzureWebJobsLong": "x"}}'
)


@pytest.mark.parametrize("name", ["Plain", "PLAIN", "Prefixed", "Section", "Both", "Colon", "Named", "Long", "Empty"])
def test_a_connection_is_found(name: str) -> None:
    assert SETTINGS.connects(name)


@pytest.mark.parametrize("name", ["Nothing", "Sect", "accountName", "Other", "Plain__x"])
def test_a_connection_is_not_found(name: str) -> None:
    assert not SETTINGS.connects(name)


def test_values() -> None:
    assert SETTINGS.value("plain") == "x"
    assert SETTINGS.value("Section:accountName") == "x"
    assert SETTINGS.value("Nothing") is None
    assert read('{"IsEncrypted": true, "Values": {"A": "cipher"}}').value("A") is None
    assert read('{"IsEncrypted": true, "Values": {"A": "cipher"}}').has("A")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=c2VjcmV0",
            "a shared access key",
        ),
        ("DefaultEndpointsProtocol=https;AccountName=x;AccountKey=c2VjcmV0", "an account key"),
        ("AccountEndpoint=https://x.documents.azure.com:443/;AccountKey=c2VjcmV0;", "an account key"),
        ("Endpoint=https://x.service.signalr.net;AccessKey=c2VjcmV0;Version=1.0;", "an access key"),
        ("Server=tcp:x.database.windows.net;User ID=a;Password=hunter2", "a password"),
        ("mongodb://user:hunter2@x.example:27017/db", "a password"),
        ("x.redis.cache.windows.net:6380,password=hunter2,ssl=True", "a password"),
        ("https://x.blob.core.windows.net/c?sv=1&sig=abcdefghijklmnopqrstuvwxyz", "a shared access signature"),
        ("SG.abcdefghijklmnop.qrstuvwxyzabcdef", "a SendGrid key"),
        (f"AccountName=devstoreaccount1;AccountKey={DEVELOPMENT_KEY}", None),
        ("UseDevelopmentStorage=true", None),
        ("AccountName=x;AccountKey=<your key>", None),
        ("AccountName=x;AccountKey=%KEY%", None),
        ("Server=x;Authentication=Active Directory Default", None),
        ("https://x.vault.azure.net", None),
        ("@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/y)", None),
        ("InstrumentationKey=00000000-0000-0000-0000-000000000000", None),
        ("ORDERS_STORAGE", None),
        ("password", None),
    ],
)
def test_secrets(text: str, kind: str | None) -> None:
    assert secret_in(text) == kind


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("UseDevelopmentStorage=true", True),
        ("Server=x;Database=y", True),
        ("https://x.queue.core.windows.net", True),
        ("SG.abcdefghijklmnop.qrstuvwxyzabcdef", True),
        ("ORDERS_STORAGE", False),
        ("Orders:Storage", False),
        ("a=b", False),
        ("", False),
    ],
)
def test_connection_strings(text: str, is_one: bool) -> None:
    assert is_connection_string(text) == is_one


@pytest.mark.parametrize(
    ("name", "provided"),
    [("PATH", True), ("WEBSITE_HOSTNAME", True), ("Functions_Worker_Runtime", True), ("SHOP", False), ("PATHS", False)],
)
def test_provided_variables(name: str, provided: bool) -> None:
    assert is_provided(name) == provided
