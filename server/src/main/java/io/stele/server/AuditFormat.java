package io.stele.server;

import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.proofs.audit.AuditCsv;
import io.stele.protocol.EventLines;
import io.stele.protocol.ProblemKind;
import java.util.Locale;

/// How somebody wants to have what they look for in the log.
enum AuditFormat {
    PAGE,
    LINES,
    TABLE;

    /// The first format in the `Accept` header that is known here; weights are not looked at.
    ///
    /// @throws io.stele.protocol.ProblemException when the header names none of them
    static AuditFormat of(Request request) {
        String accept = request.header("accept").orElse("*/*");
        for (String range : accept.split(",", -1)) {
            switch (range.split(";", -1)[0].strip().toLowerCase(Locale.ROOT)) {
                case "*/*", "application/*", "application/json" -> {
                    return PAGE;
                }
                case "application/x-ndjson", "application/jsonl", "application/ndjson" -> {
                    return LINES;
                }
                case "text/csv", "text/*" -> {
                    return TABLE;
                }
                default -> {}
            }
        }
        throw ProblemKind.NOT_ACCEPTABLE.exception(
                "\"%s\" names none of %s, %s, %s"
                        .formatted(
                                accept,
                                Response.JSON,
                                EventLines.CONTENT_TYPE,
                                AuditCsv.CONTENT_TYPE));
    }
}
