"""The model: function apps, functions, bindings, entry points. Every fact carries its place in the sources."""
