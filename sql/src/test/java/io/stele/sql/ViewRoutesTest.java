package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.http.HttpOptions;
import io.stele.http.HttpServer;
import io.stele.http.Router;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.sdk.view.ViewBehindException;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewRoutes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ViewRoutesTest {

    @Parameter TestDatabase kind = TestDatabase.SQLITE;

    @TempDir Path directory;
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final HttpClient client = HttpClient.newHttpClient();
    private ViewEngine views;
    private HttpServer server;

    @BeforeEach
    void start() {
        views = Counters.open(store, kind.in(directory), new Counters.CounterView());
        Router router = new Router();
        ViewRoutes.addTo(router, views);
        server = HttpServer.start(HttpOptions.loopback(0), router);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        views.close();
        store.close();
    }

    private void append(NewEvent event) {
        store.append(Append.to("counter-a", Expectation.ANY, event));
    }

    private HttpResponse<String> get(String path, String... headers) {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void has(HttpResponse<String> response, int status, String... parts) {
        assertThat(response.body()).contains(parts);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void rowsAreAnsweredAsTheyAreAfterAPosition() {
        append(Counters.added(5));
        append(Counters.added(6));
        HttpResponse<String> rows = get("/api/views/counters?total.gte=11", "Stele-After", "1");
        has(rows, 200, "{\"rows\":[{\"id\":\"a\",\"total\":11,\"times\":2,", "\"next\":null");
        assertThat(rows.headers().firstValue("Stele-Position")).hasValue("1");
        assertThat(rows.headers().firstValue("Stele-View-State")).isPresent();
        has(get("/api/views/counters/a?after=1"), 200, "{\"id\":\"a\",\"total\":11,");
        has(get("/api/views/counter/a?after=1"), 200, "\"state\":{\"total\":11}");
    }

    @Test
    void anEmptyViewIsBeforeTheFirstEvent() {
        HttpResponse<String> rows = get("/api/views/counters", "Stele-After", "-1");
        has(rows, 200, "{\"rows\":[],\"next\":null,\"position\":-1}");
        assertThat(rows.headers().firstValue("Stele-Position")).hasValue("-1");
    }

    @Test
    void aViewThatDoesNotGetThereSaysHowFarItIs() {
        append(Counters.added(5));
        has(get("/api/views/counters?after=0"), 200, "\"total\":5");
        has(
                get("/api/views/counters", "Stele-After", "7", "Stele-Timeout", "10ms"),
                504,
                "view-behind",
                "applied the log up to 0, and not up to 7 within 10 ms",
                "\"position\":0");
    }

    @Test
    void aFailedViewAnswersAtOnceAndSaysWhy() {
        append(Counters.added(5));
        append(NewEvent.json("broken", "0"));
        has(
                get("/api/views/counters", "Stele-After", "1", "Stele-Timeout", "PT50S"),
                500,
                "view-failed",
                "stopped at broken at position 1 (stream counter-a, revision 1): it is broken",
                "\"failure\":{\"message\":\"it is broken\",\"position\":1,");
        HttpResponse<String> rows = get("/api/views/counters");
        has(rows, 200, "\"total\":5", "\"position\":0");
        assertThat(rows.headers().firstValue("Stele-View-State")).hasValue("failed");
        has(get("/api/views"), 200, "\"state\":\"failed\"", "\"lag\":1", "it is broken");
    }

    @Test
    void rowsAreCountedWhereAskedFor() {
        append(Counters.added(5));
        has(
                get("/api/views/counters?after=0&count=true&limit=0"),
                200,
                "{\"rows\":[],\"next\":null,\"count\":1,\"position\":0}");
    }

    @Test
    void aLiveQueryThatCannotBeAnsweredIsRefused() {
        String[] live = {"Accept", "text/event-stream"};
        has(get("/api/views/counters?colour=red", live), 400, "has no column");
        has(get("/api/views/counters?limit=0", live), 400, "limit must be 1 to 1000");
        has(get("/api/views/counters?cursor=x", live), 400, "the first page");
        has(get("/api/views/nothing", live), 404, "view-not-found");
    }

    @Test
    void awaitingAllViewsReturnsWhenTheyAreThereAndSaysWhichIsNot() throws Exception {
        append(Counters.added(5));
        views.awaitApplied(new Position(0));
        has(get("/api/views/counters"), 200, "\"total\":5");
        append(NewEvent.json("broken", "0"));
        assertThatThrownBy(() -> views.awaitApplied(new Position(1)))
                .isInstanceOf(ViewBehindException.class)
                .hasMessageContaining("view counter has applied the log up to 0, and not up to 1")
                .hasMessageContaining("it is broken");
    }

    @Test
    void whatIsUnknownIsNamedTogetherWithWhatIsKnown() {
        has(get("/api/views/nothing"), 404, "view-not-found", "there are: counter, counters");
        has(get("/api/views/counters/zzz"), 404, "row-not-found", "the key \\\"zzz\\\"");
        has(get("/api/views/counters?colour=red"), 400, "it has: id, total, times");
        has(get("/api/views/counters/a?limit=1"), 400, "unknown-parameter", "after, timeout");
        has(get("/api/views?x=1"), 400, "unknown-parameter");
    }

    @Test
    void malformedWaitsAreRefused() {
        has(get("/api/views/counters?after=soon"), 400, "Stele-After", "a position of the log");
        has(get("/api/views/counters?after=-2"), 400, "Stele-After");
        has(get("/api/views/counters?after=0&timeout=61"), 400, "0 to 60 seconds");
        has(get("/api/views/counters?after=0&timeout=9x"), 400, "0 to 60 seconds");
    }

    @Test
    void viewsAreDescribed() {
        has(
                get("/api/views"),
                200,
                "{\"views\":[{\"name\":\"counter\",\"version\":1,\"key\":\"id\",\"columns\":[",
                "{\"name\":\"total\",\"type\":\"integer\",\"indexed\":true,\"operators\":[\"eq\",");
    }
}
