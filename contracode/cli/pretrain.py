"""Pre-train an encoder."""

from dataclasses import dataclass
from pathlib import Path

from contracode.cli.places import CORPUS, MODEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Pretrain:
    """Train an encoder on variants that the compiler makes while training runs.

    The same command after a kill goes on from the last saved state; after the end it does nothing.
    """

    recipe: str = "smoke"
    """A recipe of the package, or the path of a TOML file."""
    corpus: Path = CORPUS
    """Corpus to train on."""
    out: Path | None = None
    """Folder of the model; by default ``data/models/RECIPE``."""
    seed: int | None = None
    """Seed instead of the recipe's."""
    set: tuple[str, ...] = ()
    """Settings instead of the recipe's, as in TOML: ``--set schedule.steps=200 plan=full``."""

    def run(self) -> None:
        """Train and print where the model is."""
        from contracode.training.code import pretrain, read_recipe

        seed = () if self.seed is None else (f"seed={self.seed}",)
        config = read_recipe(self.recipe, (*self.set, *seed))
        out = self.out or MODEL.parent / config.name
        outcome = pretrain(config, self.corpus, out)
        if outcome.already_finished:
            print(f"{out} is finished already: {outcome.step} steps; nothing to do")
        else:
            print(f"{out}: {outcome.step} steps in {outcome.elapsed_s:.0f} s")
