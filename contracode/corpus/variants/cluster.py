"""What must be installed for tasks to run somewhere. Asked before anything of it is imported."""

import shutil
from importlib.util import find_spec
from typing import Literal

from contracode.errors import ContracodeError

Kind = Literal["local", "slurm", "ray"]
"""Processes of this machine, or a cluster."""


def require(kind: Kind) -> None:
    """Refuse what can't run here.

    Raises:
        ContracodeError: datatrove is not installed; or Ray; or there is no ``sbatch``.
    """
    if find_spec("datatrove") is None:
        raise ContracodeError(
            "datatrove divides a corpus into tasks and is not installed; "
            "run `pip install 'contracode[cluster]'`"
        )
    if kind == "ray" and find_spec("ray") is None:
        raise ContracodeError("Ray is not installed; run `pip install ray`, here and on its nodes")
    if kind == "slurm" and shutil.which("sbatch") is None:
        raise ContracodeError("there is no `sbatch` here; run this where Slurm takes jobs")
