import pytest
import torch
from methods.distillers.traces_of import both, leaves
from methods.loco.stages import small_encoder, some_images

from contracode.methods.distillers import DISTILLERS, Traces, named_distiller

RELEASED = {
    "kd": 0.9,
    "hint": 100,
    "attention": 1000,
    "similarity": 3000,
    "correlation": 0.02,
    "vid": 1,
    "rkd": 1,
    "pkt": 30_000,
}
every_name = pytest.mark.parametrize("name", RELEASED)


def made(name, student, teacher, **settings):
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return named_distiller(name, student.shapes, teacher.shapes, **settings)


def test_weights_are_those_released_with_crd():
    assert {name: row.weight for name, row in DISTILLERS.items()} == RELEASED
    student, teacher = both()
    assert {name: made(name, student, teacher).weight for name in RELEASED} == RELEASED
    assert {row.labels for name, row in DISTILLERS.items() if name != "kd"} == {1.0}
    assert DISTILLERS["kd"].labels == 0.1


@every_name
def test_the_weight_multiplies_every_term(name):
    student, teacher = both()
    plain, heavy = (made(name, student, teacher, weight=w).double() for w in (1.0, 2.5))
    torch.testing.assert_close(heavy(student, teacher).total, 2.5 * plain(student, teacher).total)


@every_name
def test_no_gradient_reaches_the_teacher_and_some_reaches_the_student(name):
    student, teacher = both()
    distiller = made(name, student, teacher).double()
    distiller(student, teacher).total.backward()
    assert all(leaf.grad is None for leaf in leaves(teacher))
    assert any(leaf.grad is not None and leaf.grad.any() for leaf in leaves(student))
    assert all(parameter.grad is not None for parameter in distiller.parameters())


@every_name
def test_half_precision_is_computed_in_float32(name):
    student, teacher = both(dtype=torch.bfloat16)
    distiller = made(name, student, teacher)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = distiller(student, teacher)
    precise = distiller(student.accurate(), teacher.accurate())
    assert all(term.dtype == torch.float32 for term in loss.terms.values())
    torch.testing.assert_close(loss.total, precise.total)


def test_traces_are_what_an_encoder_computes_on_its_way():
    encoder = small_encoder()
    classifier = torch.nn.Linear(6, 3).double()
    images = some_images()
    traces = Traces.of(encoder.eval(), classifier, images)
    torch.testing.assert_close(traces.maps, encoder.maps(images))
    torch.testing.assert_close(traces.vectors, encoder(images))
    torch.testing.assert_close(traces.logits, classifier(encoder(images)))
    assert traces.shapes.channels == encoder.channels
    assert traces.shapes.width == encoder.width


def test_an_unknown_name_is_refused_with_those_that_are_known():
    student, teacher = both()
    with pytest.raises(ValueError, match=r"distiller must be one of kd, hint, .*, got crd"):
        made("crd", student, teacher)
