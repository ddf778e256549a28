package io.stele.dist;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A log record as one line of JSON: `time`, `level`, `logger` where there is one, `message`, and
/// `error` with `type`, `message` and `stack` where something was thrown.
final class JsonLogLines extends Formatter {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Override
    public String format(LogRecord record) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("time", DateTimeFormatter.ISO_INSTANT.format(record.getInstant()));
        line.put("level", level(record.getLevel()));
        if (record.getLoggerName() != null) {
            line.put("logger", record.getLoggerName());
        }
        line.put("message", formatMessage(record));
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            line.putObject("error")
                    .put("type", thrown.getClass().getName())
                    .put("message", thrown.getMessage())
                    .put("stack", stack(thrown));
        }
        return MAPPER.writeValueAsString(line) + "\n";
    }

    /// In the words of [System.Logger], which most programs share.
    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        return level.intValue() < Level.INFO.intValue()
                ? "debug"
                : level.getName().toLowerCase(Locale.ROOT);
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
