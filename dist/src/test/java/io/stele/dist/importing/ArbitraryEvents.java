package io.stele.dist.importing;

import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/// Appends with everything that events may have, by a seed.
final class ArbitraryEvents {

    private static final List<String> TEXTS =
            List.of(
                    "a",
                    "Ünïcödé-😀",
                    "with \"quotes\" and \\",
                    "two\nlines\tand\u2028more",
                    "{}",
                    " ");

    private static final List<String> JSONS =
            List.of(
                    "{\"amount\":50}",
                    "{\"a\": 1,\n \"b\":[ ]}",
                    "\"\\u0041 / \\/ \u00e9\"",
                    "1e400",
                    "not json",
                    "{\"twice\":1,\"twice\":2}",
                    " null ",
                    "");

    private final SplittableRandom random;
    private final List<UUID> usedIds = new ArrayList<>();

    ArbitraryEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Of one to three streams, each with one to three events.
    Append next() {
        List<StreamAppend> parts = new ArrayList<>();
        Set<StreamName> names = new HashSet<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            StreamName name = StreamName.of(name() + "s-" + random.nextInt(4));
            if (names.add(name)) {
                parts.add(new StreamAppend(name, Expectation.ANY, events()));
            }
        }
        String actor = random.nextBoolean() ? Append.ANONYMOUS : "actor " + random.nextInt(3);
        return new Append(uuid(), actor, parts, Optional.empty());
    }

    private List<NewEvent> events() {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            events.add(new NewEvent(id(), "Type " + random.nextInt(5), data(), metadata(), tags()));
        }
        return events;
    }

    /// Now and then one that another event has.
    private UUID id() {
        if (!usedIds.isEmpty() && random.nextInt(20) == 0) {
            return any(usedIds);
        }
        UUID id = uuid();
        usedIds.add(id);
        return id;
    }

    private EventData data() {
        if (random.nextInt(3) > 0) {
            return EventData.json(any(JSONS));
        }
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        String type = random.nextBoolean() ? "application/octet-stream" : "text/plain; charset=x";
        return new EventData(Bytes.copyOf(bytes), type);
    }

    private Metadata metadata() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < random.nextInt(5); i++) {
            values.put(name() + i, value());
        }
        if (random.nextInt(6) == 0) {
            values.put(Metadata.OCCURRED_AT, "2011-10-11T11:45:40.276000Z");
        }
        return new Metadata(values);
    }

    private Object value() {
        return switch (random.nextInt(5)) {
            case 0 -> any(TEXTS);
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> new BigDecimal("-12.500");
            default -> new BigDecimal("123456789012345678901234567890");
        };
    }

    private Set<Tag> tags() {
        Set<Tag> tags = new HashSet<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            tags.add(Tag.of("key" + i + ":värde " + random.nextInt(9)));
        }
        return tags;
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /// Any text but for control characters.
    private String name() {
        return any(TEXTS).replaceAll("\\p{Cntrl}", "_");
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
