package io.stele.tck.history;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.UUID;

/// An append whose events follow from its id. A line of text says all of it, so a process that is
/// to be killed can write down what it sends, and whoever reads the line knows every byte that the
/// store has to give back.
///
/// @param id the append's, and by it the ids, types, tags and data of its events
/// @param guard a condition, where there is one
public record ScriptedAppend(UUID id, List<Part> parts, Optional<Guard> guard) {

    /// How many different tags there are.
    public static final int TAGS = 12;

    private static final int TYPES = 4;

    /// The part for one stream.
    public record Part(int stream, Expectation expected, int events) {

        public StreamName name() {
            return StreamName.of("s-" + stream);
        }
    }

    /// The condition that no event with a tag stands behind a position.
    ///
    /// @param after -1: anywhere
    public record Guard(int tag, long after) {}

    static Tag tag(int number) {
        return Tag.of("tag", "" + number);
    }

    static String type(int number) {
        return "Type" + number;
    }

    public Append append() {
        List<StreamAppend> streams = new ArrayList<>();
        int made = 0;
        for (Part part : parts) {
            List<NewEvent> events = new ArrayList<>();
            for (int i = 0; i < part.events(); i++) {
                events.add(event(made++));
            }
            streams.add(new StreamAppend(part.name(), part.expected(), events));
        }
        return new Append(id, "script", streams, guard.map(ScriptedAppend::condition));
    }

    private static AppendCondition condition(Guard guard) {
        Query query = Query.anyOf(QueryItem.tags(tag(guard.tag())));
        return guard.after() < 0
                ? AppendCondition.noneMatch(query)
                : AppendCondition.noneMatchAfter(query, Position.of(guard.after()));
    }

    /// Shares the first half of its id with the append.
    private NewEvent event(int number) {
        UUID eventId =
                new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() + 1 + number);
        SplittableRandom random =
                new SplittableRandom(
                        eventId.getMostSignificantBits() ^ eventId.getLeastSignificantBits());
        Set<Tag> tags = new TreeSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            tags.add(tag(random.nextInt(TAGS)));
        }
        byte[] data = new byte[random.nextInt(random.nextInt(20) == 0 ? 3_000 : 300)];
        random.nextBytes(data);
        return new NewEvent(
                eventId,
                type(random.nextInt(TYPES)),
                new EventData(Bytes.wrap(data), "application/octet-stream"),
                Metadata.EMPTY,
                tags);
    }

    /// The line that [#parse] reads.
    @Override
    public String toString() {
        StringJoiner line = new StringJoiner(" ");
        line.add(id.toString());
        for (Part part : parts) {
            line.add(part.stream() + ":" + text(part.expected()) + ":" + part.events());
        }
        guard.ifPresent(condition -> line.add("!" + condition.tag() + ":" + condition.after()));
        return line.toString();
    }

    private static String text(Expectation expected) {
        return switch (expected) {
            case Expectation.Any any -> "any";
            case Expectation.None none -> "none";
            case Expectation.Exists exists -> "exists";
            case Expectation.Exactly exactly -> "" + exactly.last().value();
        };
    }

    public static ScriptedAppend parse(String line) {
        String[] words = line.split(" ");
        List<Part> parts = new ArrayList<>();
        Optional<Guard> guard = Optional.empty();
        for (int i = 1; i < words.length; i++) {
            String[] fields = words[i].split("[!:]");
            if (words[i].startsWith("!")) {
                guard =
                        Optional.of(
                                new Guard(Integer.parseInt(fields[1]), Long.parseLong(fields[2])));
            } else {
                parts.add(
                        new Part(
                                Integer.parseInt(fields[0]),
                                expectation(fields[1]),
                                Integer.parseInt(fields[2])));
            }
        }
        return new ScriptedAppend(UUID.fromString(words[0]), parts, guard);
    }

    private static Expectation expectation(String text) {
        return switch (text) {
            case "any" -> Expectation.ANY;
            case "none" -> Expectation.NONE;
            case "exists" -> Expectation.EXISTS;
            default -> Expectation.revision(Long.parseLong(text));
        };
    }
}
