import pytest
from dulwich import porcelain
from dulwich.repo import Repo
from hypothesis import given
from hypothesis import strategies as st
from listings import found

from contracode.detection.changes import ChangedLines, changed_lines, touched_functions
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
