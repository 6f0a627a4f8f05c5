"""Images: data sets built from packages, and readers of files that a user has already."""
