"""What clones are measured on: built corpora, one's own JSON lines, the field's published files."""

from contracode.tasks.clones.benchmark.benchmark import Benchmark, Part
from contracode.tasks.clones.benchmark.opening import open_benchmark

__all__ = ["Benchmark", "Part", "open_benchmark"]
