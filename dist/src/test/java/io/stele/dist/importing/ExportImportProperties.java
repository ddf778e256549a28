package io.stele.dist.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli;
import io.stele.dist.Cli.Outcome;
import io.stele.dist.ExitCode;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Bytes;
import io.stele.model.EventStore;
import io.stele.model.Metadata;
import io.stele.model.RecordedEvent;
import io.stele.model.RejectedException;
import io.stele.protocol.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events out of one store and into another.
class ExportImportProperties {

    private static final int APPENDS = 150;

    @TempDir private Path directory;

    private String store(String name) {
        return "embedded:" + directory.resolve(name);
    }

    private void fill(String name, long seed) {
        ArbitraryEvents events = new ArbitraryEvents(seed);
        try (EventStore store = EventStore.open(store(name))) {
            for (int i = 0; i < APPENDS; i++) {
                append(store, events.next());
            }
        }
    }

    private static void append(EventStore store, Append append) {
        try {
            assertThat(store.append(append)).isInstanceOf(AppendResult.Appended.class);
        } catch (RejectedException e) {
            // an event id that is in the stream already
        }
    }

    private Path export(String name, String... more) {
        Path file = directory.resolve(name + "-" + more.length + ".jsonl");
        Outcome outcome = run("export", name, more, "--out=" + file);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return file;
    }

    private Outcome imported(Path file, String name, String... more) {
        return run("import", name, more, "--events=" + file);
    }

    private Outcome run(String command, String name, String[] more, String last) {
        List<String> args = new java.util.ArrayList<>(List.of(command, "--store=" + store(name)));
        args.addAll(List.of(more));
        args.add(last);
        return Cli.run(args.toArray(String[]::new));
    }

    private static List<RecordedEvent> events(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> EventJson.read(Bytes.utf8(line)))
                .toList();
    }

    /// An event with what cannot be the same in another store taken out.
    private static RecordedEvent timeless(RecordedEvent event) {
        var metadata = new java.util.LinkedHashMap<>(event.metadata().values());
        metadata.remove(Metadata.OCCURRED_AT);
        return new RecordedEvent(
                event.position(),
                event.stream(),
                event.revision(),
                event.id(),
                event.type(),
                Instant.EPOCH,
                event.actor(),
                event.data(),
                new Metadata(metadata),
                event.tags());
    }

    private static String happened(RecordedEvent event) {
        return event.metadata()
                .text(Metadata.OCCURRED_AT)
                .orElseGet(() -> EventJson.time(event.recordedAt()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anImportedLogIsTheExportedOne(long seed) throws IOException {
        fill("source", seed);
        Path exported = export("source");
        Outcome outcome = imported(exported, "target");
        assertThat(outcome.exitCode()).as("seed %d: %s", seed, outcome.err()).isZero();

        List<RecordedEvent> before = events(exported);
        List<RecordedEvent> after = events(export("target"));
        assertThat(before).hasSizeGreaterThan(APPENDS);
        assertThat(after.stream().map(ExportImportProperties::timeless))
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        before.stream().map(ExportImportProperties::timeless).toList());
        assertThat(after.stream().map(ExportImportProperties::happened))
                .containsExactlyElementsOf(
                        before.stream().map(ExportImportProperties::happened).toList());

        Outcome again = imported(exported, "target");
        assertThat(again.out()).contains(": 0 new, %,d already there".formatted(before.size()));
        assertThat(events(export("target"))).isEqualTo(after);
    }

    @Test
    void aCopyOfACopyIsTheSameToTheLastByteButForWhenItWasRecorded() throws IOException {
        fill("source", 4);
        var _ = imported(export("source"), "first");
        var _ = imported(export("first"), "second");
        assertThat(withoutRecordedAt(export("second")))
                .isEqualTo(withoutRecordedAt(export("first")));
    }

    private static List<String> withoutRecordedAt(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("\"recordedAt\":\"[^\"]*\"", ""))
                .toList();
    }

    @Test
    void partsOfALogMakeTheWholeOneAndMayOverlap() throws IOException {
        fill("source", 5);
        var _ = imported(export("source", "--until=99"), "target");
        assertThat(events(export("target"))).hasSize(100);
        Outcome rest = imported(export("source", "--after=89", "--json"), "target");
        assertThat(rest.out()).contains("10 already there");
        assertThat(events(export("target")).stream().map(ExportImportProperties::timeless))
                .containsExactlyElementsOf(
                        events(export("source")).stream()
                                .map(ExportImportProperties::timeless)
                                .toList());
    }

    @Test
    void aStreamThatIsSomethingElseInTheTargetIsNotTouched() throws IOException {
        var _ = Cli.run("append", "--store=" + store("source"), "a-1", "Paid", "{\"n\":1}");
        var _ = Cli.run("append", "--store=" + store("target"), "a-1", "Paid", "{\"n\":2}");
        Outcome outcome = imported(export("source"), "target");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err()).contains(".jsonl:1: the store has something else in stream a-1");
        assertThat(events(export("target"))).hasSize(1);
    }

    @Test
    void oneStreamIsExportedByItselfAndStelesOwnAreImportedOnlyWhenAsked() throws IOException {
        var _ = Cli.run("append", "--store=" + store("source"), "a-1", "Paid", "{}");
        var _ = Cli.run("append", "--store=" + store("source"), "a-12", "Paid", "{}");
        var _ = Cli.run("append", "--store=" + store("source"), "$own", "Kept", "{}");
        assertThat(events(export("source", "--stream=a-1"))).hasSize(1);
        assertThat(run("export", "source", new String[] {"--stream=a-1"}, "--category=a").err())
                .contains("--stream is one stream");
        Path all = export("source");
        assertThat(imported(all, "target").err()).contains("1 events of Stele's own streams");
        assertThat(events(export("target"))).hasSize(2);
        assertThat(imported(all, "target", "--system").out()).contains("1 new, 2 already there");
    }

    @Test
    void eventsComeThroughAPipeAndABadLineIsNamed() throws IOException {
        fill("source", 6);
        String text = Files.readString(export("source"));
        Outcome piped =
                Cli.runWithInput(text, "import", "--store=" + store("target"), "--events", "-");
        assertThat(piped.exitCode()).as(piped.err()).isZero();
        Outcome bad =
                Cli.runWithInput(
                        text + "{\"stream\":\"a\"}\n",
                        "import",
                        "--store=" + store("target"),
                        "--events=-",
                        "--on-error=skip");
        assertThat(bad.err()).contains("is not an exported event");
        assertThat(bad.out()).contains(" 0 new", "1 skipped");
        assertThat(Cli.run("import", "--events=x", "--type=y").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }
}
