package io.stele.sdk;

import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import io.stele.model.TimeOrderedIds;
import io.stele.sdk.json.Json;
import io.stele.sdk.json.RecordFamily;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/// Event records as JSON and back. What is stored is the name and version of [EventType], never a
/// class name. Fields that the code does not know are ignored; a field that is missing is an error
/// unless it is an `Optional` or `@Nullable`.
///
/// A decider that folds events which others write, and whose names it cannot list, has
/// [RecordedEvent] for its events' type: it gets them as the log has them, and makes none itself.
///
/// Immutable; for any number of threads.
///
/// @param <E> the events' type
public final class EventCodec<E> {

    /// The metadata name under which an event's version stands; absent: 1.
    public static final String SCHEMA_VERSION = "schemaVersion";

    private final Class<E> family;
    private final boolean raw;
    private final Map<String, Type<E>> byName = new LinkedHashMap<>();
    private final Map<Class<?>, Type<E>> byClass = new LinkedHashMap<>();

    private EventCodec(Class<E> family, List<Upcaster> upcasters) {
        this.family = family;
        this.raw = family == RecordedEvent.class;
        if (raw) {
            return;
        }
        for (Class<? extends E> record : RecordFamily.of(family)) {
            Type<E> type = typeOf(record, upcasters);
            Type<E> other = byName.putIfAbsent(type.name, type);
            if (other != null) {
                throw new IllegalArgumentException(
                        "%s and %s have the same name: @EventType(\"%s\")"
                                .formatted(other.record.getName(), record.getName(), type.name));
            }
            byClass.put(record, type);
        }
        for (Upcaster upcaster : upcasters) {
            checkBelongs(upcaster);
        }
    }

    /// @throws IllegalArgumentException when the type is not a family of records, a record has no
    ///     [EventType], two have the same name, or a step between versions is missing
    public static <E> EventCodec<E> of(Class<E> family, List<Upcaster> upcasters) {
        return new EventCodec<>(family, upcasters);
    }

    /// As the other `of`, without older versions.
    public static <E> EventCodec<E> of(Class<E> family) {
        return of(family, List.of());
    }

    public static <E> EventCodec<E> of(Decider<?, E, ?> decider) {
        return of(decider.eventType(), decider.upcasters());
    }

    /// The registered names; empty for [RecordedEvent], which stands for events of any name.
    public Set<String> types() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /// The records by their registered names.
    public Map<String, Class<? extends E>> records() {
        Map<String, Class<? extends E>> records = new LinkedHashMap<>();
        byName.forEach((name, type) -> records.put(name, type.record));
        return Collections.unmodifiableMap(records);
    }

    /// With a fresh id and no metadata but the version, when that is not 1.
    public NewEvent encode(E event) {
        return encode(event, TimeOrderedIds.next(), Metadata.EMPTY);
    }

    /// @param metadata the version is added to it, when that is not 1
    public NewEvent encode(E event, UUID id, Metadata metadata) {
        Type<E> type = byClass.get(event.getClass());
        if (type == null) {
            throw new IllegalArgumentException(
                    event.getClass().getName() + " is not an event of " + family.getName());
        }
        Metadata all = type.version == 1 ? metadata : metadata.with(SCHEMA_VERSION, type.version);
        EventData data = EventData.json(Bytes.wrap(Json.MAPPER.writeValueAsBytes(event)));
        return new NewEvent(id, type.name, data, all, Set.of());
    }

    /// Whether the event's type is one of [#types()], or any type will do.
    public boolean knows(RecordedEvent event) {
        return raw || byName.containsKey(event.type());
    }

