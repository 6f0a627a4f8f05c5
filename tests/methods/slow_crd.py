"""Small CRDs and batches, and the released code's steps written from its formulas."""

import copy

import torch

from contracode.methods.crd import CRD, Classes, CRDConfig

STUDENT, TEACHER, SAMPLES = 5, 7, 12


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def small(projected=4, seed=0):
    """A small objective whose every number follows from the seed."""
    crd = CRD(SAMPLES, STUDENT, TEACHER, CRDConfig(projected=projected), generator=seeded(seed))
    with torch.no_grad():
        for parameter in crd.parameters():
            parameter.normal_(generator=seeded(seed + parameter.numel()))
    return crd


def a_batch(rows=3, seed=1, dtype=torch.float32):
    generator = seeded(seed)
    student = torch.randn(rows, STUDENT, generator=generator).to(dtype)
    teacher = torch.randn(rows, TEACHER, generator=generator).to(dtype)
    index = torch.randperm(SAMPLES, generator=generator)[:rows]
    picks = Classes.of(torch.arange(SAMPLES) % 4).pick(index, generator, negatives=6)
    return student, teacher, index, picks


class Released:
    """The released code's memory in its own steps: exponentials, Z from the first batch, epsilon.

    Written from the formulas, in float64, one row at a time.
    """

    def __init__(self, crd):
        self.project = {
            "student": copy.deepcopy(crd.project_student).double(),
            "teacher": copy.deepcopy(crd.project_teacher).double(),
        }
        self.bank = {
            "student": crd.student_bank.features.double().clone(),
            "teacher": crd.teacher_bank.features.double().clone(),
        }
        self.partition = {}

    def __call__(self, student, teacher, picks, epsilon=1e-7):
        terms, self.vectors = {}, {}
        given = {"student": (student, "teacher"), "teacher": (teacher, "student")}
        for side, (features, other) in given.items():
            projected = self.project[side](features.double())
            self.vectors[side] = projected / projected.pow(2).sum(1, keepdim=True).sqrt()
            out = torch.stack(
                [
                    torch.stack([torch.exp(vector @ self.bank[other][k] / 0.07) for k in row])
                    for vector, row in zip(self.vectors[side], picks.tolist(), strict=True)
                ]
            )
            if side not in self.partition:
                self.partition[side] = float(out.detach().mean() * SAMPLES)
            chance, noise = out / self.partition[side], (out.shape[1] - 1) / SAMPLES
            told = torch.log(chance[:, 0] / (chance[:, 0] + noise + epsilon))
            untold = torch.log(noise / (chance[:, 1:] + noise + epsilon)).sum(1)
            terms[side] = -(told + untold).mean()
        return terms

    def update(self, index):
        for side, bank in self.bank.items():
            for place, vector in zip(index.tolist(), self.vectors[side].detach(), strict=True):
                moved = 0.5 * bank[place] + 0.5 * vector
                bank[place] = moved / moved.norm()
