package io.stele.sdk.relay;

import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// An event for the other log, and the stream that it goes to.
public record Relayed(StreamName stream, NewEvent event) {

    /// Every event as it is: same stream, id, type, data, metadata and tags.
    public static final Function<RecordedEvent, List<Relayed>> COPY =
            event -> List.of(copyOf(event));

    public Relayed {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(event, "event");
    }

    /// The event as it is.
    public static Relayed copyOf(RecordedEvent event) {
        return new Relayed(
                event.stream(),
                new NewEvent(
                        event.id(), event.type(), event.data(), event.metadata(), event.tags()));
    }
}
