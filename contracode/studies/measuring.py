"""What is measured of a finished run: by its encoder, its classifier, its posterior, its log."""
