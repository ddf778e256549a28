package io.stele.sdk.relay;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.RejectedException;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import io.stele.model.Tag;
import io.stele.model.UnavailableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/*
 * Exactly once without a checkpoint of its own: where a relay stands is what the target says. Each
 * event that it appends there has the tag `relay:<name>`, and in its metadata the position that it
 * came from. To begin, it reads the last event of its tag; each append has the condition that no
 * event of the tag came after the last one it knows. So an append that went out before a crash, or
 * that another one of the same name sends, either stands there and is seen, or fails.
 */
/// Carries events from one log to another, translated as one likes: each once and in order, also
/// over crashes of either side and with two of the same name at once.
///
/// ```java
/// Relay relay = Relay.start("orders-to-billing", orders, EventFilter.category("order"), billing,
///         event -> List.of(new Relayed(StreamName.of("invoice", event.stream().id()), bill(event))));
/// ```
public final class Relay implements AutoCloseable {

    /// The metadata name under which the position stands that an event came from.
    public static final String UPSTREAM_POSITION = "upstreamPosition";

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final String name;
    private final EventStore source;
    private final EventFilter filter;
    private final EventStore target;
    private final Function<RecordedEvent, List<Relayed>> translation;
    private final Tag tag;
    private final Query ours;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Thread thread;
    private Optional<Position> lastInTarget = Optional.empty();
    private volatile boolean closed;

    private Relay(
            String name,
            EventStore source,
            EventFilter filter,
            EventStore target,
            Function<RecordedEvent, List<Relayed>> translation) {
        this.name = name;
        this.source = source;
        this.filter = filter;
        this.target = target;
        this.translation = translation;
        this.tag = Tag.of("relay", name);
        this.ours = Query.anyOf(QueryItem.tags(tag));
        this.thread = Thread.ofVirtual().name("stele-relay-" + name).unstarted(this::run);
    }

    /// Begins where the target says that the relay of this name has got to.
    ///
    /// @param name for ever; two that run at once under it do no harm
    /// @param source is read; stays open
    /// @param filter which of its events; without `$`-streams as a rule
    /// @param target is appended to; stays open
    /// @param translation what becomes of an event: nothing, or events that go into one append. Must
    ///     not depend on anything but the event
    public static Relay start(
            String name,
            EventStore source,
            EventFilter filter,
            EventStore target,
            Function<RecordedEvent, List<Relayed>> translation) {
        Objects.requireNonNull(translation, "translation");
        Relay relay = new Relay(name, source, filter, target, translation);
        relay.thread.start();
        return relay;
    }

    /// Everything in the source that led to events in the target is below this.
    public static Checkpoint checkpoint(String name, EventStore target) {
        return last(target, Query.anyOf(QueryItem.tags(Tag.of("relay", name))))
                .map(Relay::after)
                .orElse(Checkpoint.START);
    }

    private static Optional<RecordedEvent> last(EventStore target, Query ours) {
        ReadLog read = ReadLog.all().backward().matching(EventFilter.matching(ours)).limit(1);
        try (EventCursor cursor = target.read(read)) {
            return cursor.hasNext() ? Optional.of(cursor.next()) : Optional.empty();
        }
    }

    private static Checkpoint after(RecordedEvent event) {
        Object position = event.metadata().values().get(UPSTREAM_POSITION);
        if (position instanceof Long value) {
            return Checkpoint.after(Position.of(value));
        }
        throw new IllegalStateException(
                "event %s of %s has the tag of a relay, but no %s"
                        .formatted(event.revision(), event.stream(), UPSTREAM_POSITION));
    }

    /// Whether it works, or waits for one of the stores to come back.
    public boolean isRunning() {
        return !end.isDone();
    }

    /// Waits until it is closed.
    ///
    /// @throws RuntimeException when it cannot go on: the target rejects an event, the translation
    ///     fails, or a log is damaged
    public void awaitEnd() throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why
                    ? why
                    : new IllegalStateException(e.getCause());
        }
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    follow();
                } catch (UnavailableException | OutcomeUnknownException e) {
                    Thread.sleep(PAUSE); // and begin where the target says
                }
            }
            end.complete(null);
        } catch (InterruptedException e) {
            end.complete(null); // closed
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /// Until somebody else of this name was faster.
    private void follow() throws InterruptedException {
        Optional<RecordedEvent> last = last(target, ours);
        lastInTarget = last.map(RecordedEvent::position);
        Checkpoint from = last.map(Relay::after).orElse(Checkpoint.START);
        try (Subscription subscription = source.subscribe(from, filter)) {
            boolean alone = true;
            RelayBatch batch = new RelayBatch();
            while (!closed && alone) {
                Duration patience = batch.isEmpty() ? PATIENCE : Duration.ZERO;
                Optional<Message> message = subscription.poll(patience);
                if (message.isEmpty()) {
                    alone = append(batch);
                    batch = new RelayBatch();
                } else if (message.get() instanceof Message.Event(RecordedEvent event)) {
                    List<Relayed> more = translate(event);
                    if (!batch.fits(more)) {
                        alone = append(batch);
                        batch = new RelayBatch();
                    }
                    batch.add(more);
                }
            }
        }
    }

    private List<Relayed> translate(RecordedEvent event) {
        return translation.apply(event).stream().map(each -> marked(each, event)).toList();
    }

    private Relayed marked(Relayed relayed, RecordedEvent cause) {
        NewEvent event = relayed.event();
        Set<Tag> tags = new HashSet<>(event.tags());
        tags.add(tag);
        Metadata metadata = event.metadata().with(UPSTREAM_POSITION, cause.position().value());
        return new Relayed(
                relayed.stream(),
                new NewEvent(event.id(), event.type(), event.data(), metadata, tags));
    }

    /// @return false when somebody else of this name was faster; nothing was written
    private boolean append(RelayBatch batch) {
        if (batch.isEmpty()) {
            return true;
        }
        Append append = batch.append("relay:" + name, new AppendCondition(ours, lastInTarget));
        try {
            return switch (target.append(append)) {
                case AppendResult.Appended appended -> {
                    lastInTarget = Optional.of(appended.last());
                    yield true;
                }
                case AppendResult.Conflict conflict -> false;
            };
        } catch (RejectedException e) {
            if (last(target, ours).map(RecordedEvent::position).equals(lastInTarget)) {
                throw e;
            }
            return false; // its events are there already, in another append
        }
    }

    /// Ends after what it is writing.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            end.handle((nothing, why) -> why).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(Relay.class.getName())
                    .log(System.Logger.Level.WARNING, "relay " + name + " does not end", e);
        }
    }
}
