import json

from cli.test_commands import run


def test_the_catalogue_is_grouped_and_fits_a_terminal(capsys):
    status, out, _ = run(capsys, "passes")
    assert status == 0
    lines = out.splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads[-1] == "assumptions"
    assert {"compression", "identifiers", "regularization"} <= set(heads)
    assert heads == sorted(set(heads[:-1])) + heads[-1:]
    assert max(map(len, lines)) <= 100


def test_one_pass_is_found_by_the_papers_name(capsys):
    status, out, _ = run(capsys, "passes", "vr")
    assert status == 0
    assert out.splitlines()[:8] == [
        "identifiers",
        "",
        "  rename-variables",
        "    in the paper: VR, variable renaming",
        "    preserves behaviour; assumes 1, 2",
        '    options: targets = "all", share = null',
        "    example, every chance taken:",
        "    - const add = (a, b) => a + b;",
    ]
    assert "  1. Names are looked up by the compiler, not by the program. No `with`" in out


def test_json_holds_everything(capsys):
    _, out, _ = run(capsys, "passes", "compress", "--json")
    told = json.loads(out)
    (record,) = told["passes"]
    assert (record["name"], record["group"]) == ("compress", "compression")
    assert [int(number) for number in told["assumptions"]] == record["assumes"]


def test_an_unknown_pass_lists_the_known_ones(capsys):
    status, _, err = run(capsys, "passes", "wild")
    assert status == 2
    assert err.startswith("contracode: no pass is called 'wild'; there are ")
    assert "rename-variables" in err
