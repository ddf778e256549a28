package io.stele.example.permits;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.sdk.view.StateField;
import io.stele.sdk.view.StateView;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewEngineContext;
import io.stele.sdk.view.ViewPage;
import io.stele.sdk.view.ViewQuery;
import io.stele.sdk.view.ViewRow;
import io.stele.sql.SqlViewEngineProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The view of the real cases against sums that plain loops over the file find.
class PermitsViewTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir Path directory;

    private static List<Map<String, String>> rowsOfTheFile() throws IOException {
        Path file = Path.of(System.getProperty("stele.permits", ""));
        assumeTrue(
                Files.isRegularFile(file),
                "the file of real permits is not there; give it as -Dstele.permits=FILE"
                        + " (docs/testing.md)");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).noneMatch(line -> line.contains("\"")); // so a comma separates, always
        String[] names = lines.getFirst().split(",", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    private static String value(Map<String, String> row, String name) {
        return row.getOrDefault(name, "");
    }

    private static OffsetDateTime time(Map<String, String> row) {
        return OffsetDateTime.parse(value(row, "time:timestamp").replace(' ', 'T'));
    }

    private static void append(InMemoryEventStore store, Map<String, String> row) {
        NewEvent event =
                NewEvent.of(
                                value(row, "concept:name"),
                                EventData.json(JSON.writeValueAsString(row)))
                        .withMetadata(Metadata.of(Metadata.OCCURRED_AT, time(row).toString()));
        StreamName stream = StreamName.of("permit", value(row, "case:concept:name"));
        store.append(
                Append.of(new StreamAppend(stream, Expectation.ANY, List.of(event)))
                        .by(value(row, "org:resource")));
    }

    @Test
    void everyCaseIsARowThatAgreesWithTheFile() throws Exception {
        List<Map<String, String>> file = rowsOfTheFile();
        Map<String, List<Map<String, String>>> cases =
                file.stream()
                        .collect(
                                groupingBy(
                                        row -> value(row, "case:concept:name"),
                                        TreeMap::new,
                                        toList()));
        try (InMemoryEventStore store = new InMemoryEventStore()) {
            file.forEach(row -> append(store, row));
            try (ViewEngine views = open(store)) {
                Position last = store.head().last().orElseThrow();
                Duration long30 = Duration.ofSeconds(30);
                assertThat(views.awaitApplied("permits", last, long30).covers(last)).isTrue();
                assertThat(views.awaitApplied("permit", last, long30).covers(last)).isTrue();
                List<ViewRow> rows = all(views, "permits");
                assertThat(rows).hasSize(1434).hasSameSizeAs(cases.entrySet());
                rows.forEach(row -> assertAgrees(row, cases));
                assertThat(departments(rows)).isEqualTo(departmentsOf(cases.values()));
                assertThat(rows).extracting(row -> (Long) row.get("events")).contains(25L);
                assertThat(rows.stream().mapToLong(row -> (Long) row.values().get("events")).sum())
                        .isEqualTo(8577);
                assertStatesAgree(all(views, "permit"), rows);
            }
        }
    }

    private ViewEngine open(InMemoryEventStore store) {
        return new SqlViewEngineProvider()
                .open(
                        new ViewEngineContext(
                                store,
                                "jdbc:sqlite:" + directory.resolve("views.db"),
                                List.of(new PermitsView()),
                                List.of(
                                        StateView.of(
                                                PermitCase.DECIDER,
                                                StateField.of(
                                                        PermitCase.class, "status", "events"))),
                                Clock.systemUTC()));
    }

    private static List<ViewRow> all(ViewEngine views, String view) {
        List<ViewRow> rows = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            ViewPage page =
                    views.query(
                            view, new ViewQuery(List.of(), List.of(), ViewQuery.LIMIT_MAX, next));
            rows.addAll(page.rows());
            next = page.next();
        } while (next.isPresent());
        return rows;
    }

    private static void assertAgrees(ViewRow row, Map<String, List<Map<String, String>>> cases) {
        List<Map<String, String>> rows =
                cases.getOrDefault(String.valueOf(row.get("case")), List.of());
        Map<String, String> last = rows.getLast();
        Duration took = Duration.between(time(rows.getFirst()), time(last));
        assertThat(row.values())
                .containsEntry("events", (long) rows.size())
                .containsEntry("department", value(last, "case:department"))
                .containsEntry("channel", value(last, "case:channel"))
                .containsEntry("status", status(rows))
                .containsEntry(
                        "people",
                        rows.stream().map(r -> value(r, "org:resource")).distinct().count());
        assertThat((Double) row.get("hours"))
                .isCloseTo(took.toMillis() / 3_600_000.0, offset(0.006));
    }

    /// By the words of the activities: what was determined counts, unless it is a necessity.
    private static String status(List<Map<String, String>> rows) {
        String status = "open";
        for (Map<String, String> row : rows) {
            String activity = value(row, "concept:name");
            if (activity.contains(" Print ")) {
                status = "sent";
            } else if (activity.contains(" Determine ") && !activity.contains("necessity")) {
                status = "decided";
            }
        }
        return status;
    }

    private static Map<String, Long> departments(List<ViewRow> rows) {
        return rows.stream()
                .collect(groupingBy(row -> String.valueOf(row.get("department")), counting()));
    }

    private static Map<String, Long> departmentsOf(Iterable<List<Map<String, String>>> cases) {
        Map<String, Long> counts = new TreeMap<>();
        cases.forEach(
                rows -> counts.merge(value(rows.getFirst(), "case:department"), 1L, Long::sum));
        return counts;
    }

    private static void assertStatesAgree(List<ViewRow> states, List<ViewRow> rows) {
        Map<Object, ViewRow> byCase = new LinkedHashMap<>();
        rows.forEach(row -> byCase.put(row.values().get("case"), row));
        assertThat(states).hasSameSizeAs(rows);
        for (ViewRow state : states) {
            assertThat(byCase.get(state.values().get("id")))
                    .extracting(row -> row.get("status") + " " + row.get("events"))
                    .isEqualTo(state.get("status") + " " + state.get("events"));
        }
    }
}
