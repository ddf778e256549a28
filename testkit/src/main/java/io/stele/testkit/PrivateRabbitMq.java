package io.stele.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A RabbitMQ of a test's own, from the programs that are installed on this machine: on loopback, at
/// free ports, with its files in a directory of its own, gone when it is closed or the process ends. The
/// user is `guest`, with the same password.
///
/// Debian's command insists on a user; the script that it calls does not, so that is called.
public final class PrivateRabbitMq implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/lib/rabbitmq/lib");
    private static final Path EPMD = Path.of("/usr/bin/epmd");
    private static final String READY = "completed with 0 plugins";

    private final Path program;
    private final Path directory;
    private final int port = FreePort.find();
    private final int distributionPort = FreePort.find();
    private final int epmdPort = FreePort.find();
    private final Thread atExit = new Thread(this::killAndForget, "rabbitmq-stop");
    private @Nullable PrivateProcess epmd;
    private @Nullable PrivateProcess process;

    private PrivateRabbitMq(Path program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /// Why there can be none on this machine.
    ///
    /// @return empty when there can be one
    public static Optional<String> missing() {
        return program().isPresent() && Files.isExecutable(EPMD)
                ? Optional.empty()
                : Optional.of(
                        "RabbitMQ is not installed: no rabbitmq-server in %s/*/sbin, or no %s"
                                .formatted(INSTALLED, EPMD));
    }

    private static Optional<Path> program() {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("sbin/rabbitmq-server"))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Starts a node; takes about ten seconds.
    ///
    /// @throws IllegalStateException when there can be none; see [#missing()]
    public static PrivateRabbitMq start() {
        missing()
                .ifPresent(why -> {
                    throw new IllegalStateException(why);
                });
        PrivateRabbitMq made =
                new PrivateRabbitMq(program().orElseThrow(), PrivateProcess.directory("rabbitmq-"));
        Runtime.getRuntime().addShutdownHook(made.atExit);
        made.configure();
        made.restart();
        return made;
    }

    /// Where clients find it.
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    private void configure() {
        try {
            Files.writeString(directory.resolve("rabbitmq.conf"), "log.console = true\n");
            Files.writeString(directory.resolve("plugins"), "[].\n");
            Files.createDirectories(directory.resolve("generated"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", directory.toString());
        environment.put("RABBITMQ_NODENAME", "stele@localhost");
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("RABBITMQ_MNESIA_BASE", in("mnesia"));
        environment.put("RABBITMQ_LOG_BASE", in("log"));
        environment.put("RABBITMQ_SCHEMA_DIR", in("schema"));
        environment.put("RABBITMQ_GENERATED_CONFIG_DIR", in("generated"));
        environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", in("plugins"));
        environment.put("RABBITMQ_CONFIG_FILE", in("rabbitmq"));
        environment.put("RABBITMQ_PID_FILE", in("pid"));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("ERL_EPMD_PORT", Integer.toString(epmdPort));
        return environment;
    }

    private String in(String name) {
        return directory.resolve(name).toString();
    }

    /// Ends the node at once, as a crash would.
    public void kill() {
        PrivateProcess running = process;
        if (running != null) {
            running.kill();
            process = null;
        }
    }

    /// Starts a node that was killed; returns when it lets clients connect.
    public void restart() {
        if (epmd == null) {
            epmd =
                    PrivateProcess.start(
                            directory,
                            Map.of("ERL_EPMD_ADDRESS", "127.0.0.1"),
                            List.of(EPMD.toString(), "-port", Integer.toString(epmdPort)));
        }
        PrivateProcess started =
                PrivateProcess.start(directory, environment(), List.of(program.toString()));
        process = started;
        started.await(() -> started.output().contains(READY));
    }

    private void killAndForget() {
        kill();
        PrivateProcess names = epmd;
        if (names != null) {
            names.kill();
            epmd = null;
        }
        PrivateProcess.delete(directory);
    }

    @Override
    public void close() {
        killAndForget();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process is ending anyway
        }
    }
}
