"""Single calls in two processes."""

import pytest
import torch
from distributed.facts import TYPES


def fact(processes, name):
    """What each process found, by rank."""
    found = [process[name] for process in processes]
    for outcome in found:
        assert isinstance(outcome, dict), outcome
    return found


def everywhere(processes, name):
    """What all processes found, the same in each."""
    first, *others = fact(processes, name)
    for other in others:
        torch.testing.assert_close(other, first, rtol=0, atol=0)
    return first


def test_every_process_knows_its_number_and_how_many_there_are(processes):
    found = [(int(one["rank"]), int(one["world"])) for one in fact(processes, "numbers")]
    assert found == [(0, 2), (1, 2)]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_gather_orders_by_rank_and_keeps_the_type(processes, kind):
    found = everywhere(processes, "gathered_types")[str(kind)]
    torch.testing.assert_close(found, torch.tensor([0, 1, 1, 1]).to(kind), rtol=0, atol=0)


def test_gather_takes_no_rows_more_axes_and_transposed_values(processes):
    found = everywhere(processes, "gathered_shapes")
    assert found["none"].shape == (0, 3)
    torch.testing.assert_close(
        found["cube"], torch.tensor([0.0, 1.0])[:, None, None].expand(2, 2, 3)
    )
    own = torch.arange(6.0).view(2, 3).T
    torch.testing.assert_close(found["transposed"], torch.cat([own, own + 10]))


def test_the_gradient_of_a_gathered_row_is_the_sum_over_processes(processes):
    # Row j of everybody has weight (r + 1) (j + 1) in process r.
    for rank, found in enumerate(fact(processes, "summed_gradients")):
        expected = 3.0 * torch.tensor([[2.0 * rank + 1], [2.0 * rank + 2]])
        torch.testing.assert_close(found["own"], expected)
        assert found["empty"].shape == (0, 3)


def test_keys_come_with_their_integers_and_only_features_have_a_gradient(processes):
    found = everywhere(processes, "gathered_ids")
    assert found["group"].tolist() == [0, 1, -1, 1, 5, 6, 4, 6]
    assert found["uid"].tolist() == [0, 1, -1, 1] * 2
    assert found["features"][:, 0].tolist() == [0.0] * 4 + [1.0] * 4
    assert found["has gradient"]
    assert found["same rows"]
    assert found["symmetric"]


def test_distinct_integers_are_equal_within_a_process_only_and_nobody_stays_nobody(processes):
    first, second = everywhere(processes, "gathered_ids")["distinct"].split(4)
    for ids in (first, second):
        assert ids[1] == ids[3] != ids[0]
        assert ids[2] == -1
    assert not set(first.tolist()) & set(second.tolist()) - {-1}


def test_views_of_different_processes_share_neither_uid_nor_unlabelled_group(processes):
    found = everywhere(processes, "views_told_apart")
    assert len(set(found["uid"].tolist())) == 12
    assert len(set(found["labelled uid"].tolist())) == 12
    assert len(set(found["group"].tolist())) == 6
    assert found["labelled group"].tolist() == [4, 4, -1] * 4


def test_gathered_views_stay_in_the_order_of_views(processes):
    found = everywhere(processes, "views_in_order")
    assert found["views"].tolist() == [[0, 1, 10, 11], [2, 3, 12, 13]]


def test_an_average_is_shared_without_gradient_and_leaves_its_argument_alone(processes):
    for rank, found in enumerate(fact(processes, "averages")):
        assert found["mean"] == 1.5
        assert found["value"] == rank + 1
        assert not found["has gradient"]


def test_a_mean_counts_valid_rows_of_all_processes_alike(processes):
    # One valid row in all, of 6: half a row a process, so that the average of 12 and 0 is 6.
    for found, expected in zip(
        fact(processes, "means_without_valid_rows"), (12.0, 0.0), strict=True
    ):
        assert found["rank 0 has one"] == expected
        assert found["nobody"] == 0
        assert not found["gradient"].any()


def test_unequal_batches_are_refused_by_all_processes_which_then_go_on(processes):
    for found in fact(processes, "unequal_sizes"):
        refusals = [name for name in found if "equally many rows, got [2, 3] by rank" in name]
        assert [refusal.split(":")[0] for refusal in refusals] == ["gather", "keys"]
        assert found["afterwards"].tolist() == [0, 1]
