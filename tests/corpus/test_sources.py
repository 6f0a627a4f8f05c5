from pathlib import Path

import pytest

from contracode.corpus.sources import language_of, source_files


@pytest.mark.parametrize(
    ("name", "language"),
    [("a.js", "js"), ("a.cjs", "js"), ("a.jsx", "jsx"), ("a.mts", "ts"), ("a.tsx", "tsx")],
)
def test_languages_go_by_the_ending(name, language):
    assert language_of(Path(name)) == language


@pytest.mark.parametrize("name", ["a.min.js", "a.d.ts", "a.d.mts", "a.json", "js"])
def test_what_is_not_source_has_no_language(name):
    assert language_of(Path(name)) is None


def test_installed_vendored_and_hidden_folders_are_left_out(tmp_path):
    kept = ["b/z.ts", "a.js"]
    for name in [*kept, "node_modules/x.js", ".git/x.js", "b/vendor/x.js", "notes.md"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in source_files(tmp_path)]
    assert found == ["a.js", "b/z.ts"]
