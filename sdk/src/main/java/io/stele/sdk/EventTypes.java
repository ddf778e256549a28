package io.stele.sdk;

import io.stele.sdk.json.Json;
import io.stele.sdk.json.RecordFamily;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;

/// The event records of a family by the names they are stored under, and the ways from what is
/// stored to them. Complete: from each version below the current one there is a way.
final class EventTypes<E> {

    /// @param formerly names that it was stored under before
    record Type<E>(
            String name,
            int version,
            Class<? extends E> record,
            List<String> formerly,
            ObjectReader reader) {}

    /// An event as it may be stored.
    record Stored(String type, int version) {}

    private final Map<String, Type<E>> byName = new LinkedHashMap<>();
    private final Map<String, Type<E>> byFormerName = new LinkedHashMap<>();
    private final Map<Class<?>, Type<E>> byClass = new LinkedHashMap<>();
    private final Map<Stored, Upcaster> upcasters = new LinkedHashMap<>();
    private final Set<String> names;

    /// @throws IllegalArgumentException when the type is not a family of records, a record has no
    ///     [EventType], two have the same name, or a step between versions is missing
    EventTypes(Class<E> family, List<Upcaster> upcasters) {
        for (Class<? extends E> record : RecordFamily.of(family)) {
            add(typeOf(record));
        }
        for (Upcaster upcaster : upcasters) {
            add(upcaster);
        }
        for (Type<E> type : byName.values()) {
            checkComplete(type);
        }
        for (Upcaster upcaster : upcasters) {
            checkBelongs(upcaster);
        }
        Set<String> all = new LinkedHashSet<>(byName.keySet());
        all.addAll(byFormerName.keySet());
        this.upcasters.keySet().forEach(stored -> all.add(stored.type()));
        this.names = Collections.unmodifiableSet(all);
    }

    /// Of the record, whatever its version was.
    @Nullable Type<E> named(String name) {
        Type<E> type = byName.get(name);
        return type == null ? byFormerName.get(name) : type;
    }

    @Nullable Type<E> of(Class<?> record) {
        return byClass.get(record);
    }

    List<Type<E>> all() {
        return List.copyOf(byName.values());
    }

    /// What turns an event of this type and version into something newer.
    @Nullable Upcaster upcaster(String type, int version) {
        Type<E> known = named(type);
        return upcasters.get(new Stored(known == null ? type : known.name(), version));
    }

    /// All names that an event may be stored under and is read: current ones, former ones, and those
    /// of events that have become others.
    Set<String> names() {
        return names;
    }

    /// What is read besides current versions: under current names, and names without a record.
    Set<Stored> older() {
        return upcasters.keySet();
    }

    private static <E> Type<E> typeOf(Class<? extends E> record) {
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
                List.of(named.formerly()),
                Json.MAPPER.readerFor(record));
    }

    private void add(Type<E> type) {
        checkNew(type.name(), type, byName.putIfAbsent(type.name(), type));
        for (String name : type.formerly()) {
            checkNew(name, type, byFormerName.putIfAbsent(name, type));
        }
        for (String name : byFormerName.keySet()) {
            checkNew(name, type, byName.get(name));
        }
        byClass.put(type.record(), type);
    }

    private static <E> void checkNew(String name, Type<E> type, @Nullable Type<E> other) {
        if (other != null) {
            throw new IllegalArgumentException(
                    "%s and %s have the same name: @EventType(\"%s\")"
                            .formatted(other.record().getName(), type.record().getName(), name));
        }
    }

    private void add(Upcaster upcaster) {
        Type<E> type = named(upcaster.type());
        String name = type == null ? upcaster.type() : type.name();
        if (upcasters.put(new Stored(name, upcaster.fromVersion()), upcaster) != null) {
            throw new IllegalArgumentException(
                    "two upcasters for %s from version %d".formatted(name, upcaster.fromVersion()));
        }
    }

    private void checkBelongs(Upcaster upcaster) {
        Type<E> type = named(upcaster.type());
        int from = upcaster.fromVersion();
        if (type == null ? !upcaster.splits() : from >= type.version()) {
            throw new IllegalArgumentException(
                    "an upcaster from version %d of %s has nowhere to go: %s"
                            .formatted(
                                    from,
                                    upcaster.type(),
                                    type == null
                                            ? "no event has this name"
                                            : "the current version is " + type.version()));
        }
    }

    private void checkComplete(Type<E> type) {
        for (int from = 1; from < type.version(); from++) {
            if (!upcasters.containsKey(new Stored(type.name(), from))) {
                throw new IllegalArgumentException(
                        ("%s has version %d, but nothing turns version %d into %d; add"
                                        + " Upcaster.of(\"%s\", %d, json -> …)")
                                .formatted(
                                        type.name(),
                                        type.version(),
                                        from,
                                        from + 1,
                                        type.name(),
                                        from));
            }
        }
    }
}
