"""What an editor asks about a place: plain functions from a ``Place`` to values that know no protocol.

``wiring`` is the only module that does.
"""
