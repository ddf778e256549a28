package io.stele.sdk.reactor;

import io.stele.model.Append;
import io.stele.model.DerivedIds;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.RejectedException;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.sdk.command.CommandContext;
import java.util.List;
import java.util.UUID;

/// Writes down what happens to the timers of a reactor. For any number of threads and processes.
final class TimerLog {

    private static final String CATEGORY = "timers";

    private final EventStore store;
    private final StreamName stream;

    TimerLog(EventStore store, String reactor) {
        this.store = store;
        this.stream = StreamName.of(CATEGORY, reactor);
    }

    StreamName stream() {
        return stream;
    }

    /// Returns when it is durable.
    ///
    /// @param id the same when the same is written again, which then changes nothing
    void write(TimerEvent event, UUID id, CommandContext context) {
        String correlation = context.correlationId().orElse(id.toString());
        Metadata metadata =
                Metadata.of(Metadata.CORRELATION_ID, correlation)
                        .with(Metadata.CAUSATION_ID, context.causationId().orElse(id.toString()));
        NewEvent written = TimerEvent.CODEC.encode(event, DerivedIds.of(id, "0"), metadata);
        Append append =
                Append.of(new StreamAppend(stream, Expectation.ANY, List.of(written)))
                        .withId(id)
                        .by(context.actor());
        send(append);
    }

    private void send(Append append) {
        try {
            append(append);
        } catch (RejectedException e) {
            if (e.reason() != RejectedException.Reason.APPEND_ID_REUSED) {
                throw e;
            }
            // written before, by other code: that stands
        }
    }

    /// Nothing is expected of the stream, so there is no conflict.
    private void append(Append append) {
        try {
            var unused = store.append(append);
        } catch (OutcomeUnknownException e) {
            var unused = store.append(append); // the store tells by its id
        }
    }
}
