package io.stele.sdk.view;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.http.Sse;
import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.security.Right;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `GET /api/views`, `/api/views/{view}` and `/api/views/{view}/{key}`.
///
/// A request may ask to see a position applied (`Stele-After`, or `?after=`) and how long to wait
/// for it (`Stele-Timeout`, or `?timeout=`). Every answer says in `Stele-Position` what it contains
/// the log up to, -1 before the first event, and in `Stele-View-State` whether the view goes on.
///
/// With `Accept: text/event-stream` a query is live: see [LiveQuery].
public final class ViewRoutes {

    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,6})(ms|s)?");

    private final ViewEngine views;
    private final LiveTurns turns = new LiveTurns();

    private ViewRoutes(ViewEngine views) {
        this.views = views;
    }

    public static void addTo(Router router, ViewEngine views) {
        ViewRoutes routes = new ViewRoutes(views);
        router.add(Method.GET, "/api/views", Right.READ, Handler.blocking(routes::describe));
        router.add(Method.GET, "/api/views/{view}", Right.READ, Handler.blocking(routes::query));
        router.add(
                Method.GET, "/api/views/{view}/{key}", Right.READ, Handler.blocking(routes::row));
    }

    private Response describe(Request request) {
        checkParameters(request.query(), List.of());
        return Response.json(
                200, Map.of("views", views.describe().stream().map(ViewJson::describe).toList()));
    }

    private Response query(Request request) throws InterruptedException {
        request.principal().requireAll(Right.READ);
        String view = view(request);
        try {
            if (Sse.isWanted(request)) {
                return live(view, parse(request), request);
            }
            ViewProgress progress = awaitApplied(view, request);
            ViewPage page = views.query(view, parse(request));
            return answer(ViewJson.page(page), page.applied(), progress);
        } catch (InvalidViewQueryException e) {
            throw ProblemKind.INVALID_PARAMETER.exception(e.reason());
        }
    }

    private static ViewQuery parse(Request request) {
        Map<String, List<String>> parameters = new LinkedHashMap<>(request.query());
        parameters.remove("after");
        parameters.remove("timeout");
        return ViewQuery.parse(parameters);
    }

    /// A client that comes back never sees an older page than it had.
    private Response live(String view, ViewQuery query, Request request) {
        if (query.cursor().isPresent()) {
            throw Problems.invalidParameter(
                            "cursor", "none, as a live answer is the first page", "one")
                    .exception();
        }
        Optional<Position> notBefore =
                Stream.concat(after(request).stream(), Sse.lastEventId(request).stream())
                        .max(Comparator.naturalOrder());
        Runnable access = () -> request.principal().requireAll(Right.READ);
        return Sse.response(new LiveQuery(views, view, query, notBefore, access, turns));
    }

    private static Optional<Position> after(Request request) {
        return either(request, "Stele-After", "after").flatMap(ViewRoutes::position);
    }

    private Response row(Request request) throws InterruptedException {
        request.principal().requireAll(Right.READ);
        String view = view(request);
        String key = request.pathParameter("key");
        checkParameters(request.query(), List.of("after", "timeout"));
        ViewProgress progress = awaitApplied(view, request);
        try {
            ViewLookup found = views.row(view, key);
            return found.row()
                    .map(row -> answer(ViewJson.row(row), found.applied(), progress))
                    .orElseGet(() -> noSuchRow(view, key, found.applied()));
        } catch (InvalidViewQueryException e) {
            throw ProblemKind.INVALID_PARAMETER.exception(e.reason());
        }
    }

    private static Response answer(Bytes json, Checkpoint applied, ViewProgress progress) {
        return Response.bytes(200, Response.JSON, json)
                .header("stele-position", ViewJson.position(applied))
                .header("stele-view-state", progress.state().toString());
    }

    private static Response noSuchRow(String view, String key, Checkpoint applied) {
        return Response.problem(
                        ProblemKind.ROW_NOT_FOUND.problem(
                                "view " + view + " has no row with the key \"" + key + "\""))
                .header("stele-position", ViewJson.position(applied));
    }

    private String view(Request request) {
        String view = request.pathParameter("view");
        if (views.describe(view).isEmpty()) {
            List<String> names = views.describe().stream().map(ViewDescription::name).toList();
            throw ProblemKind.VIEW_NOT_FOUND
                    .problem(
                            "there is no view \""
                                    + view
                                    + "\"; there are: "
                                    + (names.isEmpty() ? "none" : String.join(", ", names)))
                    .exception();
        }
        return view;
    }

    /// Waits for what the request wants to see.
    private ViewProgress awaitApplied(String view, Request request) throws InterruptedException {
        Optional<Position> after = after(request);
        Duration timeout =
                either(request, "Stele-Timeout", "timeout")
                        .map(ViewRoutes::timeout)
                        .orElse(TIMEOUT_DEFAULT);
        if (after.isEmpty()) {
            return views.awaitApplied(view, new Position(0), Duration.ZERO);
        }
        ViewProgress progress = views.awaitApplied(view, after.get(), timeout);
        if (!progress.covers(after.get())) {
            throw notThere(view, after.get(), timeout, progress).exception();
        }
        return progress;
    }

    private static Problem notThere(
            String view, Position after, Duration timeout, ViewProgress progress) {
        Problem problem =
                progress.failure()
                        .map(failure ->
                                ProblemKind.VIEW_FAILED
                                        .problem("view " + view + " " + failure)
                                        .with("failure", ViewJson.failure(failure)))
                        .orElseGet(() ->
                                ProblemKind.VIEW_BEHIND.problem(
                                        "view %s has applied the log up to %s, and not up to %s within %d ms; ask again, or with a longer Stele-Timeout"
                                                .formatted(
                                                        view,
                                                        ViewJson.position(progress.applied()),
                                                        after,
                                                        timeout.toMillis())));
        return problem.with("view", view)
                .with("after", after.value())
                .with("position", progress.applied().next() - 1)
                .with("head", progress.head().next() - 1);
    }

    private static Optional<String> either(Request request, String header, String parameter) {
        Optional<String> fromParameter = request.query(parameter);
        return fromParameter.isPresent() ? fromParameter : request.header(header);
    }

    /// -1 stands before the first event, as in `Stele-Position`.
    private static Optional<Position> position(String text) {
        try {
            long value = Long.parseLong(text);
            if (value >= -1) {
                return value == -1 ? Optional.empty() : Optional.of(new Position(value));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Problems.invalidParameter("Stele-After", "a position of the log", text).exception();
    }

    /// Seconds, or with a unit (`500ms`, `2s`), or ISO 8601 (`PT2.5S`).
    private static Duration timeout(String text) {
        Duration timeout = null;
        Matcher matcher = SHORT_DURATION.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            timeout =
                    "ms".equals(matcher.group(2))
                            ? Duration.ofMillis(number)
                            : Duration.ofSeconds(number);
        } else {
            try {
                timeout = Duration.parse(text);
            } catch (DateTimeParseException e) {
                // said below
            }
        }
        if (timeout == null || timeout.isNegative() || timeout.compareTo(TIMEOUT_MAX) > 0) {
            throw Problems.invalidParameter(
                            "Stele-Timeout", "0 to 60 seconds, such as 2, 500ms or PT2S", text)
                    .exception();
        }
        return timeout;
    }

    private static void checkParameters(Map<String, List<String>> given, List<String> known) {
        for (String parameter : given.keySet()) {
            if (!known.contains(parameter)) {
                throw Problems.unknownParameter(parameter, known).exception();
            }
        }
    }
}
