"""Fixes: from the edits that diagnostics carry to new files.

``rounds`` applies fixes in memory until nothing is left to fix and checks each round by linting again; ``conflicts``
says which fixes go together; ``editing`` turns edits into text; ``writing`` puts files on the disk, each either old or
new at any moment; ``diff`` shows what would change. Nothing here knows a rule.
"""
