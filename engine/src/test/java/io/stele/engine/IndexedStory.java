package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/// Random appends to a store whose segments are so small that index files are written and merged
/// all the time, and questions about them whose answers a plain list knows too.
final class IndexedStory {

    private static final String[] CATEGORIES = {"account", "order", "$admin"};
    private static final String[] TYPES = {"Opened", "Paid", "Closed", "Überwiesen"};

    private final SplittableRandom random;
    private final List<Expected> log = new ArrayList<>();
    private final Map<StreamName, Long> revisions = new HashMap<>();
    private final List<Append> appends = new ArrayList<>();
    private final long residentBytesMax; // a small one lets go of pages all the time
    private EmbeddedEventStore store;

    /// An event as it has to come back.
    private record Expected(StreamName stream, long revision, NewEvent event) {}

    IndexedStory(long seed, Path directory) {
        random = new SplittableRandom(seed);
        residentBytesMax = seed % 4 == 0 ? 1 << 17 : LogOptions.RESIDENT_BYTES_MAX;
        store = open(directory);
    }

    private EmbeddedEventStore open(Path directory) {
        Environment real = Environment.real();
        return EmbeddedEventStore.open(
                directory,
                EngineOptions.defaults()
                        .withLog(new LogOptions(8 << 10, 4 << 10, residentBytesMax))
                        .withEnvironment(
                                new Environment(new UnsyncedDisk(), real.ids(), Runnable::run)));
    }

    void reopen(Path directory) {
        store.close();
        store = open(directory);
    }

    EmbeddedEventStore store() {
        return store;
    }

    void close() {
        store.close();
    }

    void append(int count) {
        for (int i = 0; i < count; i++) {
            append();
        }
    }

    private void append() {
        List<StreamAppend> parts = new ArrayList<>();
        Set<StreamName> used = new HashSet<>();
        int streams = random.nextInt(8) == 0 ? 3 : 1;
        while (used.size() < streams) {
            StreamName stream = stream();
            if (used.add(stream)) {
                Long last = revisions.get(stream);
                Expectation expected = last == null ? Expectation.NONE : Expectation.revision(last);
                parts.add(new StreamAppend(stream, expected, events()));
            }
        }
        Append append = Append.of(parts.toArray(StreamAppend[]::new));
        assertThat(store.append(append)).isInstanceOf(AppendResult.Appended.class);
        appends.add(append);
        for (StreamAppend part : parts) {
            for (NewEvent event : part.events()) {
                long revision = revisions.merge(part.stream(), 0L, (old, zero) -> old + 1);
                log.add(new Expected(part.stream(), revision, event));
            }
        }
    }

    private StreamName stream() {
        String category = CATEGORIES[random.nextInt(CATEGORIES.length)];
        int id = random.nextInt(3) == 0 ? random.nextInt(2) : random.nextInt(60);
        return StreamName.of(category + "-" + id);
    }

    private List<NewEvent> events() {
        List<NewEvent> events = new ArrayList<>();
        for (int i = random.nextInt(6) == 0 ? 4 : 1; i > 0; i--) {
            Set<Tag> tags = new HashSet<>();
            for (int t = random.nextInt(4); t > 0; t--) {
                tags.add(tag());
            }
            events.add(
                    NewEvent.json(type(), "{\"n\":" + random.nextInt(100) + "}")
                            .withTags(tags.toArray(Tag[]::new)));
        }
        return events;
    }

    private Tag tag() {
        return Tag.of("tag", Integer.toString(random.nextInt(random.nextInt(40) + 1)));
    }

    private String type() {
        return TYPES[random.nextInt(1 + random.nextInt(TYPES.length))];
    }

    /// Asks about everything.
    void check() {
        assertThat(store.read(ReadLog.all()).toList().stream().map(IndexedStory::brief))
                .isEqualTo(log.stream().map(IndexedStory::brief).toList());
        for (StreamName stream : revisions.keySet()) {
            checkStream(stream);
        }
        for (int i = 0; i < 30; i++) {
            checkFilter(filter());
        }
        for (int i = 0; i < 20 && !appends.isEmpty(); i++) {
            checkRetry(appends.get(random.nextInt(appends.size())));
        }
        assertThat(store.findAppend(UUID.randomUUID())).isEmpty();
    }

