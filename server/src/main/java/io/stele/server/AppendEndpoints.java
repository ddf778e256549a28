package io.stele.server;

import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Bytes;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.protocol.AppendJson;
import io.stele.protocol.DataForm;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.protocol.ResultJson;
import io.stele.protocol.Uuids;
import io.stele.security.SecuredEventStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Writing. No thread waits for the log: the answer is made where the store completes the append.
final class AppendEndpoints {

    private static final String EXPECTED = "Stele-Expected";
    private static final String APPEND_ID = "Stele-Append-Id";

    private final EventStore store;

    AppendEndpoints(EventStore store) {
        this.store = store;
    }

    private EventStore view(Request request) {
        return SecuredEventStore.of(store, request.principal());
    }

    CompletionStage<Response> append(Request request) {
        DataForm form = Parameters.of(request, "exact").form();
        Append append = traced(request, AppendJson.read(request.body(), request.actor()));
        return view(request)
                .appendAsync(append)
                .thenApply(result ->
                        answer(result, form, done -> ResultJson.write(append.appendId(), done)));
    }

    CompletionStage<Response> appendToStream(Request request) {
        DataForm form = Parameters.of(request, "exact").form();
        StreamName stream = Parameters.stream("stream", request.pathParameter("stream"));
        Optional<UUID> appendId =
                request.header(APPEND_ID)
                        .map(id -> Parameters.parse(APPEND_ID, "a UUID", id, Uuids::parse));
        StreamAppend part =
                new StreamAppend(
                        stream, expected(request), AppendJson.readEvents(request.body(), appendId));
        Append append =
                traced(
                        request,
                        new Append(
                                appendId.orElseGet(UUID::randomUUID),
                                request.actor(),
                                List.of(part),
                                Optional.empty()));
        return view(request)
                .appendAsync(append)
                .thenApply(result -> answer(result, form, ResultJson::writeOne));
    }

    private static Append traced(Request request, Append append) {
        return request.trace().map(trace -> trace.addTo(append)).orElse(append);
    }

    private static Expectation expected(Request request) {
        return request.header(EXPECTED)
                .map(text ->
                        Parameters.parse(
                                EXPECTED,
                                "any, none, exists or a revision",
                                text,
                                AppendJson::expectation))
                .orElse(Expectation.ANY);
    }

    private static Response answer(
            AppendResult result, DataForm form, Function<Appended, Bytes> json) {
        return switch (result) {
            case Appended done -> StoreEndpoints.json(201, json.apply(done));
            case Conflict conflict -> Response.problem(Problems.of(conflict), form);
        };
    }

    Response find(Request request) {
        Parameters.of(request);
        UUID appendId =
                Parameters.parse(
                        "appendId", "a UUID", request.pathParameter("appendId"), Uuids::parse);
        Appended found =
                view(request)
                        .findAppend(appendId)
                        .orElseThrow(() ->
                                ProblemKind.APPEND_NOT_FOUND.exception(
                                        "no append in the log has the id " + appendId));
        return StoreEndpoints.json(200, ResultJson.write(appendId, found));
    }
}
