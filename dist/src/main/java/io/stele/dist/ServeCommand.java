package io.stele.dist;

import io.stele.dist.Logging.LogFormat;
import io.stele.dist.configuration.Configuration;
import io.stele.dist.configuration.SettingFlags;
import io.stele.http.HttpOptions;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves an event store over HTTP and gRPC, until Ctrl-C.",
            "",
            "What can be set can be set by a flag, by a variable (STELE_PORT for --port), and in a"
                    + " file; the first of these counts. docs/configuration.md has the table."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele serve                               the log in ./data, for this machine",
            "  stele serve --data log-of-orders --port 9000",
            "  stele serve --config stele.properties --print-config",
            "",
            "From another terminal: stele append, stele read, stele tail."
        })
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${STELE_CONFIG:-}",
            description =
                    "Read settings from FILE, lines of 'port = 8420'. Default: $STELE_CONFIG.")
    private @Nullable Path config;

    @Option(
            names = "--print-config",
            description = "Print all settings and where each value comes from, and start nothing.")
    private boolean print;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final Terminal terminal;

    private ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The command with an option for each setting.
    static CommandLine line(Terminal terminal) {
        CommandLine line = new CommandLine(new ServeCommand(terminal));
        SettingFlags.addTo(line.getCommandSpec(), ServeSettings.ALL);
        return line;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration configuration = configuration();
        configuration.warnings().forEach(warning -> terminal.say("stele: " + warning));
        if (print) {
            configuration.lines().forEach(terminal::print);
            return ExitCode.OK;
        }
        serve(configuration);
        new CountDownLatch(1).await(); // until the process is told to stop
        return ExitCode.OK;
    }

    private Configuration configuration() {
        Configuration.Sources sources =
                new Configuration.Sources(
                        SettingFlags.given(spec.commandLine().getParseResult(), ServeSettings.ALL),
                        System.getenv(),
                        Optional.ofNullable(config).filter(file -> !file.toString().isEmpty()));
        return Configuration.read(
                ServeSettings.all(sources), ServeSettings.OTHER_VARIABLES, sources);
    }

    private void serve(Configuration configuration) throws IOException {
        LogFormat format = configuration.get(ServeSettings.LOG_FORMAT);
        Logging.set(format, configuration.get(ServeSettings.LOG_LEVEL));
        ServerOptions options = ServeSettings.serverOptions(configuration);
        SteleServer.checkReach(options);
        Path data = configuration.get(ServeSettings.DATA);
        Files.createDirectories(data);
        SteleServer server = SteleServer.start("embedded:" + data, options);
        closeAtTheEnd(server, format);
        greet(options.http(), server.address().getPort(), data);
    }

    private void closeAtTheEnd(SteleServer server, LogFormat format) {
        Thread close =
                new Thread(
                        () -> {
                            server.close();
                            terminal.say(Logging.line(format, "stele has stopped"));
                        },
                        "stele-stop");
        Runtime.getRuntime().addShutdownHook(close);
    }

    private void greet(HttpOptions http, int listening, Path data) {
        String name = http.host().contains(":") ? "[" + http.host() + "]" : http.host();
        String scheme = http.tls().isPresent() ? "https" : "http";
        terminal.print("stele is ready at %s://%s:%d".formatted(scheme, name, listening));
        terminal.print("");
        terminal.print("  data    " + data.toAbsolutePath().normalize());
        terminal.print("  append  POST /v1/streams/{stream}     POST /v1/append");
        terminal.print("  read    GET  /v1/streams/{stream}     GET  /v1/events");
        terminal.print("");
        terminal.print("Ctrl-C stops it.");
        terminal.flush();
    }
}
