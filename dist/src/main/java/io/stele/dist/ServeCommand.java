package io.stele.dist;

import io.stele.http.HttpOptions;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves an event store over HTTP, until Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele serve                               the log in ./data, for this machine",
            "  stele serve --data log-of-orders --port 9000",
            "",
            "From another terminal: stele append, stele read, stele tail."
        })
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where the log is kept; default: ./${DEFAULT-VALUE}.")
    private Path data = Path.of("data");

    @Option(
            names = "--port",
            defaultValue = "8420",
            description = "To listen on, 0 for any free one; default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            defaultValue = HttpOptions.LOOPBACK,
            description = "To listen on; default: ${DEFAULT-VALUE}, for this machine only.")
    private String host = HttpOptions.LOOPBACK;

    @Option(
            names = "--insecure",
            description = "Let other machines in, though nobody proves who they are.")
    private boolean insecure;

    private final Terminal terminal;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerOptions options =
                ServerOptions.defaults()
                        .withHttp(HttpOptions.loopback(port).withHost(host))
                        .withInsecure(insecure);
        SteleServer.checkReach(options);
        Files.createDirectories(data);
        SteleServer server = SteleServer.start("embedded:" + data, options);
        closeAtTheEnd(server);
        greet(server.address().getPort());
        new CountDownLatch(1).await(); // until the process is told to stop
        return ExitCode.OK;
    }

    private void closeAtTheEnd(SteleServer server) {
        Thread close =
                new Thread(
                        () -> {
                            server.close();
                            terminal.say("stele has stopped");
                        },
                        "stele-stop");
        Runtime.getRuntime().addShutdownHook(close);
    }

    private void greet(int listening) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        terminal.print("stele is ready at http://%s:%d".formatted(name, listening));
        terminal.print("");
        terminal.print("  data    " + data.toAbsolutePath().normalize());
        terminal.print("  append  POST /v1/streams/{stream}     POST /v1/append");
        terminal.print("  read    GET  /v1/streams/{stream}     GET  /v1/events");
        terminal.print("");
        terminal.print("Ctrl-C stops it.");
        terminal.flush();
    }
}
