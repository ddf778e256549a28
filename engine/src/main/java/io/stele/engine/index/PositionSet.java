package io.stele.engine.index;

/// Positions in ascending order, to be walked along in either direction. For one thread.
interface PositionSet {

    /// There is no such position.
    long NONE = -1;

    /// At most so many.
    long sizeMax();

    /// The first one at or above `position`, or [#NONE].
    long ceiling(long position);

    /// The last one at or below `position`, or [#NONE].
    long floor(long position);

    /// No position at all.
    record Empty() implements PositionSet {
        @Override
        public long sizeMax() {
            return 0;
        }

        @Override
        public long ceiling(long position) {
            return NONE;
        }

        @Override
        public long floor(long position) {
            return NONE;
        }
    }

    /// Every position from `first` on.
    record All(long first) implements PositionSet {
        @Override
        public long sizeMax() {
            return Long.MAX_VALUE;
        }

        @Override
        public long ceiling(long position) {
            return Math.max(first, position);
        }

        @Override
        public long floor(long position) {
            return position < first ? NONE : position;
        }
    }
}
