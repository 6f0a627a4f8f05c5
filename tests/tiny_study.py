"""A study of two rows on scikit-learn's digits, as a TOML file."""

STUDY = """
title = "A teacher and its student"
seeds = [0, 1]
measures = ["linear probe", "losses"]
baseline = false

[[columns]]
measure = "accuracy"
[[columns]]
measure = "training loss"
better = "lower"
factor = 1.0

[settings]
batch = 8
log_every = 1
[settings.data]
place = "PLACE"
per_class = 8
[settings.encoder]
architecture = "resnet8"
width_multiplier = 0.25
[settings.views]
number = 1
[settings.schedule]
steps = 4

[quick.schedule]
steps = 1

[[rows]]
name = "KD"
after = ["The teacher"]
[rows.settings.method]
kind = "distillation"
teachers = ["{runs}/the-teacher/{seed}"]
distiller = "kd"
[[rows]]
name = "The teacher"
settings = { method = { kind = "cross-entropy" } }

[[chosen]]
name = "best"
among = ["KD", "The teacher"]
by = "accuracy, valid"

[[claims]]
better = "KD"
worse = "The teacher"
measure = "accuracy"
paper = "students may be better"
"""


def write_study(folder, place, *replaced):
    """The study of this corpus, pieces of it replaced; gives its path."""
    text = STUDY.replace("PLACE", str(place))
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    path = folder / "tiny.toml"
    path.write_text(text)
    return path
