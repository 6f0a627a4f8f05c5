"""Whether two functions do the same, judged by their answers to the same arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt

from contracode.corpus.clones.recipe import BehaviourRecipe
from contracode.corpus.clones.records import Manner
from contracode.corpus.clones.rounding import close

Answers = npt.NDArray[np.int32]
"""Numbers of a function's answers, one for each argument tuple; -1: no answer."""

# Answers that nearly every function gives to arguments that it was not made for.
_DULL = {"null", "[]", "{}", '""', "#0", "false"}
# Of booleans two are all there are; of other answers two may be chance.
_LEAST_DISTINCT = 3
# Part of a curried function's answers to one argument that are functions.
_WAITING = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuples:
    """The argument tuples of all calls."""

    lengths: tuple[int, ...]
    """Arguments of each."""
    odd: tuple[bool, ...]
    """Whether it holds values that most functions are not made for: dates, maps, symbols."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What a function answered."""

    declared: int
    """Parameters that it declares before the first with a default."""
    answers: Mapping[Manner, Answers]
    """For each manner of calling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Calls of a pair, in the manners in which they agree best."""

    calls: int
    """Calls that both answered."""
    informative: int
    """Calls whose answer is, for one side at least, neither dull nor its most frequent one."""
    agreeing: int
    """Informative calls with equal answers."""
    left: Manner
    """Manner in which the left one was called."""
    right: Manner
    """Manner in which the right one was called."""

    @property
    def agreement(self) -> float:
        """Part of the informative calls that agree; 0 without any."""
        return self.agreeing / self.informative if self.informative else 0.0


