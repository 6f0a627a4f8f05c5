"""Rows of a study as folders and settings."""

from pathlib import Path

from contracode.studies.rows import filled, replaced, run_folder, slug


def test_names_as_folders():
    assert slug("CACR, K = 4, (uniform)!") == "cacr-k-4-uniform"
    assert run_folder(Path("runs"), "rate 0.02", 3) == Path("runs/rate-0.02/3")


def test_places_are_filled_in_wherever_texts_are():
    settings = {"teachers": ["{runs}/a/{seed}", 3], "deeper": {"name": "{seed}{seed}"}, "rate": 0.1}
    assert filled(settings, {"{runs}": "some/where", "{seed}": "7"}) == {
        "teachers": ["some/where/a/7", 3],
        "deeper": {"name": "77"},
        "rate": 0.1,
    }


def test_settings_are_replaced_where_they_are_and_none_is_added():
    settings = {"steps": 400, "data": {"per_class": 5000}}
    by = {"steps": 3, "batch": 16, "data": {"per_class": 20, "size": 8}}
    assert replaced(settings, by) == {"steps": 3, "data": {"per_class": 20}}
