"""Reading Python without running it: files as facts, and what a module's names are once it is imported."""
