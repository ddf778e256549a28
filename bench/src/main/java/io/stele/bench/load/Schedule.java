package io.stele.bench.load;

import java.util.concurrent.atomic.AtomicLong;

/// When operations are due. Times are nanoseconds since the load began.
sealed interface Schedule {

    /// There is nothing to begin at this moment.
    long NOTHING = -1;

    /// Takes the next operation, if one is due.
    ///
    /// @return when it was due, which may be a while ago; or [#NOTHING]
    long take(long nowNanos);

    /// Whether there will be nothing more to begin.
    boolean isOver(long nowNanos);

    /// How many were due and have not been taken.
    long leftOver();

    /// An operation is due whenever a caller is free: how long answers take decides how much is
    /// asked.
    record Closed(long endNanos) implements Schedule {
        @Override
        public long take(long nowNanos) {
            return nowNanos < endNanos ? nowNanos : NOTHING;
        }

        @Override
        public boolean isOver(long nowNanos) {
            return nowNanos >= endNanos;
        }

        @Override
        public long leftOver() {
            return 0;
        }
    }

    /// Operations are due at a fixed rate, whatever happens to those before them. An operation that
    /// begins late, because all callers wait, counts from when it was due; otherwise a server that
    /// stops for a second would only be seen by the few that were under way.
    final class Open implements Schedule {

        private final double nanosBetween;
        private final long total;
        private final AtomicLong taken = new AtomicLong();

        Open(double perSecond, long endNanos) {
            this.nanosBetween = 1e9 / perSecond;
            this.total = Math.max(1, (long) (endNanos / nanosBetween));
        }

        @Override
        public long take(long nowNanos) {
            while (true) {
                long next = taken.get();
                long due = (long) (next * nanosBetween);
                if (next >= total || due > nowNanos) {
                    return NOTHING;
                }
                if (taken.compareAndSet(next, next + 1)) {
                    return due;
                }
            }
        }

        @Override
        public boolean isOver(long nowNanos) {
            return taken.get() >= total;
        }

        @Override
        public long leftOver() {
            return total - taken.get();
        }
    }
}
