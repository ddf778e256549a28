package io.stele.sdk;

import io.stele.model.RecordedEvent;
import org.jspecify.annotations.Nullable;

/// A recorded event cannot be made into one of the code's records. The log is as it should be; the
/// code lacks a type, a version or an [Upcaster].
public final class EventDecodingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EventDecodingException(RecordedEvent event, String why, @Nullable Throwable cause) {
        super(
                "event %s at %s revision %s (position %s) cannot be read: %s"
                        .formatted(
                                event.type(),
                                event.stream(),
                                event.revision(),
                                event.position(),
                                why),
                cause);
    }
}
