"""Encoders of images: one architecture a file, all in stages."""
