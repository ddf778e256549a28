package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.log.LogOptions;
import io.stele.model.Append;
import io.stele.model.CorruptException;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of an open store that the disk gives no more, as with a bad sector: here they are cut short
/// under their maps.
class UnreadableFilesTest {

    private static final int EVENTS = 4_000;
    private static final int STREAMS = 50;

    @TempDir private Path directory;

    private EmbeddedEventStore open() {
        return EmbeddedEventStore.open(
                directory, EngineOptions.defaults().withLog(new LogOptions(256 << 10, 32 << 10)));
    }

    private void fill() {
        try (EmbeddedEventStore store = open()) {
            for (int i = 0; i < EVENTS; i += 20) {
                for (int j = i; j < i + 20; j++) {
                    var _ = store.appendAsync(append(j));
                }
                store.append(Append.to("other", Expectation.ANY, NewEvent.json("Other", "1")));
            }
        }
    }

    private static Append append(int i) {
        return Append.to("s-" + i % STREAMS, Expectation.ANY, NewEvent.json("E" + i % 7, "" + i));
    }

    private List<Path> files(String ending) throws IOException {
        try (var files = Files.list(directory.resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    @Test
    void anIndexFileThatCannotBeReadIsMadeAnew() throws IOException {
        fill();
        try (EmbeddedEventStore store = open()) {
            for (int round = 0; round < 2; round++) { // before anything was read, and after
                List<Path> indexes = files(".index");
                assertThat(indexes).isNotEmpty();
                for (Path index : indexes) {
                    cut(index, 4 << 10);
                }
                assertThat(read(() -> store.read(ReadStream.of("s-7")))).hasSize(EVENTS / STREAMS);
                assertThat(read(() -> store.read(others()))).hasSize(EVENTS / 20);
                assertThat(read(() -> store.read(ReadLog.all()))).hasSize(EVENTS + EVENTS / 20);
                for (Path index : files(".index")) {
                    assertThat(Files.size(index)).isGreaterThan(4 << 10);
                }
            }
        }
    }

    private static ReadLog others() {
        return ReadLog.all().matching(EventFilter.matching(Query.anyOf(QueryItem.types("Other"))));
    }

    /// Tries again where it is told to.
    private static List<RecordedEvent> read(Supplier<EventCursor> cursor) {
        for (int i = 0; i < 20; i++) {
            try {
                return cursor.get().toList();
            } catch (UnavailableException e) {
                assertThat(e).hasMessageContaining("index file");
            }
        }
        throw new AssertionError("still unavailable");
    }

    @Test
    void aSegmentThatCannotBeReadIsSaidToBeCorruptAndTheOthersAreRead() throws IOException {
        fill();
        try (EmbeddedEventStore store = open()) {
            Path segment = files(".segment").get(1);

            cut(segment, 4 << 10);
            assertThatThrownBy(() -> store.read(ReadLog.all()).toList())
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining("does not give")
                    .hasMessageContaining(segment.toString());
            assertThat(store.read(ReadLog.all().limit(100)).toList()).hasSize(100);
            assertThat(store.append(append(0))).isNotNull();
        }
    }
}
