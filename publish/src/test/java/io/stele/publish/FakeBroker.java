package io.stele.publish;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// A broker that keeps what it gets, and goes wrong at random: it is away, takes a part of a batch, or
/// takes all of it and does not say so.
final class FakeBroker implements Target {

    /// How it may be wrong itself.
    enum Bug {
        NONE,
        /// It confirms a batch that it has lost.
        CONFIRMS_WHAT_IT_LOST,
        /// Where the checkpoint is kept with the events, it is kept though they are not.
        KEEPS_ONLY_THE_CHECKPOINT
    }

    private final SplittableRandom random;
    private final boolean exactlyOnce;
    private final Bug bug;
    private final List<RecordedEvent> taken = new ArrayList<>();
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private int sessions;
    private volatile boolean away;
    private volatile double trouble;

    FakeBroker(long seed, boolean exactlyOnce, Bug bug) {
        this.random = new SplittableRandom(seed);
        this.exactlyOnce = exactlyOnce;
        this.bug = bug;
    }

    static FakeBroker good(boolean exactlyOnce) {
        return new FakeBroker(0, exactlyOnce, Bug.NONE);
    }

    /// @param share of calls that go wrong
    FakeBroker troubled(double share) {
        trouble = share;
        return this;
    }

    void away(boolean is) {
        away = is;
    }

    synchronized List<RecordedEvent> taken() {
        return List.copyOf(taken);
    }

    /// As another publisher of the name would.
    synchronized void fence() {
        sessions++;
    }

    @Override
    public synchronized TargetSession connect() {
        if (away || random.nextDouble() < trouble) {
            throw new TargetUnavailableException("it does not answer");
        }
        return new Session(++sessions);
    }

    @Override
    public Target elsewhere(String destination) {
        return new FakeBroker(1, false, bug);
    }

    @Override
    public String toString() {
        return "a fake";
    }

    private synchronized void take(int session, List<RecordedEvent> events, Checkpoint after) {
        if (session != sessions) {
            throw new TargetFencedException("another one of this name", null);
        }
        boolean wrong = random.nextDouble() < trouble;
        if (away) {
            throw new TargetUnavailableException("it went away");
        }
        if (wrong && bug == Bug.CONFIRMS_WHAT_IT_LOST) {
            return;
        }
        if (wrong && random.nextBoolean()) {
            if (!exactlyOnce) {
                taken.addAll(events.subList(0, random.nextInt(events.size() + 1)));
            } else if (bug == Bug.KEEPS_ONLY_THE_CHECKPOINT) {
                checkpoint = Optional.of(after);
            }
            throw new TargetUnavailableException("it broke off");
        }
        taken.addAll(events);
        if (exactlyOnce) {
            checkpoint = Optional.of(after);
        }
        if (wrong) {
            throw new TargetUnavailableException("nobody heard it say yes");
        }
    }

    private synchronized Optional<Checkpoint> kept() {
        return checkpoint;
    }

    private final class Session implements TargetSession {

        private final int number;

        private Session(int number) {
            this.number = number;
        }

        @Override
        public boolean keepsCheckpoint() {
            return exactlyOnce;
        }

        @Override
        public Optional<Checkpoint> checkpoint() {
            return kept();
        }

        @Override
        public void publish(List<RecordedEvent> events, Checkpoint after) {
            take(number, events, after);
        }

        @Override
        public void close() {}
    }
}
