package io.stele.sdk;

import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import io.stele.model.TimeOrderedIds;
import io.stele.sdk.Upcaster.Piece;
import io.stele.sdk.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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

    /// So many upcasters one after another are a circle.
    private static final int STEPS_MAX = 1_000;

    private final Class<E> family;
    private final @Nullable EventTypes<E> types; // null: raw

    private EventCodec(Class<E> family, List<Upcaster> upcasters) {
        this.family = family;
        this.types = family == RecordedEvent.class ? null : new EventTypes<>(family, upcasters);
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

    /// All names under which events are stored that this reads, former ones too; empty for
    /// [RecordedEvent], which stands for events of any name.
    public Set<String> types() {
        return types == null ? Set.of() : types.names();
    }

    /// The records by their registered names.
    public Map<String, Class<? extends E>> records() {
        Map<String, Class<? extends E>> records = new LinkedHashMap<>();
        if (types != null) {
            types.all().forEach(type -> records.put(type.name(), type.record()));
        }
        return Collections.unmodifiableMap(records);
    }

    /// The names that a record was stored under before its current one. May be empty.
    public List<String> formerNames(String name) {
        EventTypes.Type<E> type = types == null ? null : types.named(name);
        return type == null ? List.of() : type.formerly();
    }

    /// The current version of a registered name.
    ///
    /// @return empty when no record has this name
    public Optional<Integer> version(String name) {
        EventTypes.Type<E> type = types == null ? null : types.named(name);
        return type == null ? Optional.empty() : Optional.of(type.version());
    }

    /// The older versions that are read, by the names that they have today, or had at last.
    public Map<String, Set<Integer>> olderVersions() {
        Map<String, Set<Integer>> older = new LinkedHashMap<>();
        if (types != null) {
            for (EventTypes.Stored stored : types.older()) {
                older.computeIfAbsent(stored.type(), name -> new LinkedHashSet<>())
                        .add(stored.version());
            }
        }
        return older;
    }

    /// With a fresh id and no metadata but the version, when that is not 1.
    public NewEvent encode(E event) {
        return encode(event, TimeOrderedIds.next(), Metadata.EMPTY);
    }

    /// @param metadata the version is added to it, when that is not 1
    public NewEvent encode(E event, UUID id, Metadata metadata) {
        EventTypes.Type<E> type = types == null ? null : types.of(event.getClass());
        if (type == null) {
            throw new IllegalArgumentException(
                    event.getClass().getName() + " is not an event of " + family.getName());
        }
        int version = type.version();
        Metadata all = version == 1 ? metadata : metadata.with(SCHEMA_VERSION, version);
        EventData data = EventData.json(Bytes.wrap(Json.MAPPER.writeValueAsBytes(event)));
        return new NewEvent(id, type.name(), data, all, Set.of());
    }

    /// Whether the event's type is one of [#types()], or any type will do.
    public boolean knows(RecordedEvent event) {
        return types == null || types.names().contains(event.type());
    }

    /// An event that stands for one record.
    ///
    /// @throws EventDecodingException when the type is unknown, the data does not fit, or the event
    ///     is several by now; see [#decodeAll(RecordedEvent)]
    public E decode(RecordedEvent event) {
        List<E> all = decodeAll(event);
        if (all.size() != 1) {
            throw new EventDecodingException(
                    event, "it has become " + all.size() + " events, and one is asked for", null);
        }
        return all.getFirst();
    }

    /// As [#decode], by what is chosen about unknown types.
    ///
    /// @return empty when the type is unknown and such events are skipped
    public Optional<E> decode(RecordedEvent event, UnknownEvents choice) {
        return choice == UnknownEvents.SKIP && !knows(event)
                ? Optional.empty()
                : Optional.of(decode(event));
    }

    /// What an event is today: one record as a rule, several or none where an [Upcaster] splits it;
    /// in the order in which they happened.
    ///
    /// @throws EventDecodingException when the type is unknown or the data does not fit
    public List<E> decodeAll(RecordedEvent event) {
        if (types == null) {
            return List.of(family.cast(event));
        }
        int version = versionOf(event);
        check(event, version, types);
        byte[] json = event.data().bytes().toByteArray();
        try {
            EventTypes.Type<E> type = types.named(event.type());
            if (type != null && type.version() == version) {
                E current = type.reader().readValue(json); // by itself, or it is taken for an array
                return List.of(current);
            }
            ObjectNode node = Json.MAPPER.readTree(json).asObject();
            List<E> read = new ArrayList<>();
            read(event, new Piece(event.type(), version, node), types, 0, read);
            return List.copyOf(read);
        } catch (JacksonException e) {
            throw new EventDecodingException(event, Json.explain(e), e);
        } catch (NumberFormatException e) { // Jackson checks the digits and not the exponent
            throw new EventDecodingException(
                    event, "a number in its data has too large an exponent", e);
        }
    }

    /// As the other `decodeAll`, by what is chosen about unknown types.
    ///
    /// @return empty also when the type is unknown and such events are skipped
    public List<E> decodeAll(RecordedEvent event, UnknownEvents choice) {
        return choice == UnknownEvents.SKIP && !knows(event) ? List.of() : decodeAll(event);
    }

    private static <E> void read(
            RecordedEvent event, Piece piece, EventTypes<E> types, int steps, List<E> read) {
        EventTypes.Type<E> type = types.named(piece.type());
        if (type != null && type.version() == piece.version()) {
            read.add(type.reader().readValue(piece.data()));
            return;
        }
        Upcaster upcaster = types.upcaster(piece.type(), piece.version());
        if (upcaster == null || steps == STEPS_MAX) {
            throw new EventDecodingException(
                    event,
                    "its upcasters make version %d of %s of it, which leads nowhere"
                            .formatted(piece.version(), piece.type()),
                    null);
        }
        for (Piece next : upcaster.step().apply(piece.data())) {
            read(event, next, types, steps + 1, read);
        }
    }

    private void check(RecordedEvent event, int version, EventTypes<E> known) {
        EventTypes.Type<E> type = known.named(event.type());
        boolean readable =
                known.upcaster(event.type(), version) != null
                        || (type != null && type.version() == version);
        if (!readable && !known.names().contains(event.type())) {
            throw new EventDecodingException(
                    event,
                    "no record of %s has this name; known are %s"
                            .formatted(family.getSimpleName(), types()),
                    null);
        }
        if (!readable) {
            throw new EventDecodingException(
                    event,
                    type == null
                            ? "it has version %d, which has no upcaster".formatted(version)
                            : "it has version %d, but the code knows versions 1 to %d"
                                    .formatted(version, type.version()),
                    null);
        }
        if (!event.data().isJson()) {
            throw new EventDecodingException(
                    event, "its data is " + event.data().contentType() + " and not JSON", null);
        }
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
}
