"""Make variants of programs."""

from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated

import tyro


@dataclass(frozen=True, slots=True, kw_only=True)
class Augment:
    """Make variants of programs: other text, same behaviour.

    A SOURCE is a file of JavaScript or TypeScript, which may hold a program, a declaration, a
    method or a function without a name; a folder, less its installed packages and minified files;
    a .jsonl file, each line an object with "source" or "code" and perhaps "id", "language" and
    "shape"; a .parquet file with such columns; or a built corpus.

    Of one file, variant number i has the seed plus i. Of several programs, each has a seed of its
    own, from the seed and the program's id: neither order nor number of workers matters. Programs
    that fail are told on standard error; then the exit status is 1.
    """

    sources: Annotated[
        tyro.conf.Positional[tuple[str, ...]], tyro.conf.arg(metavar="SOURCE [SOURCE ...]")
    ]
    """Files or folders, or - for standard input."""
    count: Annotated[int, tyro.conf.arg(aliases=["-n"])] = 4
    """Variants of each program."""
    seed: int = 0
    """The same seed gives the same bytes."""
    plan: str = "default"
    """Name of a plan (default, full, paper, ...), or a TOML file."""
    distinct: bool = False
    """Leave out variants that equal an earlier one or the source, and draw further seeds."""
    out: Path | None = None
    """A .jsonl or .parquet file with one variant a row; or a new folder like the sources', where
    a/b.js becomes a/b.0.js, a/b.1.js, ... (a/b.js if there is one variant each). Not given, the
    variants are printed."""
    json: bool = False
    """Print JSON: of one file an object, of several programs a line a variant."""
    explain: bool = False
    """Print what each pass changed, as a diff."""
    verify: bool = False
    """Read every variant once more by esprima, another parser, where it can read the source."""
    statistics: Path | None = None
    """Also write the statistics to this JSON file."""
    workers: int = 2
    """Compiler processes."""
    deadline: float = 10.0
    """Longest time a program may take, in seconds; then its compiler is replaced."""
    max_chars: int = 2_000_000
    """Longer programs are refused."""

    def __post_init__(self) -> None:
        for name in ("count", "workers", "max_chars"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if not self.deadline > 0:
            raise ValueError(f"deadline must be > 0, got {self.deadline}")
        if not self.sources:
            raise ValueError("name a file, a folder, or - for standard input")
        if sum((self.out is not None, self.json, self.explain)) > 1:
            raise ValueError("choose one of --out, --json and --explain")
        if self.explain and (self.distinct or self.verify):
            raise ValueError("--explain goes with neither --distinct nor --verify")

    def run(self) -> int:
        """Make them, print or write them, and tell what came of all; the exit status."""
        from compiler_aug import Augmenter
        from contracode.cli.augment_report import Report
        from contracode.cli.augment_text import explain, print_made, print_one
        from contracode.cli.reading import plan_of_argument, read_argument
        from contracode.corpus.variants.inputs import is_one_program, open_sources
        from contracode.corpus.variants.outputs import check_out, write_out
        from contracode.corpus.variants.stream import Making, augmented

        plan = plan_of_argument(self.plan)
        sources = open_sources(self.sources, lambda: read_argument("-"))
        if self.out is not None:
            check_out(self.out, self.sources)
        is_alone = len(sources) == 1 and is_one_program(self.sources[0])
        with Augmenter(self.workers, self.deadline, self.max_chars) as augmenter:
            seed_of = partial(self._seed_of, is_alone)
            making = Making(
                augmenter=augmenter,
                plan=plan,
                count=self.count,
                distinct=self.distinct,
                seed_of=seed_of,
            )
            with Report(sources, is_alone=is_alone, command=self) as report:
                programs = chain.from_iterable(map(report.programs, sources))
                if self.explain:
                    explain(programs, making, report.account.fail)
                    return report.status
                made = report.watched(augmented(programs, making))
                if self.out is not None:
                    write_out(self.out, made, self.count)
                elif is_alone:
                    print_one(made, making, as_json=self.json)
                else:
                    print_made(made, as_json=self.json)
        return report.status

    def _seed_of(self, is_alone: bool, program_id: str) -> int:
        from contracode.seeds import seed_for

        return self.seed if is_alone else seed_for(self.seed, program_id)
