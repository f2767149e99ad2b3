"""What the SDK offers, spot-checked; the whole is compared with the real packages in tests/worker."""

from __future__ import annotations

from funclint.catalogue import sdk_class, sdk_module


def test_a_class_is_known_by_its_real_home() -> None:
    module = sdk_module("azure.functions")
    assert module is not None
    request = module["HttpRequest"]
    assert request.kind == "class"
    assert request.target == "azure.functions._http.HttpRequest"
    assert request.mro == (
        "azure.functions._http.HttpRequest",
        "azure.functions._abc.HttpRequest",
        "abc.ABC",
        "object",
    )
    assert not request.abstract
    abstract = sdk_class("azure.functions._abc.HttpRequest")
    assert abstract is not None
    assert abstract.abstract


def test_flags() -> None:
    module = sdk_module("azure.functions")
    assert module is not None
    assert module["Out"].generic
    assert not module["HttpRequest"].generic
    assert module["InputStream"].read
    assert not module["QueueMessage"].read


def test_kinds() -> None:
    module = sdk_module("azure.functions")
    assert module is not None
    assert module["http"].kind == "module"
    assert module["http"].target == "azure.functions.http"
    assert module["get_binding_registry"].kind == "function"
    assert module["__version__"].kind == "other"


def test_star_import_of_azure_functions_fails() -> None:
    module = sdk_module("azure.functions")
    assert module is not None
    assert module.star_missing == ("WarmUpContext",)
    assert "WarmUpContext" not in module
    assert "HttpRequest" in module.star
    assert "blob" not in module.star


def test_star_without_all_binds_public_names() -> None:
    module = sdk_module("azure.functions.warmup")
    assert module is not None
    assert "WarmUpContext" in module.star
    assert all(not name.startswith("_") for name in module.star)


def test_durable_functions() -> None:
    module = sdk_module("azure.durable_functions")
    assert module is not None
    assert module["DurableOrchestrationContext"].kind == "class"
    assert module["Orchestrator"].target == "azure.durable_functions.orchestrator.Orchestrator"
    assert "DFApp" in module.star


def test_modules_that_need_more_are_dynamic() -> None:
    module = sdk_module("azure.durable_functions.openai_agents")
    assert module is not None
    assert module.dynamic
    assert len(module) == 0


def test_unknown() -> None:
    assert sdk_module("azure") is None
    assert sdk_module("azure.storage.blob") is None
    assert sdk_module("azure.functions._http.HttpRequest") is None
    assert sdk_class("azure.functions") is None
    assert sdk_class("azure.functions.HttpRequest") is None
