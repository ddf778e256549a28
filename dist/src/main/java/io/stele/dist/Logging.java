package io.stele.dist;

/// What the libraries have to say, as one line each on the error output. Format and level can be
/// set by the JDK's own system properties.
final class Logging {

    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    private Logging() {}

    static void configure() {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%4$s %3$s: %5$s%6$s%n");
        }
    }
}
