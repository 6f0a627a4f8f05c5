"""The packages whose shipped tests prove that variants behave: sources and commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
CODE = ("**/*.js", "**/*.mjs", "**/*.cjs", "**/*.ts")
"""Globs of all files that hold code."""
_NO_SOURCE = {"test", "tests", "__test__", "__tests__", "example", "examples", "bench", "benchmark"}
_BUILDS = {"node_modules", "third-party-libs", "build", "dist"}
_NO_ENDINGS = (
    ".d.ts",
    ".test.js",
    ".test.ts",
    ".spec.ts",
    ".config.mjs",
    ".config.js",
    "gulpfile.js",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The tests that a package ships."""

    name: str
    """The npm package."""
    project: Literal["fast", "node", "vitest"]
    """Folder below ``packages`` whose lock file pins it and what its tests need."""
    command: str
    """Run inside the package; the first word is an executable of the project."""
    report: Literal["tap", "headings", "mocha", "vitest"]
    """What the command tells outcomes in; ``headings``: TAP that tells of failures alone."""
    sources: tuple[str, ...] = CODE
    """Globs of the files that are rewritten; tests, examples, and builds of the sources are not."""
    tested: tuple[str, ...] = ("",)
    """Beginnings of the paths of sources that the tests are about: there bugs are planted."""

    def source_files(self, package: Path) -> list[str]:
        """Paths of the package's sources, sorted, relative to it."""
        found = {file for glob in self.sources for file in package.glob(glob) if file.is_file()}
        no_source = _NO_SOURCE | _BUILDS if self.sources == CODE else _NO_SOURCE
        paths = {file.relative_to(package) for file in found}
        return sorted(
            path.as_posix()
            for path in paths
            if not no_source.intersection(path.parts) and not path.name.endswith(_NO_ENDINGS)
        )

    @property
    def pins(self) -> Path:
        """Folder with the lock file that pins the package."""
        return HERE / "packages" / self.project


def _tape(
    name: str,
    project: Literal["fast", "node"] = "node",
    tests: str = "test/**/*.js",
    tested: Sequence[str] = ("",),
) -> Suite:
    command = f"tape '{tests}'"
    return Suite(name=name, project=project, command=command, report="tap", tested=tuple(tested))


def _vitest(
    name: str, source: str, tests: Sequence[str] = (), tested: Sequence[str] = ("",)
) -> Suite:
    config = (HERE / "vitest" / f"{name.split('/')[-1]}.config.mjs").as_posix()
    options = f"--config '{config}' --no-isolate --pool=threads --maxWorkers=1"
    command = f"vitest run --root . {options} {' '.join(tests)}"
    return Suite(
        name=name,
        project="vitest",
        command=command,
        report="vitest",
        sources=(source,),
        tested=tuple(tested),
    )


_PHASER = ("math", "geom", "structs", "utils")
"""Parts of phaser whose tests are fast."""


SUITES = (
    _vitest(
        "phaser",
        "src/**/*.js",
        [f"tests/{part}" for part in _PHASER],
        [f"src/{part}/" for part in _PHASER],
    ),
    _vitest("planck", "src/**/*.ts"),
    _vitest("@reduxjs/toolkit", "src/**/*.ts"),
    _tape("abstract-level", tests="test/self.js"),
    _tape("array-includes"),
    _tape("array.prototype.flat"),
    Suite(
        name="cborg",
        project="node",
        command="mocha 'test/test-*.js'",
        report="mocha",
        sources=("*.js", "lib/**/*.js"),
    ),
    Suite(
        name="complex.js",
        project="node",
        command="mocha tests/*.js",
        report="mocha",
        sources=("dist/complex.js",),
    ),
    _tape("deep-equal"),
    _tape("es-to-primitive"),
    Suite(name="events", project="node", command="node tests/index.js", report="headings"),
    _tape("falafel", tests="test/*.js"),
    _tape("fast-json-stable-stringify"),
    _tape("fast-uri"),
    _tape("@fastify/deepmerge", "fast", "test/*.js"),
    _tape("fastq", "fast", "test/*.js"),
    Suite(
        name="find-my-way",
        project="node",
        command=f"node --test-reporter=tap '{(HERE / 'one_process.cjs').as_posix()}'",
        report="tap",
    ),
    _tape("internal-slot"),
    Suite(name="js-graph-algorithms", project="node", command="mocha test", report="mocha"),
    _tape("json-stable-stringify"),
    Suite(
        name="libphonenumber-js",
        project="node",
        # Five files need metadata that are not shipped.
        command=f"mocha --require '{(HERE / 'expect.setup.cjs').as_posix()}' "
        "'source/**/*.test.js' --ignore 'source/helpers/{getN,extract,check}*' "
        "--ignore 'source/{isPossiblePhoneNumber,metadata}.test.js'",
        report="mocha",
        sources=("source/**/*.js",),
    ),
    _tape("minimist", "fast"),
    Suite(
        name="numbers",
        project="node",
        command="mocha -u tdd",
        report="mocha",
        sources=("index.js", "lib/**/*.js"),
    ),
    _tape("object-inspect", tests="test/*.js"),
    # Elsewhere it looks whether the engine has its own.
    _tape("object.groupby", tested=["implementation.js"]),
    Suite(name="path-browserify", project="node", command="node test", report="tap"),
    _tape("promise.any", tests="test/{implementation,index,shimmed}.js"),
    # Elsewhere it looks whether the engine's own getter will do.
    _tape("regexp.prototype.flags", tested=["implementation.js"]),
    _tape("side-channel"),
    _tape("split2", tests="test.js"),
    _tape("string.prototype.matchall"),
)
