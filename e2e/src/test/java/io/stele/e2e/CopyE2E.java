package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.EventData;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log out of one store and into another, with `kill -9` half way.
class CopyE2E {

    private static final int EVENTS = 12_000;
    private static final int LINES_BEFORE_KILL = 8_000;

    @TempDir private Path directory;

    private void fill() {
        try (EventStore store = EventStore.open("embedded:" + directory.resolve("source"))) {
            CompletableFuture<?>[] all = new CompletableFuture<?>[EVENTS];
            for (int i = 0; i < EVENTS; i++) {
                NewEvent event =
                        new NewEvent(
                                UUID.randomUUID(),
                                "Counted",
                                EventData.json("{\"n\":" + i + "}"),
                                Metadata.EMPTY,
                                Set.of());
                StreamAppend part =
                        new StreamAppend(
                                StreamName.of("s-" + i % 37), Expectation.ANY, List.of(event));
                all[i] =
                        store.appendAsync(
                                new Append(
                                        UUID.randomUUID(), "ann", List.of(part), Optional.empty()));
            }
            CompletableFuture.allOf(all).join();
        }
    }

    @Test
    void aCopyThatIsKilledHalfWayEndsTheSameWhenItIsStartedAgain() throws Exception {
        fill();
        Stele.run(directory, "export", "--store=embedded:source", "--out=events.jsonl");
        Path events = directory.resolve("events.jsonl");
        killHalfWay(events);

        String rest =
                Stele.run(directory, "import", "--store=embedded:copy", "--events=events.jsonl");
        assertThat(rest).startsWith("%,d rows: ".formatted(EVENTS)).doesNotContain(": 0 new");
        assertThat(rest).doesNotContain(" 0 already there");
        Stele.run(directory, "export", "--store=embedded:copy", "--out=copy.jsonl");
        assertThat(lines(directory.resolve("copy.jsonl"))).isEqualTo(lines(events));
    }

    /// The import reads from a pipe that gives it only a part of the file. It has at most a thousand
    /// events under way, so when that many are taken, many must have been written.
    private void killHalfWay(Path events) throws Exception {
        Path pipe = directory.resolve("pipe.jsonl");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        try (Stele halfway =
                        Stele.start(
                                directory, "import", "--store=embedded:copy", "--events=" + pipe);
                Writer lines = Files.newBufferedWriter(pipe)) {
            for (String line : Files.readAllLines(events).subList(0, LINES_BEFORE_KILL)) {
                lines.write(line + "\n");
            }
            lines.flush();
            assertThat(halfway.isRunning()).isTrue();
            halfway.kill();
        }
    }

    /// Without what cannot be the same: when an event was recorded, and that this is kept.
    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line ->
                        line.replaceFirst("\"recordedAt\":\"[^\"]*\"", "")
                                .replaceFirst("\"occurredAt\":\"[^\"]*\"", ""))
                .toList();
    }
}
