package io.stele.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a right covers, against the streams there could be.
class ReadRightProperties {

    private static final List<String> PREFIXES =
            List.of("", "a", "a-", "a-1", "ab", "ab-", "b-1", "$", "$admin", "$admin-");
    private static final List<String> CATEGORIES = List.of("a", "ab", "b", "$admin");

    /// No prefix has a `~`, so that every prefix is also the beginning of a name that no longer one
    /// begins.
    private static final List<StreamName> STREAMS =
            Stream.of(
                            Stream.of("~"),
                            PREFIXES.stream().filter(name -> !name.isEmpty()),
                            PREFIXES.stream().map(prefix -> prefix + "~"),
                            CATEGORIES.stream(),
                            CATEGORIES.stream().map(category -> category + "-~"))
                    .flatMap(names -> names)
                    .distinct()
                    .map(StreamName::of)
                    .toList();

    @Test
    void aFilterIsCoveredExactlyWhenEveryStreamThatCouldPassMayBeRead() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            ReadRight right = anyRight(random);
            EventFilter filter = anyFilter(random);

            boolean all =
                    STREAMS.stream()
                            .filter(stream -> filter.matches(eventIn(stream)))
                            .allMatch(stream -> mayRead(right, stream));

            assertThat(right.covers(filter))
                    .as("seed %d: %s covers %s", seed, right, filter)
                    .isEqualTo(all);
        }
    }

    @Test
    void aStreamIsCoveredByAnyPrefixOfItsName() {
        for (long seed = 0; seed < 500; seed++) {
            ReadRight right = anyRight(new Random(seed));
            for (StreamName stream : STREAMS) {
                assertThat(right.covers(stream))
                        .as("%s covers %s", right, stream)
                        .isEqualTo(mayRead(right, stream));
            }
        }
    }

    @Test
    void aConditionTakesTheRightToAllStreams() {
        Query oneTag = Query.anyOf(QueryItem.tags(Tag.of("account:42")));
        for (Query query : List.of(Query.all(), oneTag)) {
            AppendCondition condition = AppendCondition.noneMatch(query);

            assertThat(ReadRight.ALL.covers(condition)).isTrue();
            assertThat(ReadRight.of("").covers(condition)).isTrue();
            assertThat(ReadRight.of("account-").covers(condition)).isFalse();
            assertThat(ReadRight.of().covers(condition)).isFalse();
        }
    }

    @Test
    void aConditionThatNamesATypeOfStelesOwnTakesTheRightToItsStreams() {
        AppendCondition condition =
                AppendCondition.noneMatch(Query.anyOf(QueryItem.types("A", "$UserAdded")));

        assertThat(ReadRight.of("").covers(condition)).isFalse();
        assertThat(ReadRight.ALL.covers(condition)).isTrue();
    }

    private static boolean mayRead(ReadRight right, StreamName stream) {
        return right.streamPrefixes().stream().anyMatch(stream.value()::startsWith)
                && (right.system() || !stream.isSystem());
    }

    private static ReadRight anyRight(Random random) {
        List<String> prefixes =
                Stream.generate(() -> any(random, PREFIXES)).limit(random.nextInt(4)).toList();
        return new ReadRight(prefixes, random.nextBoolean());
    }

    private static EventFilter anyFilter(Random random) {
        return new EventFilter(
                Query.all(),
                maybe(random, CATEGORIES),
                maybe(random, PREFIXES),
                random.nextBoolean());
    }

    private static Optional<String> maybe(Random random, List<String> of) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(any(random, of));
    }

    private static String any(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static RecordedEvent eventIn(StreamName stream) {
        return new RecordedEvent(
                Position.of(0),
                stream,
                Revision.FIRST,
                new UUID(0, 0),
                "A",
                Instant.EPOCH,
                Append.ANONYMOUS,
                EventData.json("{}"),
                Metadata.EMPTY,
                Set.of());
    }
}
