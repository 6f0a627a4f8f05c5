from pathlib import Path

import pytest

from contracode.corpus.sources import language_of, read_source, source_files


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


def test_links_to_folders_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.js").touch()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.js").touch()
    (folder / "link").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    assert list(source_files(folder)) == [folder / "a.js"]


def test_what_is_left_out_is_told_with_its_path_and_the_reason(tmp_path):
    for name in ["a.js", "b/a.min.js", "b/a.d.ts", "b/vendor/x.js", ".git/x.js", "notes.md"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    left_out = {}
    list(source_files(tmp_path, left_out.__setitem__))
    assert left_out == {
        ".git": "hidden, installed or vendored folder",
        "b/vendor": "hidden, installed or vendored folder",
        "b/a.min.js": "minified, by its name",
        "b/a.d.ts": "type declarations only",
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_exact_but_for_the_byte_order_mark(tmp_path, end):
    text = f"let a = 'é';{end}" * 200
    (tmp_path / "a.js").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_source(tmp_path / "a.js") == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"let a;\xff", "not UTF-8: invalid start byte at byte 6"),
        (b"f();" * 500, "minified: 2000 characters in 1 lines"),
        (b"f();\n" * 500, "too large: 2500 bytes, at most 2400 are read"),
    ],
)
def test_files_that_are_no_text_to_read_are_refused(tmp_path, content, message):
    (tmp_path / "a.js").write_bytes(content)
    with pytest.raises(ValueError, match=message):
        read_source(tmp_path / "a.js", 2400)
