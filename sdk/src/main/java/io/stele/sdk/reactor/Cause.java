package io.stele.sdk.reactor;

import io.stele.model.RecordedEvent;
import java.util.Objects;

/// An event that is reacted to, as it stands in the log.
public record Cause(RecordedEvent event) {

    public Cause {
        Objects.requireNonNull(event, "event");
    }

    /// Of the aggregate that it happened to.
    public String id() {
        return event.stream().id();
    }
}
