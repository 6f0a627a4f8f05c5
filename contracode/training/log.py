"""What a run tells: JSON lines, TensorBoard, and a progress bar on stderr."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from torch.utils.tensorboard import SummaryWriter
from tqdm import tqdm

from contracode.files import write_text


class RunLog:
    """Writes the figures of a step to ``log.jsonl``, to TensorBoard and to the terminal.

    A run that goes on from step N first forgets what a killed one told of later steps.
    """

    def __init__(self, folder: Path, first_step: int, steps: int, label: str) -> None:
        self._path = folder / "log.jsonl"
        write_text(self._path, "".join(_until(self._path, first_step)))
        self._board = SummaryWriter(str(folder / "tensorboard"), purge_step=first_step)
        self._bar = tqdm(total=steps, initial=first_step, desc=label, unit=" steps")

    def __enter__(self) -> "RunLog":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()
        self._board.close()

    def step(self) -> None:
        """Move the progress bar."""
        self._bar.update()

    def write(self, step: int, figures: Mapping[str, float]) -> None:
        """Tell the figures after this step."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": step, **figures}) + "\n")
        for name, value in figures.items():
            self._board.add_scalar(name, value, step)
        shown = {name: figures[name] for name in ("loss", "accuracy") if name in figures}
        self._bar.set_postfix({name: f"{value:.3f}" for name, value in shown.items()})


def _until(path: Path, step: int) -> list[str]:
    """Lines of a log up to this step; a line cut short by a kill is left out."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    whole = [line for line in lines if line.endswith("\n")]
    return [line for line in whole if json.loads(line)["step"] <= step]
