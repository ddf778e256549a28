package io.stele.engine.index;

import java.util.List;

/// The positions that are in any of several sets.
record Union(List<PositionSet> sets) implements PositionSet {

    static PositionSet of(List<PositionSet> sets) {
        List<PositionSet> some = sets.stream().filter(set -> set.sizeMax() > 0).toList();
        return switch (some.size()) {
            case 0 -> new Empty();
            case 1 -> some.getFirst();
            default -> new Union(some);
        };
    }

    @Override
    public long sizeMax() {
        long size = 0;
        for (PositionSet set : sets) {
            size = Math.min(Long.MAX_VALUE - set.sizeMax(), size) + set.sizeMax();
        }
        return size;
    }

    @Override
    public long ceiling(long position) {
        long first = NONE;
        for (PositionSet set : sets) {
            long at = set.ceiling(position);
            if (at != NONE && (first == NONE || at < first)) {
                first = at;
            }
        }
        return first;
    }

    @Override
    public long floor(long position) {
        long last = NONE;
        for (PositionSet set : sets) {
            last = Math.max(last, set.floor(position));
        }
        return last;
    }
}
