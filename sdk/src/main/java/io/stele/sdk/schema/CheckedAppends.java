package io.stele.sdk.schema;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import io.stele.model.ForwardingEventStore;
import io.stele.model.NewEvent;
import io.stele.model.RejectedException;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import io.stele.sdk.json.Json;
import io.stele.sdk.json.Mismatch;
import io.stele.sdk.json.Shape;
import io.stele.sdk.json.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A store that refuses events of certain categories unless they are as the category's decider says:
/// a type that it knows, in the version of today, with every field as its record has it. Whoever
/// appends to the store past the commands is held to it, too. Other categories are as they were.
///
/// Older versions that are read are let pass as they are: code from before may still run.
public final class CheckedAppends extends ForwardingEventStore {

    private record Checked(EventCodec<?> codec, Map<String, Shape> shapes) {

        static Checked of(Decider<?, ?, ?> decider) {
            EventCodec<?> codec = EventCodec.of(decider);
            if (codec.records().isEmpty()) {
                throw new IllegalArgumentException(
                        "the decider of "
                                + decider.category()
                                + " takes any event, so there is nothing to check them by");
            }
            Map<String, Shape> shapes = new LinkedHashMap<>();
            codec.records().forEach((name, record) -> shapes.put(name, Shapes.of(record)));
            return new Checked(codec, shapes);
        }
    }

    private final Map<String, Checked> byCategory = new LinkedHashMap<>();

    /// @param deciders of the categories to check
    public CheckedAppends(EventStore store, List<Decider<?, ?, ?>> deciders) {
        super(store);
        deciders.forEach(decider -> byCategory.put(decider.category(), Checked.of(decider)));
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        for (StreamAppend part : append.streams()) {
            Checked checked = byCategory.get(part.stream().category());
            if (checked != null) {
                part.events().forEach(event -> check(part.stream(), event, checked));
            }
        }
        return store.appendAsync(append);
    }

    private static void check(StreamName stream, NewEvent event, Checked checked) {
        Object stated = event.metadata().values().get(EventCodec.SCHEMA_VERSION);
        long version = stated instanceof Long number ? number : 1;
        Optional<Integer> current = checked.codec().version(event.type());
        boolean older =
                checked.codec().olderVersions().entrySet().stream()
                        .anyMatch(entry ->
                                entry.getKey().equals(event.type())
                                        && entry.getValue().contains((int) version));
        if (older) {
            return;
        }
        Shape shape = checked.shapes().get(event.type());
        if (current.isEmpty() || shape == null || current.get() != version) {
            throw refused(
                    stream,
                    event,
                    "%s has %s, and no version %d of it"
                            .formatted(
                                    stream.category(),
                                    current.isEmpty()
                                            ? "the events " + checked.shapes().keySet()
                                            : "version " + current.get(),
                                    version));
        }
        checkData(stream, event, shape);
    }

    private static void checkData(StreamName stream, NewEvent event, Shape shape) {
        if (!event.data().isJson()) {
            throw refused(stream, event, "its data is no JSON but " + event.data().contentType());
        }
        List<Mismatch> mismatches = new ArrayList<>();
        try {
            JsonNode data = Json.MAPPER.readTree(event.data().bytes().toByteArray());
            shape.check(data, "", mismatches);
        } catch (JacksonException e) {
            throw refused(stream, event, Json.explain(e));
        }
        if (!mismatches.isEmpty()) {
            Mismatch first = mismatches.getFirst();
            throw refused(
                    stream,
                    event,
                    "%s: expected %s, found %s"
                            .formatted(first.field(), first.expected(), first.found()));
        }
    }

    private static RejectedException refused(StreamName stream, NewEvent event, String why) {
        return new RejectedException(
                RejectedException.Reason.INVALID,
                "%s does not take this event of the type %s: %s; GET /api/events says what it takes"
                        .formatted(stream, event.type(), why));
    }
}
