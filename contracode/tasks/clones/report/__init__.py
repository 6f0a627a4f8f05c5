"""Everyone measured on one part of a benchmark: the measuring, and how it is shown."""

from contracode.tasks.clones.report.figures import figures_of
from contracode.tasks.clones.report.markdown import as_markdown
from contracode.tasks.clones.report.measuring import report_part
from contracode.tasks.clones.report.plots import draw_plots
from contracode.tasks.clones.report.results import PartReport, Settings

__all__ = ["PartReport", "Settings", "as_markdown", "draw_plots", "figures_of", "report_part"]
