"""The rows of the two tables."""

from collections.abc import Iterator, Mapping, Sequence

from compiler_aug import Augmenter, Failure, Program
from compiler_aug.program import NamedFunction
from contracode.corpus.clones.pairing import Paired
from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.clones.records import CloneFunction, ClonePair, Split
from contracode.corpus.functions.records import FunctionRecord
from contracode.seeds import seed_for


def split_of(concept: str, valid_share: float) -> Split:
    """Split of a concept, by its name without the owner: `vec2.cross` goes with `vec3.cross`."""
    point = seed_for(0, concept.rpartition(".")[2]) / 2**63
    return "valid" if concept and point < valid_share else "test"


def function_rows(
    recipe: ClonesRecipe,
    records: Mapping[str, Sequence[FunctionRecord]],
    paired: Paired,
    augmenter: Augmenter,
) -> list[CloneFunction]:
    """Every function of the packages; a name that can't be taken out leaves a function unpaired."""
    concepts = paired.concepts()
    everything = [record for functions in records.values() for record in functions]
    anonymous = _anonymous([record for record in everything if record.id in concepts], augmenter)
    rows = []
    for record in everything:
        text = anonymous.get(record.id, "")
        concept = concepts[record.id] if text else ""
        rows.append(
            CloneFunction(
                id=record.id,
                concept=concept,
                group=recipe.group_of(record.package, record.path),
                family=recipe.family_of(record.package),
                name=record.name,
                owner=record.owner,
                package=record.package,
                version=record.version,
                licence=record.licence,
                path=record.path,
                start_line=record.start_line,
                end_line=record.end_line,
                language=record.language,
                source=record.source,
                javascript=record.javascript,
                anonymous=text,
                body=record.body,
                structure=record.structure,
                split=split_of(concept, recipe.valid_share),
            )
        )
    return rows


def pair_rows(
    recipe: ClonesRecipe, paired: Paired, functions: Sequence[CloneFunction]
) -> list[ClonePair]:
    """Every pair of two functions that have a concept, by behaviour first."""
    known = {row.id: row for row in functions if row.concept}
    rows = []
    for evidence, pairs in (("behaviour", paired.behaviour), ("name", paired.by_name)):
        for pair in pairs:
            if pair.left.id not in known or pair.right.id not in known:
                continue
            rows.append(
                ClonePair(
                    left=pair.left.id,
                    right=pair.right.id,
                    concept=pair.concept,
                    group=known[pair.left.id].group,
                    evidence="behaviour" if evidence == "behaviour" else "name",
                    calls=pair.evidence.calls,
                    informative=pair.evidence.informative,
                    agreeing=pair.evidence.agreeing,
                    left_manner=pair.evidence.left,
                    right_manner=pair.evidence.right,
                    split=split_of(pair.concept, recipe.valid_share),
                )
            )
    return rows


def _anonymous(records: Sequence[FunctionRecord], augmenter: Augmenter) -> dict[str, str]:
    """Texts without the functions' names, by id; what can't be done is left out."""
    texts = augmenter.anonymise(_items(records))
    return {
        record.id: text
        for record, text in zip(records, texts, strict=True)
        if not isinstance(text, Failure)
    }


def _items(records: Sequence[FunctionRecord]) -> Iterator[NamedFunction]:
    for record in records:
        program = Program(record.source, record.language, record.shape)
        yield NamedFunction(program=program, name=record.name, owner=record.owner)
