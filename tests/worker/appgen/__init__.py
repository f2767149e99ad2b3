"""Draws function.json apps at random: bindings, annotations, code shapes, faults. Same seed, same app, on any Python."""
