package io.stele.dist.importing;

import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.protocol.EventJson;
import io.stele.protocol.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * A stream that is in the file from its first event on, and without a hole, is appended with exact
 * revisions: so each event gets the revision that it had, and a store that has something else in the
 * stream refuses it. Of a stream of which the file has only a part, the events are appended one
 * after the other.
 */

/// The events that `stele export` wrote, each as it was: with its id, actor, data, metadata and tags.
/// When it was recorded is kept as `occurredAt` in the metadata, unless that says something already.
final class EventAppends implements AppendSource {

    private static final long PARTIAL = -1;

    private final BufferedReader reader;
    private final boolean system;
    private final Map<StreamName, Long> countsOfWhole = new HashMap<>();
    private long line;
    private long leftOut;

    /// @param system whether events of Stele's own streams are wanted too
    EventAppends(BufferedReader reader, boolean system) {
        this.reader = reader;
        this.system = system;
    }

    @Override
    public Optional<Append> next() throws BadRowException, IOException {
        for (String text = readLine(); text != null; text = readLine()) {
            if (!text.isBlank()) {
                RecordedEvent event = parse(text);
                if (system || !event.stream().isSystem()) {
                    return Optional.of(append(event));
                }
                leftOut++;
            }
        }
        return Optional.empty();
    }

    private @Nullable String readLine() throws IOException {
        line++;
        return reader.readLine();
    }

    private static RecordedEvent parse(String text) throws BadRowException {
        try {
            return EventJson.read(Bytes.utf8(text));
        } catch (ProblemException | IllegalArgumentException e) {
            throw new BadRowException("is not an exported event: " + e.getMessage());
        }
    }

    private Append append(RecordedEvent event) {
        NewEvent copy =
                new NewEvent(
                        event.id(),
                        event.type(),
                        new EventData(event.data().bytes(), event.data().contentType()),
                        withTime(event),
                        event.tags());
        StreamAppend part = new StreamAppend(event.stream(), expectation(event), List.of(copy));
        return new Append(
                RowIds.append(event.stream(), event.revision(), event.id()),
                event.actor(),
                List.of(part),
                Optional.empty());
    }

    private static Metadata withTime(RecordedEvent event) {
        return event.metadata().values().containsKey(Metadata.OCCURRED_AT)
                ? event.metadata()
                : event.metadata().with(Metadata.OCCURRED_AT, EventJson.time(event.recordedAt()));
    }

    private Expectation expectation(RecordedEvent event) {
        long revision = event.revision().value();
        long count = countsOfWhole.getOrDefault(event.stream(), 0L);
        if (count != revision) {
            countsOfWhole.put(event.stream(), PARTIAL);
            return Expectation.ANY;
        }
        countsOfWhole.put(event.stream(), count + 1);
        return revision == 0
                ? Expectation.NONE
                : new Expectation.Exactly(Revision.of(revision - 1));
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String remark() {
        return leftOut == 0
                ? ""
                : "%,d events of Stele's own streams ($...) were left out; --system takes them too"
                        .formatted(leftOut);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
