package io.stele.sdk.view;

import java.util.Optional;

/// Why a view stopped. Everything below its checkpoint is applied; a restart of the service tries
/// again.
///
/// @param event the one that could not be applied; empty when the cause is not one event
/// @param message says what went wrong
public record ViewFailure(Optional<FailedEvent> event, String message) {

    /// Names an event.
    public record FailedEvent(long position, String stream, long revision, String type) {
        @Override
        public String toString() {
            return type
                    + " at position "
                    + position
                    + " (stream "
                    + stream
                    + ", revision "
                    + revision
                    + ")";
        }
    }

    @Override
    public String toString() {
        return event.map(e -> "stopped at " + e + ": " + message).orElse("stopped: " + message);
    }
}
