import pytest

from compiler_aug import digest


@pytest.fixture
def worker(tmp_path, monkeypatch):
    """A worker of a few files."""
    for name in ("main.mjs", "passes/compress.mjs", "package-lock.json", "test/a.test.mjs"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(digest, "WORKER", tmp_path)
    digest.worker_digest.cache_clear()
    yield tmp_path
    digest.worker_digest.cache_clear()


def digested():
    digest.worker_digest.cache_clear()
    return digest.worker_digest()


@pytest.mark.parametrize("name", ["main.mjs", "passes/compress.mjs", "package-lock.json"])
def test_code_and_lock_file_decide_the_digest(worker, name):
    before = digested()
    (worker / name).write_text("other")
    assert digested() != before


@pytest.mark.parametrize("name", ["test/a.test.mjs", "README.md", "node_modules/x/index.mjs"])
def test_tests_and_packages_do_not(worker, name):
    before = digested()
    (worker / name).parent.mkdir(parents=True, exist_ok=True)
    (worker / name).write_text("other")
    assert digested() == before


def test_a_renamed_module_is_another_worker(worker):
    before = digested()
    (worker / "main.mjs").rename(worker / "index.mjs")
    assert digested() != before


def test_the_digest_of_this_worker_is_sha256():
    assert len(digested()) == 64
