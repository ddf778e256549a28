package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.Position;
import io.stele.sdk.view.InvalidViewQueryException;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewPage;
import io.stele.sdk.view.ViewQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries at random: valid ones against a model in plain Java, page by page, and ones of any text
/// in any place, which are answered or refused and never become SQL. The seed is the repetition's
/// number; `-Dstele.queries=N` asks more in each.
class ViewQueryProperties {

    private static final int QUERIES = Integer.getInteger("stele.queries", 150);
    private static final List<String> COLUMNS =
            List.of("id", "total", "times", "half", "even", "changed_at", "note");

    @TempDir Path directory;
    private final InMemoryEventStore store = new InMemoryEventStore();
    private ViewEngine views;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String id, long total, long times, Optional<String> note) {}

    private static final class NotedCounters extends Counters.CounterView {
        @Override
        public void apply(Long amount, EventContext context, Rows rows) {
            super.apply(amount, context, rows);
            if (amount % 3 == 0) {
                rows.update(context.id()).set("note", "n" + amount % 7);
            }
        }
    }

    @BeforeEach
    void start() throws InterruptedException {
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            long amount = random.nextInt(40);
            String id = "k" + i;
            store.append(Append.to("counter-" + id, Expectation.ANY, Counters.added(amount)));
            Optional<String> note =
                    amount % 3 == 0 ? Optional.of("n" + amount % 7) : Optional.empty();
            rows.add(new Row(id, amount, 1, note));
        }
        views = Counters.open(store, TestDatabase.SQLITE.in(directory), new NotedCounters());
        views.awaitApplied(new Position(59), Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        views.close();
        store.close();
    }

    @RepeatedTest(3)
    void pagesOfAnySizeJoinToWhatTheModelSays(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        for (int i = 0; i < QUERIES; i++) {
            long least = random.nextInt(40);
            int limit = 1 + random.nextInt(20);
            boolean byNote = random.nextBoolean();
            boolean descending = random.nextBoolean();
            String sort = (descending ? "-" : "") + (byNote ? "note" : "total");
            String parameters = "total.gte=" + least + "&sort=" + sort + "&limit=" + limit;
            assertThat(paged(parameters))
                    .as(parameters)
                    .isEqualTo(model(least, byNote, descending));
        }
    }

    private List<String> model(long least, boolean byNote, boolean descending) {
        Comparator<Row> order =
                byNote
                        ? Comparator.comparing(row -> row.note().orElse(""))
                        : Comparator.comparingLong(Row::total);
        Comparator<Row> whole = order.thenComparing(Row::id);
        return rows.stream()
                .filter(row -> row.total() >= least)
                .sorted(descending ? whole.reversed() : whole)
                .map(Row::id)
                .toList();
    }

    private List<String> paged(String parameters) {
        List<String> ids = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            String page = parameters + "&count=true" + next.map(c -> "&cursor=" + c).orElse("");
            ViewPage found = views.query("counters", query(page));
            ids.addAll(Counters.ids(found));
            next = found.next();
            assertThat(found.count())
                    .hasValue(
                            views.query(
                                            "counters",
                                            query(
                                                    parameters.replaceAll(
                                                            "limit=\\d+", "limit=1000")))
                                    .rows()
                                    .size());
        } while (next.isPresent());
        return ids;
    }

    private static ViewQuery query(String parameters) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String parameter : parameters.split("&")) {
            int equals = parameter.indexOf('=');
            all.computeIfAbsent(parameter.substring(0, equals), name -> new ArrayList<>())
                    .add(parameter.substring(equals + 1));
        }
        return ViewQuery.parse(all);
    }

    @RepeatedTest(3)
    void anyTextInAnyPlaceIsAnsweredOrRefusedAndChangesNothing(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        int answered = 0;
        for (int i = 0; i < 3 * QUERIES; i++) {
            Map<String, List<String>> parameters = anyParameters(random);
            try {
                views.query("counters", ViewQuery.parse(parameters));
                answered++;
            } catch (InvalidViewQueryException e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
        assertThat(answered).isPositive();
        assertThat(views.query("counters", Counters.all()).rows()).hasSize(60);
    }

    /// Whatever a query says, the statements for it are of the words below, of declared columns, of
    /// `?` and of numbers.
    @Test
    void statementsConsistOfKnownWordsOnly() {
        Set<String> known =
                new HashSet<>(
                        Set.of(
                                "SELECT",
                                "FROM",
                                "WHERE",
                                "AND",
                                "OR",
                                "ORDER",
                                "BY",
                                "ASC",
                                "DESC",
                                "NULLS",
                                "FIRST",
                                "LAST",
                                "LIMIT",
                                "IS",
                                "NOT",
                                "NULL",
                                "DISTINCT",
                                "IN",
                                "GLOB",
                                "FALSE",
                                "count",
                                "*",
                                "?",
                                "=",
                                "<",
                                "<=",
                                ">",
                                ">="));
        Generation generation =
                Generation.first(
                        new Definition("counters", 1, "", List.of(new NotedCounters().table())),
                        1,
                        Generation.Role.SERVING);
        Table table = generation.definition().main();
        table.columns().forEach(column -> known.add(column.quoted()));
        known.add(generation.quotedName(table));
        Random random = new Random(5);
        int seen = 0;
        for (int i = 0; i < 20 * QUERIES; i++) {
            try {
                Select select =
                        new Select(
                                new SqliteDialect(),
                                generation,
                                ViewQuery.parse(anyParameters(random)));
                for (String statement : select.statements()) {
                    for (String word : statement.split("[\\s(),]+")) {
                        assertThat(word.isEmpty() || word.matches("\\d+") || known.contains(word))
                                .as("%s in %s", word, statement)
                                .isTrue();
                    }
                    seen++;
                }
            } catch (InvalidViewQueryException e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
        assertThat(seen).isGreaterThan(QUERIES);
    }

    private static Map<String, List<String>> anyParameters(Random random) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String column = random.nextInt(12) == 0 ? anyText(random) : any(COLUMNS, random);
            String operator =
                    random.nextInt(12) == 0
                            ? "." + anyText(random)
                            : any(
                                    List.of(
                                            "", ".ne", ".lt", ".lte", ".gt", ".gte", ".in",
                                            ".like"),
                                    random);
            parameters.put(column + operator, List.of(anyValue(random)));
        }
        if (random.nextBoolean()) {
            String column = random.nextInt(6) == 0 ? anyText(random) : any(COLUMNS, random);
            parameters.put("sort", List.of((random.nextBoolean() ? "-" : "") + column));
        }
        if (random.nextInt(8) == 0) {
            parameters.put("cursor", List.of(anyText(random)));
        }
        return parameters;
    }

    private static String anyValue(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> anyText(random);
            case 1 -> "true";
            case 2 -> "2026-01-01";
            default -> Integer.toString(random.nextInt(50));
        };
    }

    private static String anyText(Random random) {
        List<String> parts =
                List.of(
                        "'",
                        "\"",
                        ";",
                        "--",
                        "/*",
                        ")",
                        " OR 1=1",
                        "DROP TABLE x",
                        "\u0000",
                        "\\",
                        "%",
                        "?",
                        "id",
                        "é😀",
                        ",",
                        ".");
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(any(parts, random));
        }
        return text.toString();
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
