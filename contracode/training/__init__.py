"""Training: schedule, loop, resumable state, log; with rooms for what code and images need.

code/     ContraCode on variants that the compiler makes meanwhile
images/   the image methods on views of a batch
"""
