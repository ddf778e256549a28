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
record Batch(List<RecordedEvent> events, Checkpoint end, boolean caughtUp) {

    private static final int EVENTS_MAX = 500;
    private static final long SIZE_BYTES_MAX = 4 << 20;
    private static final long NANOS_MAX = 50_000_000;

    /// Waits at most `timeout` for the first message, and for no other.
    ///
    /// @param from where the batch before ended
    static Batch take(Subscription subscription, Checkpoint from, Duration timeout)
            throws InterruptedException {
        List<RecordedEvent> events = new ArrayList<>();
        Checkpoint end = from;
        long sizeBytes = 0;
        Optional<Message> message = subscription.poll(timeout);
        long begin = System.nanoTime();
        while (message.isPresent()) {
            switch (message.get()) {
                case Message.CaughtUp caughtUp -> {
                    return new Batch(events, caughtUp.at(), true);
                }
                case Message.Progress progress -> end = progress.at();
                case Message.Event event -> {
                    events.add(event.event());
                    end = Checkpoint.after(event.event().position());
                    sizeBytes += event.event().data().bytes().size();
                }
            }
            boolean full =
                    events.size() >= EVENTS_MAX
                            || sizeBytes >= SIZE_BYTES_MAX
                            || System.nanoTime() - begin >= NANOS_MAX;
            message = full ? Optional.empty() : subscription.poll(Duration.ZERO);
        }
        return new Batch(events, end, false);
    }

    /// Each event as a batch of its own.
    List<Batch> singly() {
        return events.stream()
                .map(event -> new Batch(List.of(event), Checkpoint.after(event.position()), false))
                .toList();
    }

    Optional<Generation.LastEvent> last() {
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(Generation.LastEvent.of(events.getLast()));
    }
}
