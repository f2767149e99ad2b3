"""Measurements behind the data files; run by ``funclint.catalogue.generate``, never by the linter."""
