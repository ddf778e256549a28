package io.stele.memory;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Cause;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.Checkpoint;
import io.stele.model.Direction;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.FollowingSubscription;
import io.stele.model.Limits;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.SnapshotStore;
import io.stele.model.StoreException;
import io.stele.model.StreamAppend;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import io.stele.model.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// An event store in memory, for tests and trying out. Keeps every promise of an [EventStore] but
/// one: what it holds is gone with the process.
///
/// One lock around plain lists; a read copies what it needs.
public final class InMemoryEventStore implements EventStore {

    private final Clock clock;
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<RecordedEvent> log = new ArrayList<>();
    private final Map<StreamName, List<RecordedEvent>> streams = new HashMap<>();
    private final PastAppends past = new PastAppends();
    private final SnapshotStore snapshots = new InMemorySnapshotStore();
    private boolean closed;

    public InMemoryEventStore() {
        this(Clock.systemUTC(), Limits.DEFAULT);
    }

    public InMemoryEventStore(Clock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        lock.lock();
        try {
            checkOpen();
            limits.check(append);
            return CompletableFuture.completedFuture(decide(append));
        } catch (StoreException refused) {
            return CompletableFuture.failedFuture(refused);
        } finally {
            lock.unlock();
        }
    }

    private AppendResult decide(Append append) {
        Optional<Appended> before = past.retried(append);
        if (before.isPresent()) {
            return before.get();
        }
        for (StreamAppend part : append.streams()) {
            if (!holds(part)) {
                return past.retriedByEventIds(append)
                        .<AppendResult>map(appended -> appended)
                        .orElseGet(() -> moved(part));
            }
        }
        Optional<Conflict> failed = append.condition().flatMap(this::check);
        return failed.isPresent() ? failed.get() : write(append);
    }

    private boolean holds(StreamAppend part) {
        long last = eventsOf(part.stream()).size() - 1L;
        return switch (part.expected()) {
            case Expectation.Any any -> true;
            case Expectation.None none -> last < 0;
            case Expectation.Exists exists -> last >= 0;
            case Expectation.Exactly exactly -> last == exactly.last().value();
        };
    }

    private Conflict moved(StreamAppend part) {
        List<RecordedEvent> events = eventsOf(part.stream());
        int seen =
                part.expected() instanceof Expectation.Exactly exactly
                        ? (int) Math.min(exactly.last().value(), events.size() - 1L) + 1
                        : 0;
        int end = Math.min(events.size(), seen + AppendResult.UNSEEN_MAX);
        Optional<Revision> actual =
                events.isEmpty() ? Optional.empty() : Optional.of(Revision.of(events.size() - 1L));
        return new Conflict(
                new Cause.StreamMoved(part.stream(), part.expected(), actual),
                events.subList(seen, end));
    }

