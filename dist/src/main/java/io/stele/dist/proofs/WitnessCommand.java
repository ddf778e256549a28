package io.stele.dist.proofs;

import io.stele.dist.CommandException;
import io.stele.dist.ExitCode;
import io.stele.dist.Terminal;
import io.stele.http.HttpOptions;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.witness.Witness;
import io.stele.server.WitnessServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Cosigns the checkpoints of logs, each only when the log has only grown since the last one.",
            "",
            "Let it run where whoever runs the log has no say. Who sees its cosignature knows that"
                    + " nobody who sees one was shown another history. It speaks C2SP tlog-witness;"
                    + " other witnesses do as well. docs/audit.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele witness --name witness.example/w1 --key log.pub --data witness",
            "  stele serve --proofs-witnesses witnesses     with a line of its key and its URL"
        })
public final class WitnessCommand implements Callable<Integer> {

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "What its key is called when it is made, such as witness.example/w1.")
    private String name = "";

    @Mixin private KeyOption logs = new KeyOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "witness",
            description =
                    "Its key, and what it cosigned last: not to be lost or restored. Default:"
                            + " ./${DEFAULT-VALUE}.")
    private Path data = Path.of("witness");

    @Option(
            names = "--host",
            defaultValue = HttpOptions.LOOPBACK,
            description = "To listen on; default: ${DEFAULT-VALUE}, for this machine only.")
    private String host = HttpOptions.LOOPBACK;

    @Option(
            names = "--port",
            defaultValue = "8421",
            description = "To listen on, 0 for any free one; default: ${DEFAULT-VALUE}.")
    private int port;

    private final Terminal terminal;

    public WitnessCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<VerifierKey> keys = logs.keys();
        if (keys.isEmpty()) {
            throw CommandException.usage(
                    "give --key: the public keys of the logs to witness, from 'stele log keys'");
        }
        Witness witness = Witness.open(data, name, keys, Clock.systemUTC());
        WitnessServer server =
                WitnessServer.start(witness, HttpOptions.loopback(port).withHost(host));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stele-stop"));
        terminal.print(
                "stele witness is ready at http://%s:%d"
                        .formatted(host, server.address().getPort()));
        witness.verifiers().forEach(key -> terminal.print("  key  " + key.text()));
        keys.forEach(key -> terminal.print("  log  " + key.name()));
        terminal.flush();
        new CountDownLatch(1).await(); // until the process is told to stop
        return ExitCode.OK;
    }
}
