package io.stele.testkit;

import io.stele.model.Bytes;
import io.stele.model.RecordedEvent;
import io.stele.protocol.EventJson;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import io.stele.sdk.EventDecodingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Events that were recorded once, kept beside the tests, to see that the code of today still reads
/// them. A file is what `stele export` and `stele read --json` write: an event in each line.
///
/// ```java
/// private final EventExamples<AccountEvent> examples =
///         EventExamples.read(Path.of("src/test/events/account.jsonl"), ACCOUNT);
///
/// @Test
/// void everyRecordedEventIsRead() {
///     examples.assertAllAreRead();
/// }
///
/// @Test
/// void amountsWithoutCurrencyAreEuros() {
///     assertThat(examples.of("MoneyDeposited", 1)).containsOnly(new MoneyDeposited(50, "EUR"));
/// }
/// ```
///
/// Throws [AssertionError] where it is not so. Immutable.
public final class EventExamples<E> {

    private record Stored(String type, long version) {}

    private final Path file;
    private final EventCodec<E> codec;
    private final List<RecordedEvent> events;

    private EventExamples(Path file, EventCodec<E> codec, List<RecordedEvent> events) {
        this.file = file;
        this.codec = codec;
        this.events = List.copyOf(events);
    }

    /// @throws UncheckedIOException when the file cannot be read
    /// @throws IllegalArgumentException when a line is not a recorded event
    public static <E> EventExamples<E> read(Path file, Decider<?, E, ?> decider) {
        List<RecordedEvent> events = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    events.add(read(file, events.size() + 1, line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EventExamples<>(file, EventCodec.of(decider), events);
    }

    private static RecordedEvent read(Path file, int number, String line) {
        try {
            return EventJson.read(Bytes.utf8(line));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "%s: event %d is not as stele export writes it: %s"
                            .formatted(file, number, e.getMessage()),
                    e);
        }
    }

    /// What the examples of a type and version are today, in the order of the file.
    ///
    /// @param type as it was stored
    public List<E> of(String type, int version) {
        List<E> read = new ArrayList<>();
        for (RecordedEvent event : events) {
            if (stored(event).equals(new Stored(type, version))) {
                read.addAll(codec.decodeAll(event));
            }
        }
        if (read.isEmpty()) {
            throw new AssertionError(
                    "%s has no %s of version %d; it has %s"
                            .formatted(file, type, version, versions().keySet()));
        }
        return read;
    }

    /// Each example is read, and there is one of each version of each type that the code says it
    /// reads.
    public void assertAllAreRead() {
        for (RecordedEvent event : events) {
            try {
                codec.decodeAll(event);
            } catch (EventDecodingException e) {
                throw new AssertionError(file + ": " + e.getMessage(), e);
            }
        }
        TreeSet<String> missing = new TreeSet<>();
        codec.olderVersions()
                .forEach((type, versions) ->
                        versions.forEach(version -> {
                            if (!has(type, version)) {
                                missing.add(type + " of version " + version);
                            }
                        }));
        codec.records()
                .keySet()
                .forEach(type -> {
                    int version = codec.version(type).orElseThrow();
                    if (!has(type, version)) {
                        missing.add(type + " of version " + version);
                    }
                });
        if (!missing.isEmpty()) {
            throw new AssertionError(
                    file + " has no example of " + missing + "; take one from a log: stele export");
        }
    }

    /// Under its current name or an earlier one.
    private boolean has(String type, int version) {
        Map<Stored, Long> there = versions();
        return there.containsKey(new Stored(type, version))
                || codec.formerNames(type).stream()
                        .anyMatch(name -> there.containsKey(new Stored(name, version)));
    }

    private Map<Stored, Long> versions() {
        Map<Stored, Long> versions = new LinkedHashMap<>();
        events.forEach(event -> versions.merge(stored(event), 1L, Long::sum));
        return versions;
    }

    private static Stored stored(RecordedEvent event) {
        Object version = event.metadata().values().get(EventCodec.SCHEMA_VERSION);
        return new Stored(event.type(), version instanceof Long number ? number : 1);
    }
}
