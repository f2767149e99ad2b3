"""The language server: the same engine over what an editor holds. ``server`` is the only module that needs pygls."""
