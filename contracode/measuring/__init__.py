"""One finished run of images, measured: what is asked, of which images, and how it is told."""
