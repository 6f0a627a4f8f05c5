"""CodeNet's folders: the whole data set, and a benchmark subset."""

import pytest

from contracode.corpus.readers.code_net import read_code_net
from contracode.errors import CorpusError

HEADER = (
    "submission_id,problem_id,user_id,date,language,original_language,filename_ext,"
    "status,cpu_time,memory,code_size,accuracy\n"
)


def put(root, **files):
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def whole(tmp_path):
    files = {
        "data/p00002/JavaScript/s9.js": "let nine;",
        "data/p00001/JavaScript/s3.js": "let three;",
        "data/p00001/JavaScript/s1.js": "let one;",
        "data/p00001/TypeScript/s2.ts": "let two: 2;",
        "data/p00001/Python/s4.py": "four",
        "metadata/p00001.csv": HEADER
        + "s1,p00001,u7,1,JavaScript,JavaScript (node),js,Accepted,1,1,8,4/4\n"
        + "s2,p00001,u8,1,TypeScript,TypeScript,ts,Accepted,1,1,8,4/4\n"
        + "s3,p00001,u7,1,JavaScript,JavaScript (node),js,Wrong Answer,1,1,8,1/4\n"
        + "s4,p00001,u9,1,Python,Python3,py,Accepted,1,1,8,4/4\n",
        "metadata/p00002.csv": HEADER + "s9,p00002,u1,1,JavaScript,,js,Accepted,1,1,8,\n",
        "metadata/problem_list.csv": "id,name\np00001,one\n",
    }
    put(tmp_path, **files)
    return tmp_path


def test_accepted_solutions_come_problem_by_problem(whole):
    rows = [(row.id, row.author, row.language, row.source) for row in read_code_net(whole)]
    assert rows == [
        ("p00001/s1", "u7", "JavaScript", "let one;"),
        ("p00001/s2", "u8", "TypeScript", "let two: 2;"),
        ("p00002/s9", "u1", "JavaScript", "let nine;"),
    ]


def test_refused_ones_and_other_languages_come_when_asked_for(whole):
    refused = read_code_net(whole, ("JavaScript",), accepted_only=False)
    assert [row.id for row in refused] == ["p00001/s1", "p00001/s3", "p00002/s9"]
    assert [row.source for row in read_code_net(whole, ("Python",))] == ["four"]


def test_a_subset_holds_files_without_verdicts(tmp_path):
    put(tmp_path, p1__b="", **{"p1/s1.js": "a", "p1/s2.ts": "b", "p2/.hidden": "", "p2/s1.py": ""})
    rows = [(row.id, row.problem, row.author, row.language) for row in read_code_net(tmp_path)]
    assert rows == [("p1/s1", "p1", "", "JavaScript"), ("p1/s2", "p1", "", "TypeScript")]


def test_a_folder_without_solutions_says_what_it_holds(whole):
    with pytest.raises(CorpusError, match="found languages: JavaScript, Python, TypeScript"):
        list(read_code_net(whole, ("Rust",)))
    with pytest.raises(CorpusError, match=r"can't read the folder .*No such file"):
        list(read_code_net(whole / "nowhere"))


def test_a_solution_without_a_verdict_is_told(whole):
    put(whole, **{"data/p00001/JavaScript/s5.js": "let five;"})
    with pytest.raises(CorpusError, match=r"s5\.js is not in its problem's metadata"):
        list(read_code_net(whole))


@pytest.mark.parametrize(
    ("text", "message"),
    [("id,name\n", r"p00001\.csv:1: wanted columns .*got id, name"), ("", "got an empty file")],
)
def test_verdicts_without_their_columns_are_told(whole, text, message):
    (whole / "metadata" / "p00001.csv").write_text(text)
    with pytest.raises(CorpusError, match=message):
        list(read_code_net(whole))


def test_missing_verdicts_and_text_that_is_not_utf8_are_told(whole):
    (whole / "data/p00002/JavaScript/s9.js").write_bytes(b"\xff")
    with pytest.raises(CorpusError, match=r"can't read .*s9\.js: .*0xff"):
        list(read_code_net(whole))
    (whole / "metadata" / "p00001.csv").unlink()
    with pytest.raises(CorpusError, match="can't read the verdicts"):
        list(read_code_net(whole))
