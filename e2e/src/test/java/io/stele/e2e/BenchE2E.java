package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The benchmarks over the network, each for a moment, on the servers that they start themselves.
/// What rates they reach is of no interest here.
class BenchE2E {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    @TempDir private Path directory;

    @Test
    void everyGoalIsMeasuredWithoutAnError() throws Exception {
        String out =
                Stele.run(
                        directory,
                        "bench",
                        "goals",
                        "--seconds=1.5",
                        "--warmup=0",
                        "--html=goals.html",
                        "--json");
        Set<String> names = new HashSet<>();
        for (JsonNode result : JSON.readTree(out).get("results")) {
            names.add(result.get("name").asString());
            // a cold server may not keep up with the rate that the goal for commands asks for
            assertThat(result.get("errors").propertyNames())
                    .isSubsetOf(Set.of("not answered in time"));
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "append-unary", "append", "read", "post", "get", "commands", "stalled");
        assertThat(Files.readString(directory.resolve("goals.html")))
                .contains("<svg", "stalled subscriber")
                .endsWith("</html>\n");
    }

    @Test
    void aServerOfItsOwnIsMeasuredWithItsProcessorTimeAndThenGone() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        JsonNode result;
        try (Stele bench =
                Stele.start(
                        directory,
                        Map.of("STELE_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary),
                        "bench",
                        "load",
                        "post",
                        "--rate=100",
                        "--callers=4",
                        "--seconds=0.5",
                        "--warmup=0.2",
                        "--json")) {
            assertThat(bench.waitFor()).as(bench.err()).isZero();
            result = JSON.readTree(bench.out());
        }
        assertThat(result.get("events").asLong()).isEqualTo(50);
        assertThat(result.get("serverCpuMicrosPerEvent").asDouble()).isPositive();
        assertThat(result.get("baseline").asString()).isEqualTo("GET /healthz");
        assertThat(temporary).isEmptyDirectory();
    }
}
