package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.Position;
import io.stele.sdk.view.InvalidViewQueryException;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewPage;
import io.stele.sdk.view.ViewQuery;
import io.stele.sdk.view.ViewRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ViewQueryTest {

    @Parameter TestDatabase kind = TestDatabase.SQLITE;

    @TempDir Path directory;

    private interface Ask {
        void ask(ViewEngine views);
    }

    /// Counters a to f with the totals 10 to 60, changed on the 1st to 6th of January; `odd%` with
    /// 7 has a note, the others none.
    private void withCounters(Ask ask) throws InterruptedException {
        try (InMemoryEventStore store = new InMemoryEventStore()) {
            for (int i = 1; i <= 6; i++) {
                add(store, Character.toString('a' + i - 1), 10L * i, "2026-01-0" + i);
            }
            add(store, "odd%", 7, "2026-01-07");
            try (ViewEngine views = Counters.open(store, kind.in(directory), new NotedCounters())) {
                Position last = store.head().last().orElseThrow();
                views.awaitApplied(last, Duration.ofSeconds(30));
                ask.ask(views);
            }
        }
    }

    private static final class NotedCounters extends Counters.CounterView {
        @Override
        public void apply(Long amount, EventContext context, Rows rows) {
            super.apply(amount, context, rows);
            if (amount % 2 == 1) {
                rows.update(context.id()).set("note", "odd * one");
            }
        }
    }

    private static void add(InMemoryEventStore store, String id, long amount, String day) {
        store.append(
                Append.to(
                        "counter-" + id,
                        Expectation.ANY,
                        Counters.added(amount)
                                .withMetadata(
                                        Metadata.of(
                                                Metadata.OCCURRED_AT, day + "T12:00:00+01:00"))));
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id=c                          | c",
                "id.ne=c                       | a b d e f odd%",
                "total.gt=30                   | d e f",
                "total.gte=30&total.lt=50      | c d",
                "total.lte=10                  | a odd%",
                "total=20                      | b",
                "id.in=a,f,zzz                 | a f",
                "id.like=o%                    | odd%",
                "id.like=O%                    | ''",
                "id.like=_                     | a b c d e f",
                "note.like=odd * _ne           | odd%",
                "note.like=*                   | ''",
                "note.ne=x                     | a b c d e f odd%",
                "even=false                    | odd%",
                "half.gt=24.5                  | e f",
                "changed_at.gte=2026-01-06     | f odd%",
                "changed_at.lt=2026-01-01T12:00:00+01:00 | ''",
                "changed_at=2026-01-01T11:00:00Z | a",
                "sort=-total&limit=2           | f e",
                "sort=even,-id&total.gt=5      | odd% f e d c b a",
                "sort=note,-total              | f e d c b a odd%",
            })
    void filtersAndSorts(String parameters, String ids) throws InterruptedException {
        withCounters(views ->
                assertThat(
                                String.join(
                                        " ",
                                        Counters.ids(views.query("counters", query(parameters)))))
                        .isEqualTo(ids));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour=red          | has no column \"colour\"; it has: id, total,",
                "total.between=1     | unknown operator \".between\"; known: .eq .ne .lt",
                "total=ten           | column total needs a whole number, but got \"ten\"",
                "total=1; DROP TABLE | column total needs a whole number",
                "half=NaN            | column half needs a number",
                "even=yes            | column even needs true or false",
                "changed_at=soon     | column changed_at needs a time such as",
                "total.like=1%       | column total is no text",
                "sort=colour         | has no column \"colour\"",
                "sort=               | has no column \"\"",
                "sort=id,-id         | sort names id twice",
                "limit=0             | limit must be 1 to 1000",
                "limit=1001          | limit must be 1 to 1000",
                "count=yes           | count must be true or false",
                "limit=many          | limit must be 1 to 1000, but is \"many\"",
                "limit=1&limit=2     | parameter \"limit\" must be given once",
                "cursor=abc          | the cursor does not belong to this query",
                "cursor=!            | the cursor does not belong to this query",
            })
    void saysWhatIsWrong(String parameters, String message) throws InterruptedException {
        withCounters(views ->
                assertThatThrownBy(() -> views.query("counters", query(parameters)))
                        .isInstanceOf(InvalidViewQueryException.class)
                        .hasMessageContaining(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sort=id", "sort=-total", "sort=note,-even", "sort=-note,half", "sort=-id"})
    void pagesJoinToTheWhole(String sort) throws InterruptedException {
        withCounters(views -> {
            List<String> whole = Counters.ids(views.query("counters", query(sort)));
            List<String> paged = new ArrayList<>();
            Optional<String> next = Optional.empty();
            do {
                String page = sort + "&limit=2" + next.map(c -> "&cursor=" + c).orElse("");
                ViewPage found = views.query("counters", query(page));
                paged.addAll(Counters.ids(found));
                next = found.next();
            } while (next.isPresent());
            assertThat(paged).isEqualTo(whole).hasSize(7);
        });
    }

    @Test
    void allRowsThatPassAreCountedWhateverThePageHas() throws InterruptedException {
        withCounters(views -> {
            assertThat(views.query("counters", query("total.gte=20&limit=2&count=true")).count())
                    .hasValue(5);
            ViewPage only = views.query("counters", query("note.ne=x&limit=0&count=true"));
            assertThat(only.count()).hasValue(7);
            assertThat(only.rows()).isEmpty();
            assertThat(only.next()).isEmpty();
            assertThat(views.query("counters", query("id=a")).count()).isEmpty();
        });
    }

    @Test
    void aCursorOfAnotherQueryIsRefused() throws InterruptedException {
        withCounters(views -> {
            String cursor =
                    views.query("counters", query("sort=total&limit=2")).next().orElseThrow();
            assertThatThrownBy(() -> views.query("counters", query("sort=id&cursor=" + cursor)))
                    .isInstanceOf(InvalidViewQueryException.class);
        });
    }

    @Test
    void moreFiltersThanADatabaseTakesAreRefused() {
        List<String> values = Collections.nCopies(2_000, "a");
        assertThatThrownBy(() -> ViewQuery.parse(Map.of("id", values)))
                .isInstanceOf(InvalidViewQueryException.class)
                .hasMessageContaining("2000 filters, but at most 100");
    }

    @Test
    void randomTextsInEveryPlaceAreValuesAndNeverSql() throws InterruptedException {
        withCounters(views -> {
            Random random = new Random(7);
            for (int i = 0; i < 300; i++) {
                String text = randomText(random);
                String operator = List.of("", ".ne", ".like", ".in").get(i % 4);
                views.query("counters", query("id" + operator + "=" + text));
                views.row("counters", text);
            }
            assertThat(views.query("counters", ViewQuery.ALL).rows()).hasSize(7);
        });
    }

    @Test
    void aTextThatNoDatabaseTakesIsRefused() throws InterruptedException {
        withCounters(views ->
                assertThatThrownBy(() -> views.row("counters", "a\0b"))
                        .isInstanceOf(InvalidViewQueryException.class)
                        .hasMessageContaining("U+0000"));
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append("'\"%_;-*[]\\,() xÿé😀".charAt(random.nextInt(18)));
        }
        return text.toString();
    }

    @Test
    void oneRowIsFoundByItsKey() throws InterruptedException {
        withCounters(views -> {
            ViewRow row = views.row("counters", "odd%").row().orElseThrow();
            assertThat(row.values())
                    .containsEntry("total", 7L)
                    .containsEntry("half", 3.5)
                    .containsEntry("even", false)
                    .containsEntry("changed_at", "2026-01-07T11:00:00.000000Z")
                    .containsEntry("note", "odd * one");
            assertThat(views.row("counters", "none").row()).isEmpty();
        });
    }

    @Test
    void theGenericViewIsFilteredByFieldsOfTheState() throws InterruptedException {
        withCounters(views -> {
            ViewPage page = views.query("counter", query("total.gt=40&sort=-total"));
            assertThat(Counters.ids(page)).containsExactly("f", "e");
            assertThat(page.rows().getFirst().get("state"))
                    .isEqualTo(new ViewRow.Json("{\"total\":60}"));
        });
    }
}
