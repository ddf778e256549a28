package io.stele.server;

import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.protocol.EventLines;
import io.stele.protocol.ProblemKind;
import java.util.Locale;

/// How a client wants to have events.
enum EventFormat {
    PAGE(Response.JSON),
    LINES(EventLines.CONTENT_TYPE),
    LIVE("text/event-stream");

    private final String contentType;

    EventFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /// The first format in the `Accept` header that is known here; weights are not looked at.
    ///
    /// @throws io.stele.protocol.ProblemException when the header names none of them
    static EventFormat of(Request request) {
        String accept = request.header("accept").orElse("*/*");
        for (String range : accept.split(",", -1)) {
            switch (range.split(";", -1)[0].strip().toLowerCase(Locale.ROOT)) {
                case "*/*", "application/*", "application/json" -> {
                    return PAGE;
                }
                case "application/x-ndjson", "application/jsonl", "application/ndjson" -> {
                    return LINES;
                }
                case "text/event-stream" -> {
                    return LIVE;
                }
                default -> {}
            }
        }
        throw ProblemKind.NOT_ACCEPTABLE.exception(
                "\"%s\" names none of %s, %s, %s"
                        .formatted(accept, PAGE.contentType, LINES.contentType, LIVE.contentType));
    }
}
