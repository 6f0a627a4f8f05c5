"""Code into an index: which files, which functions are new, and their vectors."""
