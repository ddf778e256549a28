package io.stele.dist;

import io.stele.example.bank.Bank;
import io.stele.example.notifications.Notifications;
import io.stele.example.permits.Permits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts an example service, until Ctrl-C.",
            "",
            "bank takes commands for accounts and transfers. permits folds real cases out of imported"
                    + " events. notifications is a second service, with a database of its own: it hears"
                    + " the events of a bank that runs elsewhere."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele demo                                the bank, with its data in ./data",
            "  stele demo permits --data permits-data --port 9000",
            "  stele demo notifications --store stele://127.0.0.1:8420"
        })
final class DemoCommand implements Callable<Integer> {

    private enum Example {
        bank,
        permits,
        notifications
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "EXAMPLE",
            defaultValue = "bank",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Example example = Example.bank;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where its files are kept; default: ./data, of notifications"
                            + " ./notifications-data.")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "To listen on, 0 for any free one; default: 8420, of notifications 8430, so"
                            + " that it runs beside the bank.")
    private @Nullable Integer port;

    @Option(
            names = "--store",
            paramLabel = "ADDRESS",
            description = "Another store than the log in DIR, for example stele://127.0.0.1:8420.")
    private @Nullable String store;

    @Option(
            names = "--views",
            paramLabel = "URL",
            description = {
                "Another database for views than the file in DIR, for example"
                        + " jdbc:postgresql://127.0.0.1/bank.",
                "Who the service is there: STELE_VIEWS_USER, STELE_VIEWS_PASSWORD_FILE."
            })
    private @Nullable String views;

    @Override
    public Integer call() throws Exception {
        String[] args = arguments().toArray(String[]::new);
        switch (example) {
            case bank -> Bank.main(args);
            case permits -> Permits.main(args);
            case notifications -> Notifications.main(args);
        }
        return ExitCode.OK;
    }

    /// Only what was given: each example has defaults of its own.
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        add("--data=", data, arguments);
        add("--port=", port, arguments);
        add("--store=", store, arguments);
        add("--views=", views, arguments);
        return arguments;
    }

    private static void add(String option, @Nullable Object value, List<String> to) {
        if (value != null) {
            to.add(option + value);
        }
    }
}
