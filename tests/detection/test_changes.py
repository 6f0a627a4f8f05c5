import pytest
from dulwich import porcelain
from dulwich.repo import Repo
from hypothesis import given
from hypothesis import strategies as st
from listings import found

from contracode.detection.changes import (
    ChangedLines,
    _Revision,
    changed_lines,
    touched_functions,
)
from contracode.errors import DetectionError

FILE = "\n".join(f"line {number}" for number in range(1, 31)) + "\n"


def commit(folder):
    porcelain.add(str(folder), [str(path) for path in folder.rglob("*.js")])
    who = b"A Developer <a@example.com>"
    return porcelain.commit(str(folder), message=b"work", author=who, committer=who).decode()


@pytest.fixture
def repository(tmp_path):
    porcelain.init(str(tmp_path)).close()
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.js").write_text(FILE)
    (tmp_path / "src/b.js").write_text(FILE.replace("line", "other"))
    commit(tmp_path)
    return tmp_path


def function(path, start, end):
    return found("\n" * (end - start), path=path, start_line=start)


FUNCTIONS = [function("a.js", 3, 8), function("a.js", 10, 20), function("b.js", 1, 30)]


def touched(repository, revision="HEAD", functions=FUNCTIONS):
    return touched_functions(repository / "src", functions, revision)


def test_nothing_changed_touches_nothing(repository):
    assert touched(repository) == set()


def test_an_uncommitted_line_touches_the_function_around_it(repository):
    (repository / "src/a.js").write_text(FILE.replace("line 12\n", "changed\n"))
    assert touched(repository) == {1}


def test_a_commit_since_touches_and_one_before_does_not(repository):
    (repository / "src/a.js").write_text(FILE.replace("line 12\n", "changed\n"))
    commit(repository)
    assert touched(repository, "HEAD~1") == {1}
    assert touched(repository, "HEAD") == set()


def test_a_removed_line_touches_the_function_that_held_it(repository):
    (repository / "src/a.js").write_text(FILE.replace("line 5\n", ""))
    assert touched(repository) == {0}


def test_an_unknown_file_is_new_and_a_renamed_one_is_not(repository):
    (repository / "src/a.js").rename(repository / "src/moved.js")
    (repository / "src/new.js").write_text("fresh\n" * 30)
    functions = [function("moved.js", 3, 8), function("new.js", 3, 8)]
    assert touched(repository, functions=functions) == {1}


def test_a_renamed_file_is_touched_where_it_changed(repository):
    (repository / "src/a.js").unlink()
    (repository / "src/moved.js").write_text(FILE.replace("line 12\n", "changed\n"))
    functions = [function("moved.js", 3, 8), function("moved.js", 10, 20)]
    assert touched(repository, functions=functions) == {1}


def test_other_line_ends_change_nothing(repository):
    (repository / "src/a.js").write_bytes(FILE.replace("\n", "\r\n").encode())
    assert touched(repository) == set()


def test_an_unknown_revision_is_named(repository):
    with pytest.raises(DetectionError, match="no revision 'v9'; fetch it"):
        touched(repository, "v9")


def test_an_abbreviation_of_two_commits_is_refused(repository):
    with Repo(str(repository)) as opened:
        seen = {}
        for number in range(10_000):
            made = opened[opened.head()].copy()
            made.message = str(number).encode()
            twin = seen.setdefault(made.id[:4], made)
            if twin is not made:
                break
        opened.object_store.add_objects([(twin, None), (made, None)])
    with pytest.raises(DetectionError, match=r"several commits .* more of the hash"):
        touched(repository, made.id[:4].decode())


def test_a_file_that_vanished_is_named(repository):
    with pytest.raises(DetectionError, match=r"can't read .*gone\.js again"):
        touched(repository, functions=[function("gone.js", 1, 3)])


def test_old_contents_of_files_that_stayed_are_not_read(repository, monkeypatch):
    monkeypatch.setattr(_Revision, "_content", None)
    assert touched(repository) == set()


def test_old_contents_of_files_that_moved_are_not_read(repository, monkeypatch):
    monkeypatch.setattr(_Revision, "_content", None)
    (repository / "src/a.js").rename(repository / "src/moved.js")
    assert touched(repository, functions=[function("moved.js", 3, 8)]) == set()


def test_every_old_file_is_looked_for_once_however_many_are_new(repository, monkeypatch):
    asked = []
    is_there = _Revision._is_there

    def counted(revision, path):
        asked.append(path)
        return is_there(revision, path)

    monkeypatch.setattr(_Revision, "_is_there", counted)
    (repository / "src/a.js").unlink()
    for name in ("new.js", "newer.js"):
        (repository / "src" / name).write_text("fresh\n" * 30)
    functions = [function("new.js", 3, 8), function("newer.js", 3, 8)]
    assert touched(repository, functions=functions) == {0, 1}
    assert sorted(asked) == [b"src/a.js", b"src/b.js"]


def test_a_long_file_with_other_line_ends_is_not_compared_line_by_line():
    # Of 30,000 equal lines a matcher would compare every one with every other.
    assert changed_lines(b"}\n" * 30_000, b"}\r\n" * 30_000) == []


def test_a_file_with_less_than_half_of_its_lines_in_common_is_new(repository):
    (repository / "src/a.js").unlink()
    lines = FILE.splitlines()
    (repository / "src/kept.js").write_text("\n".join(lines[:20]) + "\n")
    (repository / "src/fresh.js").write_text("\n".join(lines[:12]) + "\n")
    functions = [function("kept.js", 3, 8), function("fresh.js", 3, 8)]
    assert touched(repository, functions=functions) == {1}


def test_a_folder_outside_of_repositories_is_refused(tmp_path):
    with pytest.raises(DetectionError, match="in no git working tree"):
        touched_functions(tmp_path, [], "HEAD")


def test_a_bare_repository_is_refused(tmp_path):
    Repo.init_bare(str(tmp_path)).close()
    with pytest.raises(DetectionError, match="in no git working tree"):
        touched_functions(tmp_path, [], "HEAD")


LINES = st.lists(st.sampled_from([b"a", b"b", b"c"]), max_size=12)


@given(LINES, LINES)
def test_lines_outside_of_the_changes_are_in_the_old_text_in_order(old, new):
    changes = changed_lines(b"\n".join(old), b"\n".join(new))
    after = b"\n".join(new).split(b"\n")
    kept = [
        line
        for number, line in enumerate(after, 1)
        if not any(each.first <= number <= each.last for each in changes)
    ]
    before = b"\n".join(old).split(b"\n")
    remaining = iter(before)
    assert all(line in remaining for line in kept)


def test_removed_lines_touch_only_what_stands_around_them():
    gone = ChangedLines(5, 4)
    assert gone.touch(4, 5)
    assert not gone.touch(5, 9)
    assert not gone.touch(1, 4)
