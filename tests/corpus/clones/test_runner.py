"""The process that calls functions: what it may not do, and what becomes of it."""

import pytest

from contracode.corpus.clones.runner import Runner


@pytest.fixture
def runner(tmp_path):
    with Runner(tmp_path, deadline_s=10.0) as made:
        yield made


def module(folder, source):
    path = folder / f"module{len(list(folder.iterdir()))}.mjs"
    path.write_text(source)
    return path


@pytest.mark.parametrize(
    "source",
    [
        "import { readFileSync } from 'node:fs'; readFileSync('/etc/hostname');",
        "import { writeFileSync } from 'node:fs'; writeFileSync(HERE, 'x');",
        "import { execSync } from 'node:child_process'; execSync('true');",
        "import { Worker } from 'node:worker_threads'; new Worker('1', { eval: true });",
    ],
)
def test_a_module_may_neither_read_elsewhere_nor_write_nor_start_anything(tmp_path, runner, source):
    here = repr(str(tmp_path / "written.txt"))
    reply = runner.load(module(tmp_path, source.replace("HERE", here)))
    assert reply == {"failure": "ERR_ACCESS_DENIED"}
    assert not (tmp_path / "written.txt").exists()
    assert runner.restarts == 0


def test_a_process_that_dies_is_replaced_and_asked_once_more(tmp_path, runner):
    hungry = "const kept = []; for (;;) kept.push(new Array(1e6).fill(kept.length));"
    assert runner.load(module(tmp_path, hungry)) == {"failure": "ended the process"}
    assert runner.restarts == 2
    (export,) = runner.load(module(tmp_path, "export const one = () => 1;"))["exports"]
    assert (export["name"], export["length"]) == ("one", 0)


def test_a_module_that_never_ends_is_given_up(tmp_path):
    with Runner(tmp_path, deadline_s=1.0) as runner:
        assert runner.load(module(tmp_path, "for (;;);")) == {"failure": "not done in time"}
        assert runner.restarts == 2


def test_functions_are_called_in_the_new_process_too(tmp_path, runner):
    path = module(tmp_path, "export const double = (x) => x + x;")
    before = runner.call(path, ".double")
    runner.close()
    assert runner.call(path, ".double") == before
    assert "#14" in before["answers"]
    assert runner.call(path, ".triple") == {"failure": "Error"}
