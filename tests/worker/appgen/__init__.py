"""Draws function.json apps at random: bindings, annotations, code shapes, faults."""
