package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.example.bank.AccountsView;
import io.stele.example.bank.Bank;
import io.stele.example.bank.TransferProcess;
import io.stele.http.HttpOptions;
import io.stele.http.metrics.MetricFamily;
import io.stele.http.metrics.Metrics;
import io.stele.sdk.RunningService;
import io.stele.sdk.SteleService;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/metrics.md` has a table of what a server tells, and one of what a service tells besides.
/// `-Dstele.writeDocs=true` writes them instead of comparing.
class MetricsDocTest {

    @TempDir Path directory;

    @Test
    void theTablesInTheDocsAreWhatTheCodeTells() throws IOException {
        ServerOptions options = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        Set<String> ofServer;
        String serverTable;
        try (SteleServer server =
                SteleServer.start("embedded:" + directory.resolve("server"), options)) {
            ofServer =
                    server.metrics().families().stream()
                            .map(MetricFamily::name)
                            .collect(Collectors.toSet());
            serverTable = table(server.metrics(), family -> true);
        }
        compare("server", serverTable);
        try (RunningService bank =
                SteleService.named("bank")
                        .decider(Bank.ACCOUNT)
                        .decider(Bank.TRANSFER)
                        .reactor(TransferProcess.class)
                        .view(AccountsView.class)
                        .start("--port=0", "--data=" + directory.resolve("bank"))) {
            compare("service", table(bank.metrics(), family -> !ofServer.contains(family.name())));
            assertThat(bank.metrics().families().stream().map(MetricFamily::name))
                    .as("an embedded service tells all that a server does")
                    .containsAll(ofServer);
        }
    }

    private static String table(Metrics metrics, Predicate<MetricFamily<?>> which) {
        StringBuilder table = new StringBuilder("| metric | kind | labels | what it is |\n");
        table.append("|---|---|---|---|\n");
        metrics.families().stream()
                .filter(which)
                .forEach(family ->
                        table.append(
                                "| `%s` | %s | %s | %s |\n"
                                        .formatted(
                                                family.name(),
                                                family.kind().name().toLowerCase(Locale.ROOT),
                                                String.join(", ", family.labels()),
                                                family.help())));
        return table.toString();
    }

    private static void compare(String what, String table) throws IOException {
        Path doc =
                Path.of(System.getProperty("stele.root", ".."))
                        .resolve("docs")
                        .resolve("metrics.md");
        String text = Files.readString(doc);
        String opening = "<!-- " + what + " -->\n";
        int begin = text.indexOf(opening) + opening.length();
        int end = text.indexOf("<!-- /" + what + " -->");
        if (Boolean.getBoolean("stele.writeDocs")) {
            Files.writeString(doc, text.substring(0, begin) + table + text.substring(end));
        } else {
            assertThat(text.substring(begin, end)).isEqualTo(table);
        }
    }
}
