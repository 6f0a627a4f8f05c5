"""Sets made by hand whose figures can be worked out: perfect, inverted, constant, random scores."""

import numpy as np
import pytest
from told_scores import Matrix, Told, problems

from contracode.tasks.clones import clean_cases, measure_clones
from contracode.tasks.clones.measurement import PAIRS, SEARCH, chosen_threshold

CLONES = problems([3, 3, 3, 3])
VALIDATION = problems([3, 3, 3])

# Of 12 functions each seeks 2 others; 9 are of other problems. There are 12 clone pairs and 12
# negatives. P@5 and P@10 can't be higher: 2 relevant functions among 5, or 10.
PERFECT = {
    "AUROC": 1,
    "AP": 1,
    "F1": 1,
    "precision": 1,
    "recall": 1,
    "recall at 1 % false alarms": 1,
    "recall at 10 % false alarms": 1,
    "MRR": 1,
    "MAP@R": 1,
    "P@1": 1,
    "P@5": 2 / 5,
    "P@10": 2 / 10,
    "recall@10": 1,
}
# All negatives are named before the first clone: the clones come at precision 12 / 24. The best
# threshold of the validation part names everything. In a search the two come 10th and 11th.
INVERTED = {
    "AUROC": 0,
    "AP": 1 / 2,
    "F1": 2 / 3,
    "precision": 1 / 2,
    "recall": 1,
    "recall at 1 % false alarms": 0,
    "recall at 10 % false alarms": 0,
    "MRR": 1 / 10,
    "MAP@R": 0,
    "P@1": 0,
    "P@5": 0,
    "P@10": 1 / 10,
    "recall@10": 1 / 2,
}
# All cases have one score: named together or not at all. Ties of a search count against it.
CONSTANT = INVERTED | {"AUROC": 1 / 2}


def figures(clones, validation, **told):
    threshold = chosen_threshold(Told(validation, **told), validation, clean_cases(validation, 0))
    cases = clean_cases(clones, 0)
    found = measure_clones(clones, cases, Told(clones, **told), seed=0, threshold=threshold)
    return found.values


@pytest.mark.parametrize(("sign", "expected"), [(1, PERFECT), (-1, INVERTED), (0, CONSTANT)])
def test_figures_are_those_worked_out(sign, expected):
    found = figures(CLONES, VALIDATION, sign=sign)
    assert {name: value.mean for name, value in found.items()} == pytest.approx(expected, abs=1e-12)
    for value in found.values():
        assert value.low == pytest.approx(value.mean) or value.low < value.mean


@pytest.mark.parametrize(("sign", "expected"), [(1, 1), (-1, 0), (0, 1 / 2)])
def test_hard_negatives_have_their_own_figure(sign, expected):
    found = figures(problems([3] * 4, groups=("a", "b")), VALIDATION, sign=sign)
    assert found["hard AUROC"].mean == pytest.approx(expected, abs=1e-12)
    # Now there are two negatives for a clone pair.
    assert found["AP"].mean == pytest.approx(1 if sign == 1 else 1 / 3)
    assert set(found) == {*PAIRS, *SEARCH}


def test_random_scores_get_what_chance_gives():
    found = figures(problems([2] * 400), problems([2] * 400), noise=1.0)
    # 400 clone pairs and 400 negatives: a standard error of an AUROC is .02.
    assert found["AUROC"].mean == pytest.approx(1 / 2, abs=0.06)
    assert found["AUROC"].low < 1 / 2 < found["AUROC"].high
    assert found["AP"].mean == pytest.approx(1 / 2, abs=0.06)
    assert found["recall at 10 % false alarms"].mean == pytest.approx(0.1, abs=0.06)
    # Who knows nothing does best by naming nearly everything.
    assert found["F1"].mean == pytest.approx(2 / 3, abs=0.03)
    assert found["P@1"].mean < 0.02


def test_a_score_that_is_not_a_number_is_the_worst():
    class Nothing:
        name = "nothing"

        def compare(self, queries, candidates):
            return Matrix(np.full((len(queries), len(candidates)), np.nan))

    cases = clean_cases(CLONES, 0)
    found = measure_clones(CLONES, cases, Nothing(), seed=0).values
    expected = {name: CONSTANT[name] for name in found}
    assert {name: value.mean for name, value in found.items()} == pytest.approx(expected)


def test_without_a_threshold_there_is_no_f1():
    found = measure_clones(CLONES, clean_cases(CLONES, 0), Told(CLONES), seed=0).values
    assert not {"F1", "precision", "recall"} & set(found)
    one = problems([3])
    assert chosen_threshold(Told(one), one, clean_cases(one, 0)) is None


def test_the_released_protocol_punishes_a_perfect_scorer():
    # Pairs of one problem stand among its non-clones: 16 of the 9 * 11 of sizes 3, 4, 2, 5 are
    # those of the second problem, 4 those of the third.
    clones = problems([3, 4, 2, 5])
    from contracode.tasks.clones import released_cases

    cases = released_cases(clones, 0)
    found = measure_clones(clones, cases, Told(clones), seed=0, protocol="as-released").values
    same = np.array(clones.concepts)[cases.queries] == np.array(clones.concepts)[cases.candidates]
    share = same[~cases.positive].mean()
    assert 0 < share < 0.5
    assert found["AUROC"].mean == pytest.approx(1 - share / 2)
    assert found["AP"].mean == pytest.approx(30 / (30 + same[~cases.positive].sum()))
    assert set(found) == {"AUROC", "AP"}