    private static String brief(Expected event) {
        return event.stream() + "@" + event.revision() + " " + event.event().id();
    }

    private static String brief(RecordedEvent event) {
        return event.stream() + "@" + event.revision().value() + " " + event.id();
    }

    private void checkStream(StreamName stream) {
        long last = revisions.getOrDefault(stream, -1L);
        assertThat(store.head(stream).map(head -> head.revision().value()).orElse(-1L))
                .isEqualTo(last);
        long from = random.nextLong(last + 2);
        List<String> expected =
                log.stream()
                        .filter(event -> event.stream().equals(stream))
                        .filter(event -> event.revision() >= from)
                        .map(IndexedStory::brief)
                        .toList();
        assertThat(
                        store.read(ReadStream.of(stream).from(from)).toList().stream()
                                .map(e -> brief(e)))
                .as("%s from %d", stream, from)
                .isEqualTo(expected);
        List<String> backward =
                new ArrayList<>(
                        log.stream()
                                .filter(event -> event.stream().equals(stream))
                                .filter(event -> event.revision() <= from)
                                .map(IndexedStory::brief)
                                .toList());
        Collections.reverse(backward);
        assertThat(
                        store
                                .read(ReadStream.of(stream).backward().from(Revision.of(from)))
                                .toList()
                                .stream()
                                .map(e -> brief(e)))
                .as("%s backward from %d", stream, from)
                .isEqualTo(backward);
    }

    private EventFilter filter() {
        EventFilter filter = EventFilter.ALL;
        if (random.nextBoolean()) {
            QueryItem[] items = new QueryItem[1 + random.nextInt(3)];
            for (int i = 0; i < items.length; i++) {
                items[i] = item();
            }
            filter = filter.withQuery(Query.anyOf(items));
        }
        if (random.nextInt(3) == 0) {
            filter = filter.withCategory(CATEGORIES[random.nextInt(CATEGORIES.length)]);
        }
        if (random.nextInt(3) == 0) {
            String[] prefixes = {"a", "account-1", "order-", "$", "order-33", "nothing-"};
            filter = filter.withStreamPrefix(prefixes[random.nextInt(prefixes.length)]);
        }
        return random.nextInt(4) == 0 ? filter.withoutSystem() : filter;
    }

    private QueryItem item() {
        Set<String> types = random.nextBoolean() ? Set.of(type()) : Set.of();
        Set<Tag> tags = new HashSet<>();
        while ((types.isEmpty() && tags.isEmpty()) || random.nextInt(3) == 0) {
            tags.add(tag());
        }
        return new QueryItem(types, tags);
    }

    private void checkFilter(EventFilter filter) {
        long after = random.nextLong(log.size() + 1L) - 1;
        List<String> forward = new ArrayList<>();
        List<String> backward = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            Expected event = log.get(i);
            if (passes(filter, event)) {
                if (i > after) {
                    forward.add(brief(event));
                } else if (i < after) {
                    backward.add(brief(event));
                }
            }
        }
        Collections.reverse(backward);
        ReadLog all = ReadLog.all().matching(filter);
        ReadLog read = after < 0 ? all : all.after(after);
        assertThat(store.read(read).toList().stream().map(IndexedStory::brief))
                .as("after %d: %s", after, filter)
                .isEqualTo(forward);
        if (after >= 0) {
            assertThat(store.read(read.backward()).toList().stream().map(IndexedStory::brief))
                    .as("backward after %d: %s", after, filter)
                    .isEqualTo(backward);
        }
    }

    private static boolean passes(EventFilter filter, Expected event) {
        StreamName stream = event.stream();
        return (filter.system() || !stream.isSystem())
                && filter.category().map(stream.category()::equals).orElse(true)
                && filter.streamPrefix().map(stream.value()::startsWith).orElse(true)
                && filter.query().matches(event.event().type(), event.event().tags());
    }

    private void checkRetry(Append append) {
        assertThat(store.findAppend(append.appendId())).isPresent();
        AppendResult again = store.append(append);
        assertThat(again).isInstanceOf(AppendResult.Appended.class);
        assertThat(((AppendResult.Appended) again).duplicate()).isTrue();
    }
}