    private Optional<Conflict> check(AppendCondition condition) {
        int from =
                condition
                        .after()
                        .map(after -> (int) Math.min(after.value(), log.size() - 1L) + 1)
                        .orElse(0);
        List<RecordedEvent> matching =
                log.subList(from, log.size()).stream()
                        .filter(condition.failIfEventsMatch()::matches)
                        .limit(AppendResult.UNSEEN_MAX)
                        .toList();
        return matching.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Conflict(
                                new Cause.ConditionFailed(
                                        condition, matching.getFirst().position()),
                                matching));
    }

    private Appended write(Append append) {
        Instant recordedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!log.isEmpty() && log.getLast().recordedAt().isAfter(recordedAt)) {
            recordedAt = log.getLast().recordedAt();
        }
        List<StreamRange> ranges = new ArrayList<>();
        for (StreamAppend part : append.streams()) {
            List<RecordedEvent> stream =
                    streams.computeIfAbsent(part.stream(), name -> new ArrayList<>());
            Revision first = Revision.of(stream.size());
            for (NewEvent event : part.events()) {
                RecordedEvent recorded =
                        record(part.stream(), stream.size(), event, recordedAt, append.actor());
                stream.add(recorded);
                log.add(recorded);
            }
            ranges.add(new StreamRange(part.stream(), first, Revision.of(stream.size() - 1L)));
        }
        Appended appended = new Appended(ranges, log.getLast().position(), false);
        past.remember(append, appended);
        grown.signalAll();
        return appended;
    }

    private RecordedEvent record(
            StreamName stream, long revision, NewEvent event, Instant recordedAt, String actor) {
        return new RecordedEvent(
                Position.of(log.size()),
                stream,
                Revision.of(revision),
                event.id(),
                event.type(),
                recordedAt,
                actor,
                event.data(),
                event.metadata(),
                event.tags());
    }

    @Override
    public Optional<Appended> findAppend(UUID appendId) {
        return locked(() -> past.find(appendId));
    }

    @Override
    public EventCursor read(ReadStream request) {
        return locked(() -> {
            List<RecordedEvent> events = eventsOf(request.stream());
            boolean forward = request.direction() == Direction.FORWARD;
            long start =
                    request.fromInclusive()
                            .map(Revision::value)
                            .orElse(forward ? 0L : events.size() - 1L);
            return walk(events, start, forward, EventFilter.ALL, request.limit());
        });
    }

    @Override
    public EventCursor read(ReadLog request) {
        return locked(() -> {
            boolean forward = request.direction() == Direction.FORWARD;
            long start =
                    request.afterExclusive()
                            .map(p -> forward ? Math.min(p.value(), log.size()) + 1 : p.value() - 1)
                            .orElse(forward ? 0L : log.size() - 1L);
            return walk(log, start, forward, request.filter(), request.limit());
        });
    }

    private static EventCursor walk(
            List<RecordedEvent> events,
            long start,
            boolean forward,
            EventFilter filter,
            long limit) {
        List<RecordedEvent> run;
        if (forward) {
            run = events.subList((int) Math.min(start, events.size()), events.size());
        } else {
            run = events.subList(0, (int) Math.min(start, events.size() - 1L) + 1).reversed();
        }
        return new ListCursor(run.stream().filter(filter::matches).limit(limit).toList());
    }

    @Override
    public Optional<StreamHead> head(StreamName stream) {
        return locked(() -> {
            List<RecordedEvent> events = eventsOf(stream);
            return events.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new StreamHead(
                                    events.getLast().revision(), events.getLast().position()));
        });
    }

    @Override
    public Checkpoint head() {
        return locked(() -> new Checkpoint(log.size()));
    }

    @Override
    public Subscription subscribe(Checkpoint after, EventFilter filter) {
        return locked(() -> new FollowingSubscription(new Source(), after, filter));
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private List<RecordedEvent> eventsOf(StreamName stream) {
        return streams.getOrDefault(stream, List.of());
    }

    private void checkOpen() {
        if (closed) {
            throw new UnavailableException("the store is closed");
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            checkOpen();
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// The list, for subscriptions.
    private final class Source implements FollowingSubscription.Source {
        @Override
        public Checkpoint head() {
            return InMemoryEventStore.this.head();
        }

        @Override
        public EventCursor read(Checkpoint from, Checkpoint to, EventFilter filter) {
            return locked(() -> {
                List<RecordedEvent> window = log.subList((int) from.next(), (int) to.next());
                return new ListCursor(window.stream().filter(filter::matches).toList());
            });
        }

        @Override
        public boolean awaitBeyond(Checkpoint seen, Duration timeout, BooleanSupplier giveUp)
                throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long nanos = timeout.toNanos();
                while (log.size() <= seen.next() && nanos > 0 && !giveUp.getAsBoolean()) {
                    checkOpen();
                    nanos = grown.awaitNanos(nanos);
                }
                checkOpen();
                return log.size() > seen.next();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void wake() {
            lock.lock();
            try {
                grown.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
