package io.stele.server;

import io.stele.http.BodyWriter;
import io.stele.http.Sse;
import io.stele.http.StreamingBody;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import io.stele.protocol.HeadJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Events as server-sent events, without end: each event is a message with its position as `id`;
/// `caughtUp` and `progress` tell `{"next":…}`, the first position that is not finished.
///
/// A comment goes out from time to time when nothing else does, so that a broken connection is
/// noticed by both sides.
final class LiveEvents implements StreamingBody {

    private final EventStore store;
    private final Checkpoint after;
    private final EventFilter filter;
    private final Predicate<RecordedEvent> wanted;
    private final DataForm form;

    private LiveEvents(
            EventStore store,
            Optional<Position> after,
            EventFilter filter,
            Predicate<RecordedEvent> wanted,
            DataForm form) {
        this.store = store;
        this.after = after.map(Checkpoint::after).orElse(Checkpoint.START);
        this.filter = filter;
        this.wanted = wanted;
        this.form = form;
    }

    static LiveEvents ofLog(
            EventStore store, Optional<Position> after, EventFilter filter, DataForm form) {
        return new LiveEvents(store, after, filter, event -> true, form);
    }

    /// A store filters by the beginning of a name; the rest is done here.
    static LiveEvents ofStream(
            EventStore store,
            StreamName stream,
            OptionalLong from,
            Optional<Position> after,
            DataForm form) {
        EventFilter filter = EventFilter.ALL.withStreamPrefix(stream.value());
        Predicate<RecordedEvent> wanted =
                event ->
                        event.stream().equals(stream) && event.revision().value() >= from.orElse(0);
        return new LiveEvents(store, after, filter, wanted, form);
    }

    @Override
    public void writeTo(BodyWriter out) throws IOException, InterruptedException {
        try (Subscription subscription = store.subscribe(after, filter)) {
            out.flush();
            int quiet = 0;
            while (!out.shouldEnd()) {
                Optional<Message> message = subscription.poll(Duration.ZERO);
                if (message.isEmpty()) {
                    out.flush();
                    message = subscription.poll(Sse.LOOK);
                }
                if (message.isPresent()) {
                    write(message.get(), out);
                    quiet = 0;
                } else if (++quiet == Sse.QUIET_LOOKS) {
                    Sse.writeComment(out);
                    quiet = 0;
                }
            }
        }
    }

    private void write(Message message, BodyWriter out) throws IOException {
        switch (message) {
            case Message.Event(RecordedEvent event) -> {
                if (wanted.test(event)) {
                    Sse.write(out, "", Optional.of(event.position()), EventJson.write(event, form));
                }
            }
            case Message.CaughtUp(Checkpoint at) ->
                    Sse.write(out, "caughtUp", at.last(), HeadJson.write(at));
            case Message.Progress(Checkpoint at) ->
                    Sse.write(out, "progress", at.last(), HeadJson.write(at));
        }
    }
}
