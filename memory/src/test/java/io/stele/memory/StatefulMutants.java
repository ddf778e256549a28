package io.stele.memory;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// Mutants whose bug lies in what happens between calls.
final class StatefulMutants {

    private StatefulMutants() {}

    static Map<String, UnaryOperator<EventStore>> all() {
        return Map.of(
                "events of one append are seen one by one", OneByOne::new,
                "the head is one behind", StaleHead::new,
                "the head of a stream is of another moment than its events", NoHead::new,
                "a revision is checked and then written", CheckThenWrite::new,
                "what conflicts is written all the same", WritesConflicts::new,
                "earlier appends are forgotten", Forgetful::new,
                "it is not closed by close", NeverClosed::new);
    }

    private static final class OneByOne extends StoreDecorator {

        private volatile long visible;

        OneByOne(EventStore store) {
            super(store);
        }

        @Override
        public CompletableFuture<AppendResult> appendAsync(Append append) {
            CompletableFuture<AppendResult> result = super.appendAsync(append);
            reveal();
            return result;
        }

        private synchronized void reveal() {
            while (visible < store.head().next()) {
                visible = visible + 1;
                LockSupport.parkNanos(1_000);
            }
        }

        @Override
        public Checkpoint head() {
            return new Checkpoint(Math.min(visible, store.head().next()));
        }

        @Override
        List<RecordedEvent> shown(List<RecordedEvent> events) {
            long end = visible;
            return events.stream().filter(event -> event.position().value() < end).toList();
        }
    }

    private static final class StaleHead extends StoreDecorator {
        StaleHead(EventStore store) {
            super(store);
        }

        @Override
        public Checkpoint head() {
            return new Checkpoint(Math.max(0, store.head().next() - 1));
        }
    }

    private static final class NoHead extends StoreDecorator {
        NoHead(EventStore store) {
            super(store);
        }

        @Override
        public Optional<StreamHead> head(StreamName stream) {
            return store.head(stream)
                    .map(head -> new StreamHead(head.revision().next(), head.position()));
        }
    }

    private static final class CheckThenWrite extends StoreDecorator {
        CheckThenWrite(EventStore store) {
            super(store);
        }

        @Override
        Append given(Append append) {
            for (StreamAppend part : append.streams()) {
                Optional<Revision> last = store.head(part.stream()).map(StreamHead::revision);
                boolean holds =
                        part.expected() instanceof Expectation.Exactly exactly
                                && last.equals(Optional.of(exactly.last()));
                if (!holds) {
                    return append;
                }
            }
            LockSupport.parkNanos(1_000);
            return Mutants.expecting(append, expected -> Expectation.ANY);
        }
    }

    private static final class WritesConflicts extends StoreDecorator {
        WritesConflicts(EventStore store) {
            super(store);
        }

        @Override
        public CompletableFuture<AppendResult> appendAsync(Append append) {
            CompletableFuture<AppendResult> result = super.appendAsync(append);
            if (!result.isCompletedExceptionally() && result.join() instanceof Conflict) {
                Append forced = Mutants.with(append, Optional.empty());
                store.append(Mutants.expecting(forced, expected -> Expectation.ANY));
            }
            return result;
        }
    }

    private static final class Forgetful extends StoreDecorator {
        Forgetful(EventStore store) {
            super(store);
        }

        @Override
        public Optional<Appended> findAppend(UUID appendId) {
            long end = store.head().next();
            return store.findAppend(appendId).filter(found -> end - found.last().value() < 100);
        }
    }

    private static final class NeverClosed extends StoreDecorator {
        NeverClosed(EventStore store) {
            super(store);
        }

        @Override
        public void close() {}
    }
}
