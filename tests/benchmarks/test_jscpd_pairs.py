from jscpd_pairs import closed, function_pairs, partly_told, untold
from listings import found


def function(path, start, end):
    return found("\n" * (end - start), path=path, start_line=start, start=start, end=end)


def duplicate(first, second):
    names = ("name", "start", "end")
    return {
        "firstFile": dict(zip(names, first, strict=True)),
        "secondFile": dict(zip(names, second, strict=True)),
    }


FUNCTIONS = [
    function("a.js", 1, 10),
    function("a.js", 12, 20),
    function("b.js", 1, 10),
    function("b.js", 12, 20),
    function("c.js", 1, 100),
]


def pairs(given, root):
    return function_pairs([given], FUNCTIONS, root)


def test_a_duplicate_over_two_functions_is_two_pairs(tmp_path):
    given = duplicate((f"{tmp_path}/a.js", 1, 20), (f"{tmp_path}/b.js", 1, 20))
    assert pairs(given, tmp_path) == {(0, 2), (1, 3)}


def test_comments_that_jscpd_passes_over_move_nothing(tmp_path):
    given = duplicate(("a.js", 12, 20), ("b.js", 5, 20))
    assert pairs(given, tmp_path) == {(1, 3)}


def test_a_part_of_a_function_is_no_pair_and_told_by_one_that_holds_it(tmp_path):
    given = duplicate(("a.js", 1, 9), ("c.js", 40, 48))
    assert pairs(given, tmp_path) == set()
    assert untold([given], FUNCTIONS, [(0, 2)], tmp_path) == [given]
    assert untold([given], FUNCTIONS, [(0, 4)], tmp_path) == []
    assert partly_told([(0, 4), (0, 2)], [given], FUNCTIONS, tmp_path) == {(0, 4)}


def test_copies_of_copies_count():
    assert closed([(0, 1), (1, 2), (5, 6)]) == {(0, 1), (0, 2), (1, 2), (5, 6)}
