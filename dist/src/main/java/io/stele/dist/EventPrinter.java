package io.stele.dist;

import io.stele.model.RecordedEvent;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import java.util.stream.Collectors;

/// Prints events: a line each, for people or as JSON.
final class EventPrinter {

    private static final int DATA_CHARS_MAX = 160;

    private final Terminal terminal;
    private final boolean json;

    EventPrinter(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    void print(RecordedEvent event) {
        terminal.print(json ? EventJson.write(event, DataForm.READABLE).utf8() : line(event));
    }

    private static String line(RecordedEvent event) {
        return "%7s  %-24s %-24s  %s  %-10s  %s%s%s"
                .formatted(
                        event.position(),
                        event.stream() + " @" + event.revision(),
                        event.type(),
                        EventJson.time(event.recordedAt()),
                        event.actor(),
                        data(event),
                        metadata(event),
                        tags(event));
    }

    private static String data(RecordedEvent event) {
        if (!event.data().isJson()) {
            return "(%,d bytes of %s)"
                    .formatted(event.data().bytes().size(), event.data().contentType());
        }
        String text = event.data().bytes().utf8().replaceAll("\\p{Cntrl}+", " ");
        return text.codePointCount(0, text.length()) <= DATA_CHARS_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, DATA_CHARS_MAX - 1)) + "…";
    }

    private static String metadata(RecordedEvent event) {
        return event.metadata().values().entrySet().stream()
                .map(entry -> "  " + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining());
    }

    private static String tags(RecordedEvent event) {
        return event.tags().stream().map(tag -> "  #" + tag).collect(Collectors.joining());
    }
}
