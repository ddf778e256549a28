package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one transaction takes on: all events that are there already, within bounds. So a view that
/// is behind works in large steps, and a live one event by event.
///
/// @param end everything below is finished once the events are applied
/// @param caughtUp whether there was nothing more
record Batch(List<Item> items, Checkpoint end, boolean caughtUp) {

    /// An event, read, and what it does.
    record Item(RecordedEvent event, Projection.Change change) {}

    private static final long SIZE_BYTES_MAX = 8 << 20;
    private static final int SIZE_BYTES_EACH = 200; // for all that is not data
    private static final long NANOS_MAX = 500_000_000;

    /// Waits at most `timeout` for the first message, and for no other.
    ///
    /// @param from where the batch before ended
    /// @param eventsMax of one batch
    static Batch take(
            Subscription subscription,
            Projection projection,
            int eventsMax,
            Checkpoint from,
            Duration timeout)
            throws InterruptedException {
        List<Item> items = new ArrayList<>();
        Checkpoint end = from;
        long sizeBytes = 0;
        Optional<Message> message = subscription.poll(timeout);
        long begin = System.nanoTime();
        while (message.isPresent()) {
            switch (message.get()) {
                case Message.CaughtUp caughtUp -> {
                    return new Batch(items, caughtUp.at(), true);
                }
                case Message.Progress progress -> end = progress.at();
                case Message.Event event -> {
                    items.add(new Item(event.event(), projection.readAhead(event.event())));
                    end = Checkpoint.after(event.event().position());
                    sizeBytes += SIZE_BYTES_EACH + event.event().data().bytes().size();
                }
            }
            boolean full =
                    items.size() >= eventsMax
                            || sizeBytes >= SIZE_BYTES_MAX
                            || System.nanoTime() - begin >= NANOS_MAX;
            message = full ? Optional.empty() : subscription.poll(Duration.ZERO);
        }
        return new Batch(items, end, false);
    }

    /// Each event as a batch of its own.
    List<Batch> singly() {
        return items.stream()
                .map(item ->
                        new Batch(List.of(item), Checkpoint.after(item.event().position()), false))
                .toList();
    }

    Optional<Generation.LastEvent> last() {
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(Generation.LastEvent.of(items.getLast().event()));
    }

    /// Whether there is nothing to be done for it.
    boolean saysNothing(Checkpoint from) {
        return items.isEmpty() && !caughtUp && end.equals(from);
    }
}
