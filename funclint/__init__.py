"""funclint: says what the Azure Functions host and the Python worker will do with an app, before it is deployed."""

__version__ = "0.1.0"
