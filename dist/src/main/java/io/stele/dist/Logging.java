package io.stele.dist;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// What the libraries have to say, as one line each on the error output. Format and level can be
/// set by the JDK's own system properties, too.
final class Logging {

    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
    private static final Logger ROOT = Logger.getLogger("");

    /// Tells each of its settings, and each try of a connection, which the publisher tells in short.
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    /// How a line looks.
    enum LogFormat {
        /// For people: level, logger, message.
        TEXT,
        /// For machines: [JsonLogLines].
        JSON
    }

    /// From which level on.
    enum LogLevel {
        ERROR,
        WARNING,
        INFO;

        private Level level() {
            return switch (this) {
                case ERROR -> Level.SEVERE;
                case WARNING -> Level.WARNING;
                case INFO -> Level.INFO;
            };
        }
    }

    private Logging() {}

    static void configure() {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%4$s %3$s: %5$s%6$s%n");
        }
        KAFKA.setLevel(Level.SEVERE);
    }

    /// For all loggers of the process.
    static void set(LogFormat format, LogLevel level) {
        ROOT.setLevel(level.level());
        for (Handler handler : ROOT.getHandlers()) {
            handler.setFormatter(formatter(format));
        }
    }

    /// A line for the error output that no logger writes any more: the JDK closes them when the
    /// process ends, before it is done.
    static String line(LogFormat format, String message) {
        return switch (format) {
            case TEXT -> message;
            case JSON -> new JsonLogLines().format(new LogRecord(Level.INFO, message)).strip();
        };
    }

    private static Formatter formatter(LogFormat format) {
        return switch (format) {
            case TEXT -> new SimpleFormatter();
            case JSON -> new JsonLogLines();
        };
    }
}
