"""Pre-training on code: settings, what a run is made of, ContraCode's steps."""
