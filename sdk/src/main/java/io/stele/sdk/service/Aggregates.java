package io.stele.sdk.service;

import io.stele.http.Request;
import io.stele.model.StreamName;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.sdk.command.CommandHandler;
import io.stele.security.Right;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The deciders of a service by category, and what a path may name.
public final class Aggregates {

    private static final int ID_BYTES_MAX = 200;

    private final Map<String, Hosted<?, ?, ?>> byCategory = new LinkedHashMap<>();

    /// @throws IllegalArgumentException when two have the same category
    public Aggregates(List<Hosted<?, ?, ?>> deciders) {
        for (Hosted<?, ?, ?> hosted : deciders) {
            if (hosted.category().equals("views")) {
                throw new IllegalArgumentException(
                        "a decider's category cannot be \"views\": its path would be that of the"
                                + " views");
            }
            if (byCategory.putIfAbsent(hosted.category(), hosted) != null) {
                throw new IllegalArgumentException(
                        "two deciders have the category \"" + hosted.category() + "\"");
            }
        }
    }

    public Collection<Hosted<?, ?, ?>> all() {
        return Collections.unmodifiableCollection(byCategory.values());
    }

    public List<CommandHandler<?, ?, ?>> handlers() {
        List<CommandHandler<?, ?, ?>> handlers = new ArrayList<>();
        byCategory.values().forEach(hosted -> handlers.add(hosted.handler()));
        return handlers;
    }

    Hosted<?, ?, ?> of(Request request) {
        return of(request.pathParameter("category"));
    }

    Hosted<?, ?, ?> of(String category) {
        Hosted<?, ?, ?> hosted = byCategory.get(category);
        if (hosted == null) {
            throw ProblemKind.UNKNOWN_CATEGORY
                    .problem(
                            "no decider has the category \"%s\"; there are %s"
                                    .formatted(category, String.join(", ", byCategory.keySet())))
                    .with("known", List.copyOf(byCategory.keySet()))
                    .exception();
        }
        return hosted;
    }

    /// The id in the path. That it is valid text without control characters was seen to already.
    static String id(Request request) {
        String id = request.pathParameter("id");
        checkId(id);
        return id;
    }

    /// @throws io.stele.protocol.ProblemException when no aggregate can have it
    static void checkId(String id) {
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > ID_BYTES_MAX) {
            throw Problems.invalidParameter(
                            "id", "at most " + ID_BYTES_MAX + " bytes", bytes + " bytes")
                    .exception();
        }
        if (id.indexOf('/') >= 0 || id.indexOf('\\') >= 0) {
            throw Problems.invalidParameter("id", "no slash or backslash", id).exception();
        }
    }

    static void checkParameters(Request request, List<String> known) {
        for (String name : request.query().keySet()) {
            if (!known.contains(name)) {
                throw Problems.unknownParameter(name, known).exception();
            }
        }
    }

    /// @throws io.stele.model.RejectedException when the caller has no such right on the aggregate's
    ///     stream, whether there is one or not
    static void require(Request request, Right right) {
        String stream = request.pathParameter("category") + "-" + request.pathParameter("id");
        request.principal().require(right, StreamName.of(stream));
    }
}
