"""Studies: the table of a paper, made again: rows, seeds, runs, measures, claims."""

from contracode.studies.study import STUDIES, Study, read_study

__all__ = ["STUDIES", "Study", "read_study"]
