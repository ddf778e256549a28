package io.stele.publish;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events that are published together, and what is finished with them.
final class Batch {

    private final PublisherFilter filter;
    private final List<RecordedEvent> events = new ArrayList<>();
    private long bytes;
    private Checkpoint after;

    private Batch(PublisherFilter filter, Checkpoint before) {
        this.filter = filter;
        this.after = before;
    }

    /// What is there, after waiting for it to be something.
    ///
    /// @param before what is finished already
    /// @param patience how long to wait for the first message
    static Batch gather(
            Subscription subscription,
            PublisherFilter filter,
            Checkpoint before,
            Duration patience,
            PublisherOptions bounds)
            throws InterruptedException {
        Batch batch = new Batch(filter, before);
        Optional<Message> message = subscription.poll(patience);
        while (message.isPresent()) {
            batch.add(message.get());
            message = batch.isFull(bounds) ? Optional.empty() : subscription.poll(Duration.ZERO);
        }
        return batch;
    }

    private boolean isFull(PublisherOptions bounds) {
        return events.size() >= bounds.batchEventsMax() || bytes >= bounds.batchBytesMax();
    }

    private void add(Message message) {
        switch (message) {
            case Message.Event(RecordedEvent event) -> {
                if (filter.passes(event)) {
                    events.add(event);
                    bytes += event.data().bytes().size();
                }
                after = Checkpoint.after(event.position());
            }
            case Message.CaughtUp(Checkpoint at) -> after = at;
            case Message.Progress(Checkpoint at) -> after = at;
        }
    }

    List<RecordedEvent> events() {
        return events;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    Checkpoint after() {
        return after;
    }
}
