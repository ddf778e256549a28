package io.stele.engine.index;

/// The positions of the events that have a key, in one part of the index.
interface Postings extends PositionSet {

    /// 1 or more.
    int size();

    /// @param index from 0, below [#size()]
    long get(int index);

    /// Index of the last position at or below `position`; -1 when there is none.
    int floorIndex(long position);

    @Override
    default long sizeMax() {
        return size();
    }

    @Override
    default long ceiling(long position) {
        int index = position <= 0 ? 0 : floorIndex(position - 1) + 1;
        return index < size() ? get(index) : NONE;
    }

    @Override
    default long floor(long position) {
        int index = floorIndex(position);
        return index < 0 ? NONE : get(index);
    }
}
