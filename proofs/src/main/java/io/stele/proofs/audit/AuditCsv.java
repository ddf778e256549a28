package io.stele.proofs.audit;

import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.RecordedEvent;
import io.stele.model.Tag;
import io.stele.protocol.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// Writes events as a table, RFC 4180, for people and their spreadsheets. What is exact is JSON Lines.
///
/// A spreadsheet takes a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a
/// formula, and what stands in events may come from anybody: such a text gets an apostrophe before it.
public final class AuditCsv {

    public static final String CONTENT_TYPE = "text/csv";

    private static final List<String> COLUMNS =
            List.of(
                    "position",
                    "recordedAt",
                    "actor",
                    "stream",
                    "revision",
                    "type",
                    "correlationId",
                    "causationId",
                    "tags",
                    "id",
                    "contentType",
                    "data");

    private static final String FORMULA = "=+-@\t\r";

    private final OutputStream target;

    /// @param target is neither flushed nor closed
    public AuditCsv(OutputStream target) {
        this.target = target;
    }

    /// The first line: what the columns are called.
    public void writeHead() throws IOException {
        writeLine(COLUMNS);
    }

    public void write(RecordedEvent event) throws IOException {
        writeLine(
                List.of(
                        Long.toString(event.position().value()),
                        EventJson.time(event.recordedAt()),
                        text(event.actor()),
                        text(event.stream().value()),
                        Long.toString(event.revision().value()),
                        text(event.type()),
                        text(event.metadata().text(Metadata.CORRELATION_ID).orElse("")),
                        text(event.metadata().text(Metadata.CAUSATION_ID).orElse("")),
                        text(
                                event.tags().stream()
                                        .map(Tag::value)
                                        .collect(Collectors.joining(" "))),
                        event.id().toString(),
                        text(event.data().contentType()),
                        text(data(event.data()))));
    }

    private static String data(EventData data) {
        return data.isJson()
                ? data.bytes().utf8()
                : Base64.getEncoder().encodeToString(data.bytes().toByteArray());
    }

    private static String text(String text) {
        return text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }

    private void writeLine(List<String> cells) throws IOException {
        String line =
                cells.stream().map(AuditCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
        target.write(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
