package io.stele.http;

import io.stele.model.Bytes;
import io.stele.model.TraceContext;
import io.stele.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that has arrived in full. May be used by any thread.
public interface Request {

    /// HEAD is given as GET.
    Method method();

    /// The path as it was sent, still percent-encoded, without the query.
    String path();

    /// The part of the path that `{name}` stands for in the route's pattern: percent-decoded,
    /// valid, not empty, without control characters, neither `.` nor `..`. May contain `/`, and one
    /// that stands for the rest of the path does where that has several segments.
    ///
    /// @throws IllegalArgumentException when the pattern has no such name
    String pathParameter(String name);

    /// All query parameters, decoded, in the order of their first appearance; `+` stands for a
    /// space. May be empty.
    Map<String, List<String>> query();

    /// The only value of a query parameter.
    ///
    /// @return empty when it is absent
    /// @throws io.stele.protocol.ProblemException when it is given more than once
    default Optional<String> query(String name) {
        List<String> values = query().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw Parameters.repeated(name, values.size());
        }
        return values.stream().findFirst();
    }

    /// The value of a header, by its name in any case.
    ///
    /// @return empty when it is absent
    /// @throws io.stele.protocol.ProblemException when it is given more than once
    Optional<String> header(String name);

    /// All values of a header, by its name in any case. May be empty.
    List<String> headers(String name);

    /// The trace that the request is part of, by its headers `traceparent` and `tracestate`.
    ///
    /// @return empty also when they are invalid, which the specification wants to be ignored
    default Optional<TraceContext> trace() {
        return TraceContext.parse(headers("traceparent"), headers("tracestate"));
    }

    /// May be empty.
    Bytes body();

    /// Who is asking, and what they may do. It has been seen already that they have the right of
    /// the route; whether they have it on a certain stream is up to the handler.
    ///
    /// Without authentication, whoever the header `Stele-Actor` names (percent-encoded where it is
    /// not ASCII), or [io.stele.model.Append#ANONYMOUS].
    Principal principal();

    /// What events say caused them.
    default String actor() {
        return principal().name();
    }
}
