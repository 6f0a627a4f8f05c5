"""Functions of packages and folders: records, extraction, duplicates, the build."""
