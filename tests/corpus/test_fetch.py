"""Packages of a data set: fetched once, refused when they are not what the lock file names."""

import pytest
from npm_archives import archive, write_archives, write_dataset

from contracode.corpus.fetch import fetch_packages
from contracode.errors import CorpusError

ARCHIVES = {"queue": archive("queue", {"src/queue.js": "export const queue = [];\n"})}


@pytest.fixture
def dataset(tmp_path):
    write_dataset(tmp_path / "tiny", 'kind = "functions"\n', ARCHIVES)
    return tmp_path / "tiny"


@pytest.fixture
def packages(tmp_path):
    write_archives(tmp_path / "packages", ARCHIVES)
    return tmp_path / "packages"


def test_packages_are_fetched_once(dataset, packages):
    modules = fetch_packages(dataset, packages)
    assert (modules / "queue" / "src" / "queue.js").exists()
    (modules / "queue" / "mark").touch()
    assert fetch_packages(dataset, packages) == modules
    assert (modules / "queue" / "mark").exists()


def test_a_fetch_that_was_killed_begins_anew(dataset, packages):
    modules = fetch_packages(dataset, packages)
    (packages / "tiny" / "fetched.txt").unlink()
    (modules / "queue" / "src" / "queue.js").unlink()
    fetch_packages(dataset, packages)
    assert (modules / "queue" / "src" / "queue.js").exists()


def test_a_changed_archive_is_refused_and_a_right_one_then_taken(dataset, packages):
    write_archives(packages, {"queue": archive("queue", {"src/queue.js": "evil();\n"})})
    with pytest.raises(CorpusError, match="not the one that the lock file names"):
        fetch_packages(dataset, packages)
    write_archives(packages, ARCHIVES)
    assert (fetch_packages(dataset, packages) / "queue").exists()


def test_a_broken_archive_is_refused_and_a_right_one_then_taken(dataset, packages):
    (packages / "queue.tgz").write_bytes(ARCHIVES["queue"][:100])
    with pytest.raises(CorpusError, match="packages of tiny were not fetched"):
        fetch_packages(dataset, packages)
    write_archives(packages, ARCHIVES)
    assert (fetch_packages(dataset, packages) / "queue").exists()


def test_no_network_is_told_and_a_later_run_completes(tmp_path, packages):
    # Port 9 of this machine refuses every connection, as an absent network does.
    folder = tmp_path / "tiny"
    write_dataset(folder, 'kind = "functions"\n', ARCHIVES)
    right = {path.name: path.read_text() for path in folder.iterdir()}
    for name in ("package.json", "package-lock.json"):
        text = right[name].replace("file:../queue.tgz", "http://127.0.0.1:9/queue.tgz")
        (folder / name).write_text(text)
    (folder / ".npmrc").write_text(right[".npmrc"] + "fetch-retries=0\n")
    with pytest.raises(CorpusError, match="can't be reached"):
        fetch_packages(folder, packages)
    for name, text in right.items():
        (folder / name).write_text(text)
    assert (fetch_packages(folder, packages) / "queue").exists()


@pytest.mark.parametrize("name", ["package.json", "package-lock.json", ".npmrc"])
def test_a_data_set_without_its_lock_files_is_refused(dataset, packages, name):
    (dataset / name).unlink()
    with pytest.raises(CorpusError, match=f"no {name}"):
        fetch_packages(dataset, packages)