    /// @throws EventDecodingException when the type is unknown or the data does not fit
    public E decode(RecordedEvent event) {
        if (raw) {
            return family.cast(event);
        }
        Type<E> type = byName.get(event.type());
        if (type == null) {
            throw new EventDecodingException(
                    event,
                    "no record of %s has this name; known are %s"
                            .formatted(family.getSimpleName(), types()),
                    null);
        }
        int version = versionOf(event);
        if (version > type.version || version < 1) {
            throw new EventDecodingException(
                    event,
                    "it has version %d, but the code knows versions 1 to %d"
                            .formatted(version, type.version),
                    null);
        }
        if (!event.data().isJson()) {
            throw new EventDecodingException(
                    event, "its data is " + event.data().contentType() + " and not JSON", null);
        }
        try {
            return type.read(event.data().bytes().toByteArray(), version);
        } catch (JacksonException e) {
            throw new EventDecodingException(event, Json.explain(e), e);
        } catch (NumberFormatException e) { // Jackson checks the digits and not the exponent
            throw new EventDecodingException(
                    event, "a number in its data has too large an exponent", e);
        }
    }

    /// As [#decode], by what is chosen about unknown types.
    ///
    /// @return empty when the type is unknown and such events are skipped
    public Optional<E> decode(RecordedEvent event, UnknownEvents choice) {
        return choice == UnknownEvents.SKIP && !knows(event)
                ? Optional.empty()
                : Optional.of(decode(event));
    }

    private static int versionOf(RecordedEvent event) {
        Object version = event.metadata().values().get(SCHEMA_VERSION);
        if (version == null) {
            return 1;
        }
        if (version instanceof Long number && number > 0 && number < Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new EventDecodingException(
                event, "its " + SCHEMA_VERSION + " is not a version: " + version, null);
    }

    private static <E> Type<E> typeOf(Class<? extends E> record, List<Upcaster> upcasters) {
        EventType named = record.getAnnotation(EventType.class);
        if (named == null) {
            throw new IllegalArgumentException(
                    "event %s needs a name to be stored under, for example @EventType(\"%s\")"
                            .formatted(record.getName(), record.getSimpleName()));
        }
        if (named.value().isBlank() || named.version() < 1) {
            throw new IllegalArgumentException(
                    record.getName() + ": @EventType needs a name and a version of 1 or more");
        }
        return new Type<>(
                named.value(),
                named.version(),
                record,
                Json.MAPPER.readerFor(record),
                stepsTo(named, upcasters));
    }

    private static List<UnaryOperator<ObjectNode>> stepsTo(
            EventType type, List<Upcaster> upcasters) {
        TreeMap<Integer, UnaryOperator<ObjectNode>> steps = new TreeMap<>();
        for (Upcaster upcaster : upcasters) {
            if (upcaster.type().equals(type.value())
                    && steps.put(upcaster.fromVersion(), upcaster.step()) != null) {
                throw new IllegalArgumentException(
                        "two upcasters for %s from version %d"
                                .formatted(type.value(), upcaster.fromVersion()));
            }
        }
        for (int from = 1; from < type.version(); from++) {
            if (!steps.containsKey(from)) {
                throw new IllegalArgumentException(
                        ("%s has version %d, but nothing turns version %d into %d; add"
                                        + " Upcaster.of(\"%s\", %d, json -> …)")
                                .formatted(
                                        type.value(),
                                        type.version(),
                                        from,
                                        from + 1,
                                        type.value(),
                                        from));
            }
        }
        return List.copyOf(steps.values());
    }

    private void checkBelongs(Upcaster upcaster) {
        Type<E> type = byName.get(upcaster.type());
        if (type == null || upcaster.fromVersion() >= type.version) {
            throw new IllegalArgumentException(
                    "an upcaster from version %d of %s has nowhere to go: %s"
                            .formatted(
                                    upcaster.fromVersion(),
                                    upcaster.type(),
                                    type == null
                                            ? "no event has this name"
                                            : "the current version is " + type.version));
        }
    }

    /// @param steps the first one turns version 1 into 2, and so on
    private record Type<E>(
            String name,
            int version,
            Class<? extends E> record,
            ObjectReader reader,
            List<UnaryOperator<ObjectNode>> steps) {

        E read(byte[] json, int from) {
            if (from == version) {
                return reader.readValue(json);
            }
            JsonNode node = Json.MAPPER.readTree(json);
            for (int step = from; step < version; step++) {
                node = steps.get(step - 1).apply(node.asObject());
            }
            return reader.readValue(node);
        }
    }
}
