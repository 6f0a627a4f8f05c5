"""All runs of a study, several at a time, each trained and measured once."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import torch
from tqdm import tqdm

from contracode.errors import DivergedError
from contracode.files import write_json
from contracode.measuring.amounts import FULL
from contracode.measuring.run import measure_run
from contracode.studies.study import Run, Study
from contracode.studies.table import Figures
from contracode.training.folder import IDENTITY, claim_folder
from contracode.training.images.train import run_identity, train_images

RESULT = "result.json"
"""What was measured of a run, beside its checkpoint."""


def run_study(study: Study, folder: Path, *, workers: int = 1, only: Sequence[str] = ()) -> Figures:
    """Train and measure what is missing; started again after a kill, it goes on.

    Args:
        study: what is compared.
        folder: of its runs.
        workers: runs at a time, each in a process with one thread; 1 uses this process and all of
            its threads.
        only: rows, by name; all if empty.

    Raises:
        ContracodeError: a run can't be trained or measured; what is finished is kept.
    """
    runs = list(study.runs(folder, only))
    figures: dict[str, dict[int, dict[str, float]]] = defaultdict(dict)
    missing = []
    for run in runs:
        found = read_result(run, study.measures)
        if found is None:
            missing.append(run)
        else:
            figures[run.row][run.seed] = found
    with tqdm(total=len(runs), initial=len(runs) - len(missing), desc=study.name) as bar:
        for run, found in _results(missing, study, workers):
            figures[run.row][run.seed] = found
            bar.update()
    # Rows in the study's order, whoever finished first.
    return {
        row.name: dict(sorted(figures[row.name].items()))
        for row in study.rows
        if row.name in figures
    }


def read_result(run: Run, measures: Sequence[str]) -> dict[str, float] | None:
    """What was measured of a run before; None if it is not there, or other things were asked.

    Raises:
        RecipeError: the folder holds a run with other settings.
    """
    path = run.out / RESULT
    # Without an identity it never began: it needs a run that diverged, or once did.
    if not (path.exists() and (run.out / "run" / IDENTITY).exists()):
        return None
    claim_folder(run.out / "run", run_identity(run.config))
    found = json.loads(path.read_text(encoding="utf-8"))
    figures: dict[str, float] = found.pop("figures")
    return figures if found == _asked(run, measures) else None


def finish_run(run: Run, measures: Sequence[str]) -> dict[str, float]:
    """Train a run, unless it is trained, measure it, and keep what was measured.

    Of a run that diverges there is nothing to measure, nor of one that needs it; that is kept.
    """
    figures: dict[str, float] = {}
    try:
        if lost := [each for each in run.needs if not _figures_of(each)]:
            raise DivergedError(f"there is no {lost[0]}, whose loss was no number any more")
        train_images(run.config, run.out)
        figures = measure_run(run.out, measures, run.amounts, tried=run.tried)
    except DivergedError as error:
        tqdm.write(f"{run.row}, seed {run.seed}: {error}", file=sys.stderr)
    write_json(run.out / RESULT, {**_asked(run, measures), "figures": figures})
    return figures


def _figures_of(out: Path) -> dict[str, float]:
    """Figures of a run that was measured; none if it diverged."""
    figures: dict[str, float] = json.loads((out / RESULT).read_text(encoding="utf-8"))["figures"]
    return figures


def _asked(run: Run, measures: Sequence[str]) -> dict[str, object]:
    """What figures are told for; with other measures, or among others, they are not the same."""
    less = {} if run.amounts == FULL else {"amounts": asdict(run.amounts)}
    return {"measures": list(measures), "tried": run.tried, **less}


def _results(
    missing: Sequence[Run], study: Study, workers: int
) -> Iterator[tuple[Run, dict[str, float]]]:
    if workers == 1:
        for run in missing:
            yield run, finish_run(run, study.measures)
        return
    waiting, working = list(missing), dict[Future[dict[str, float]], Run]()
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_one_thread) as pool:
        while waiting or working:
            unfinished = {run.out for run in (*waiting, *working.values())}
            ready = [run for run in waiting if unfinished.isdisjoint(run.needs)]
            # Only as many as can work: an error then leaves nothing behind that still runs.
            for run in ready[: workers - len(working)]:
                waiting.remove(run)
                working[pool.submit(finish_run, run, study.measures)] = run
            for future in wait(working, return_when=FIRST_COMPLETED).done:
                yield working.pop(future), future.result()


def _one_thread() -> None:
    torch.set_num_threads(1)
