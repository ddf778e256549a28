package io.stele.engine.index;

import java.util.Comparator;
import java.util.List;

/*
 * Leapfrog: the smallest set proposes a position, the others name theirs at or behind it, and a
 * later one is the next proposal, until all agree.
 */
/// The positions that are in all of several sets.
///
/// @param sets two or more, the smallest first
record Intersection(List<PositionSet> sets) implements PositionSet {

    /// @param sets one or more
    static PositionSet of(List<PositionSet> sets) {
        if (sets.size() == 1) {
            return sets.getFirst();
        }
        List<PositionSet> sorted =
                sets.stream().sorted(Comparator.comparingLong(PositionSet::sizeMax)).toList();
        return sorted.getFirst().sizeMax() == 0 ? new Empty() : new Intersection(sorted);
    }

    @Override
    public long sizeMax() {
        return sets.getFirst().sizeMax();
    }

    @Override
    public long ceiling(long position) {
        long proposed = position;
        while (proposed != NONE) {
            long agreed = proposed;
            for (PositionSet set : sets) {
                agreed = agreed == NONE ? NONE : set.ceiling(agreed);
            }
            if (agreed == proposed) {
                return agreed;
            }
            proposed = agreed;
        }
        return NONE;
    }

    @Override
    public long floor(long position) {
        long proposed = position;
        while (proposed != NONE) {
            long agreed = proposed;
            for (PositionSet set : sets) {
                agreed = agreed == NONE ? NONE : set.floor(agreed);
            }
            if (agreed == proposed) {
                return agreed;
            }
            proposed = agreed;
        }
        return NONE;
    }
}
