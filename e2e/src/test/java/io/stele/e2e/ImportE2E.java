package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Real events through `./stele import`, checked against a count over the file itself.
class ImportE2E {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String CASE = "case:concept:name";
    private static final int ROWS_BEFORE_KILL = 5_000;

    @TempDir Path directory;
    private Permits permits = new Permits(Path.of(""), List.of());

    @BeforeEach
    void findPermits() throws IOException {
        permits = Permits.assumeThere();
    }

    private String[] importing(Path file) {
        return new String[] {
            "import",
            "--csv",
            file.toString(),
            "--source",
            "permits.csv",
            "--store",
            "embedded:log",
            "--stream",
            "permit-{case:concept:name}",
            "--type",
            "{concept:name}",
            "--time",
            "{time:timestamp}",
            "--actor",
            "{org:resource}",
            "--json"
        };
    }

    private List<JsonNode> readAll() throws IOException, InterruptedException {
        return Stele.run(directory, "read", "--json", "--store", "embedded:log")
                .lines()
                .map(JSON::readTree)
                .toList();
    }

    @Test
    void everyRowIsThereOnceAndTheSumsAreThoseOfTheFile() throws Exception {
        JsonNode first = JSON.readTree(Stele.run(directory, importing(permits.file())));
        assertThat(first.get("new").asInt()).isEqualTo(Permits.ROWS);
        assertThat(first.get("streams").asInt()).isEqualTo(Permits.CASES);

        JsonNode again = JSON.readTree(Stele.run(directory, importing(permits.file())));
        assertThat(again.get("new").asInt()).isZero();
        assertThat(again.get("alreadyThere").asInt()).isEqualTo(Permits.ROWS);

        checkAgainstFile(readAll());
    }

    @Test
    void anImportThatIsKilledHalfWayEndsTheSameWhenItIsStartedAgain() throws Exception {
        killHalfWay();
        JsonNode rest = JSON.readTree(Stele.run(directory, importing(permits.file())));
        assertThat(rest.get("alreadyThere").asInt()).isPositive();
        assertThat(rest.get("new").asInt()).isPositive();
        assertThat(rest.get("rows").asInt()).isEqualTo(Permits.ROWS);

        checkAgainstFile(readAll());
    }

    /// The import reads from a pipe that gives it only a part of the file. It has at most a few
    /// thousand rows under way, so when that many are taken, many must have been written.
    private void killHalfWay() throws Exception {
        Path pipe = directory.resolve("pipe.csv");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        try (Stele halfway = Stele.start(directory, importing(pipe));
                Writer rows = Files.newBufferedWriter(pipe)) {
            for (String line : Files.readAllLines(permits.file()).subList(0, ROWS_BEFORE_KILL)) {
                rows.write(line + "\n");
            }
            rows.flush();
            assertThat(halfway.isRunning()).isTrue();
            halfway.kill();
        }
    }

    private void checkAgainstFile(List<JsonNode> events) {
        assertThat(events).hasSize(Permits.ROWS);
        assertThat(count(events, event -> event.get("type").asString()))
                .isEqualTo(permits.counts("concept:name"));
        assertThat(count(events, event -> event.get("actor").asString()))
                .isEqualTo(permits.counts("org:resource"));
        assertThat(count(events, event -> event.get("data").get("case:department").asString()))
                .isEqualTo(permits.counts("case:department"));
        Map<String, Long> lengths = count(events, event -> event.get("stream").asString());
        assertThat(lengths).hasSize(Permits.CASES);
        assertThat(lengths.values().stream().mapToLong(Long::longValue).max()).hasValue(25);
        assertThat(rowsByStream(events)).isEqualTo(rowsByCase());
    }

    private static Map<String, Long> count(List<JsonNode> events, Function<JsonNode, String> by) {
        return events.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }

    /// Each stream's rows, in the order of its revisions.
    private static Map<String, List<String>> rowsByStream(List<JsonNode> events) {
        return events.stream()
                .collect(
                        Collectors.groupingBy(
                                event -> event.get("stream").asString(),
                                Collectors.mapping(
                                        event ->
                                                event.get("data")
                                                        .get("concept:instance")
                                                        .asString(),
                                        Collectors.toCollection(ArrayList::new))));
    }

    private Map<String, List<String>> rowsByCase() {
        return permits.rows().stream()
                .collect(
                        Collectors.groupingBy(
                                row -> "permit-" + row.get(CASE),
                                Collectors.mapping(
                                        row -> String.valueOf(row.get("concept:instance")),
                                        Collectors.toCollection(ArrayList::new))));
    }
}