class Judge:
    """Compares observed functions.

    A call counts where both answer: outside of its domain a function throws, gives undefined or
    NaN, and libraries differ in which. It does not count where one side gives a function and the
    other does not: that one waits for more arguments. A call is informative unless both sides'
    answers are dull: nothing or zero, one of the arguments as it was, or what this side answers
    most often.

    Calls are compared with tuples of one length: the shortest with enough informative calls, from
    the parameters on that both sides declare. Longer ones reach optional parameters, in which
    libraries differ. Odd tuples are taken only where the others do not tell: on a date `isEmpty`
    says anything.

    Args:
        tuples: of arguments.
        behaviour: when calls show that functions do the same.
    """

    def __init__(self, tuples: Tuples, behaviour: BehaviourRecipe) -> None:
        self._lengths = np.array(tuples.lengths)
        self._odd = np.array(tuples.odd)
        self._least_informative = behaviour.least_informative
        self._least_agreement = behaviour.least_agreement
        self._texts: list[str] = []
        self._numbers: dict[str, int] = {}
        self._close: dict[tuple[int, int], bool] = {}
        self._is_dull: list[bool] = []
        self._waits: list[bool] = []
        self._arrays = (np.zeros(0, bool), np.zeros(0, bool))

    def observed(
        self,
        places: Mapping[str, Sequence[int]],
        texts: Sequence[str],
        declared: int,
        *,
        data_last: bool = True,
    ) -> Observed:
        """A function's answers, as the runner tells them.

        Args:
            places: for each manner, which of the texts answered each tuple; -1: none.
            texts: different answers.
            declared: parameters.
            data_last: whether the function may be meant to be called in other manners than with
                the data first.
        """
        numbers = np.array([*map(self._number, texts), -1], dtype=np.int32)
        answers = {
            cast("Manner", manner): numbers[each]
            for manner, each in places.items()
            if manner == "data-first" or data_last
        }
        return Observed(declared=declared, answers=answers)

    def _manners(self, observed: Observed) -> list[Manner]:
        """Manners that make sense for a function.

        Of one parameter none can come last. What waits for more arguments answers with functions:
        else `clone(f)(x)` would pass for curried.
        """
        waits = self._flags()[1]
        first = observed.answers.get("data-first", np.zeros(0, np.int32))
        single = first[(first >= 0) & (self._lengths == 1)] if len(first) else first
        is_curried = len(single) == 0 or float(waits[single].mean()) >= _WAITING
        return [
            manner
            for manner in observed.answers
            if not (manner == "data-last" and observed.declared == 1)
            and not (manner.startswith("curried") and not is_curried)
        ]

    def compare(self, left: Observed, right: Observed) -> Evidence:
        """The evidence of the two manners that agree best; without calls if nothing compares."""
        best = Evidence(calls=0, informative=0, agreeing=0, left="", right="")
        for ours in self._manners(left):
            for theirs in self._manners(right):
                found = self._judge(
                    left.answers[ours], right.answers[theirs], _start(left.declared, right.declared)
                )
                if found is None:
                    continue
                evidence = replace(found, left=ours, right=theirs)
                # The plainest manners that agree are how the two are meant to be called.
                if self.agree(evidence):
                    return evidence
                best = max(best, evidence, key=lambda each: (each.agreement, each.informative))
        return best

    def agree(self, evidence: Evidence) -> bool:
        """Whether the evidence is enough to say that both do the same."""
        return (
            evidence.informative >= self._least_informative
            and evidence.agreement >= self._least_agreement
        )

    def _judge(self, first: Answers, second: Answers, start: int) -> Evidence | None:
        """Evidence of the first length of tuples that has enough of it; None if none has."""
        counted = (first >= 0) & (second >= 0)
        longest = int(self._lengths.max())
        for length in (*range(min(start, longest), longest + 1), *range(start - 1, 0, -1)):
            fitting = counted & (self._lengths == length)
            for places in (fitting & ~self._odd, fitting):
                if places.sum() < self._least_informative:
                    continue
                evidence = self._count(first[places], second[places])
                if evidence.informative >= self._least_informative:
                    return evidence
        return None

    def _count(self, first: Answers, second: Answers) -> Evidence:
        dull, waits = self._flags()
        kept = waits[first] == waits[second]
        first, second = first[kept], second[kept]
        informative = ~(_dull_in(first, dull) & _dull_in(second, dull))
        equal = first == second
        for place in np.flatnonzero(~equal):
            equal[place] = self._equal(int(first[place]), int(second[place]))
        # What agrees must itself be of several kinds, on either side.
        varied = self._tells_apart(first[equal]) and self._tells_apart(second[equal])
        return Evidence(
            calls=len(first),
            informative=int(informative.sum()),
            agreeing=int((equal & informative).sum()) if varied else 0,
            left="",
            right="",
        )

    def _tells_apart(self, answers: Answers) -> bool:
        texts = {self._texts[number].removeprefix("=") for number in np.unique(answers)}
        return len(texts) >= (2 if texts <= {"true", "false"} else _LEAST_DISTINCT)

    def _flags(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """For each text: whether it is dull, and whether it is a function that waits."""
        for text in self._texts[len(self._is_dull) :]:
            self._is_dull.append(text in _DULL or text[0] == "=")
            self._waits.append(text.startswith(("function(", "=function(")))
        if len(self._arrays[0]) < len(self._texts):
            self._arrays = (np.array(self._is_dull), np.array(self._waits))
        return self._arrays

    def _number(self, text: str) -> int:
        number = self._numbers.setdefault(text, len(self._texts))
        if number == len(self._texts):
            self._texts.append(text)
        return number

    def _equal(self, first: int, second: int) -> bool:
        if first == second:
            return True
        pair = (min(first, second), max(first, second))
        if pair not in self._close:
            self._close[pair] = close(self._texts[first], self._texts[second])
        return self._close[pair]


def _dull_in(answers: Answers, dull: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    if not len(answers):
        return np.zeros(0, bool)
    counts = np.bincount(answers)
    most_frequent = np.flatnonzero(counts == counts.max())
    # Of several that are equally frequent none is what the function says for want of better.
    usual = most_frequent[0] if len(most_frequent) == 1 else -1
    return np.asarray(dull[answers] | (answers == usual))


def _start(left: int, right: int) -> int:
    """Length of tuples to begin with: what both sides declare, where either declares anything."""
    return min((count for count in (left, right) if count > 0), default=1)
