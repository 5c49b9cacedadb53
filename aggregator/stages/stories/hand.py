"""Hand decisions that contradict one another: the later word wins."""

from collections.abc import Sequence

from aggregator.records import Constraint


def consistent(decisions: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """The decisions that can hold all at once, in the order given (oldest first); what a later one contradicts is left out.

    Together is taken on: who says that A belongs with B and B with C, and later that A and C never do, has changed their mind
    about one of the first two; of these the older one goes.
    """
    stands_for: dict[int, int] = {}
    apart: list[tuple[int, int]] = []

    def root(entry: int) -> int:
        while entry in stands_for:
            entry = stands_for[entry]
        return entry

    kept = []
    for one in reversed(decisions):
        a, b = root(one.a), root(one.b)
        if one.kind == "never":
            if a == b:
                continue
            apart.append((one.a, one.b))
        elif a != b:
            if any({root(left), root(right)} == {a, b} for left, right in apart):
                continue
            stands_for[a] = b
        kept.append(one)
    return tuple(reversed(kept))
