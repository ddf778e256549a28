package io.stele.dist;

import io.stele.bench.report.LoadReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;

/// Pages of benchmarks.
final class Reports {

    private Reports() {}

    /// @param file empty: no page is wanted
    static void write(Optional<Path> file, Terminal terminal, Consumer<LoadReport> content)
            throws IOException {
        if (file.isPresent()) {
            LoadReport report = new LoadReport(about());
            content.accept(report);
            Files.writeString(file.get(), report.html());
            terminal.say("a page with plots is in " + file.get());
        }
    }

    private static String about() {
        return "%s, %d processors, %s %s, Java %s."
                .formatted(
                        OffsetDateTime.now(ZoneId.systemDefault())
                                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx")),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version());
    }
}
