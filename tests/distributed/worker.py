"""One of the processes: runs every case and every fact, and writes what it found.

python -m distributed.worker RANK WORLD FOLDER
"""

import sys
import traceback
from datetime import timedelta
from pathlib import Path

import torch
import torch.nn.parallel
from jaxtyping import install_import_hook

# Only what differs between one process and many: the hook makes what is imported beneath it slow.
install_import_hook(["contracode.distributed", "contracode.losses"], "beartype.beartype")

from distributed.cases import CASES  # noqa: E402
from distributed.facts import FACTS  # noqa: E402
from distributed.schedules import STEPS  # noqa: E402
from distributed.training import train  # noqa: E402


def main(rank: int, world: int, folder: Path) -> None:
    torch.set_num_threads(1)
    torch.distributed.init_process_group(
        "gloo",
        init_method=f"file://{folder}/meeting",
        rank=rank,
        world_size=world,
        timeout=timedelta(seconds=20),
    )
    jobs = {name: lambda make=make: train(make()) for name, make in CASES.items()}
    jobs |= FACTS | STEPS
    torch.save({name: _outcome(job) for name, job in jobs.items()}, folder / f"{rank}.pt")
    torch.distributed.destroy_process_group()


def _outcome(job):
    try:
        return job()
    except Exception:  # noqa: BLE001  # whoever asks for the outcome gets it
        return traceback.format_exc()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
