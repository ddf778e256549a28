package io.stele.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An Apache Kafka of one broker and a test's own: a process of its own, made of the classes of
/// `org.apache.kafka:kafka_2.13` on this one's class path; on loopback, at a free port, gone when it is
/// closed or the process ends. What it writes is not synced, so it outlives its own end but not the
/// machine's.
public final class PrivateKafka implements AutoCloseable {

    private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private final Thread atExit = new Thread(this::killAndForget, "kafka-stop");
    private @Nullable PrivateProcess process;

    private PrivateKafka(Path directory) {
        this.directory = directory;
        this.port = FreePort.find();
        this.controllerPort = FreePort.find();
    }

    /// Why there can be none here.
    ///
    /// @return empty when there can be one
    public static Optional<String> missing() {
        return PrivateKafka.class.getClassLoader().getResource("kafka/Kafka.class") == null
                ? Optional.of("Kafka's broker is not on the class path (kafka_2.13)")
                : Optional.empty();
    }

    /// Makes its files and starts it; takes about six seconds.
    ///
    /// @throws IllegalStateException when there can be none; see [#missing()]
    public static PrivateKafka start() {
        missing()
                .ifPresent(why -> {
                    throw new IllegalStateException(why);
                });
        PrivateKafka made = new PrivateKafka(PrivateProcess.directory("kafka-"));
        Runtime.getRuntime().addShutdownHook(made.atExit);
        made.format();
        made.restart();
        return made;
    }

    /// Where clients find it.
    public String servers() {
        return "127.0.0.1:" + port;
    }

    private void format() {
        try {
            Files.writeString(
                    properties(),
                    """
                    process.roles=broker,controller
                    node.id=1
                    controller.quorum.voters=1@127.0.0.1:%2$d
                    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                    controller.listener.names=CONTROLLER
                    log.dirs=%3$s
                    num.partitions=4
                    offsets.topic.replication.factor=1
                    offsets.topic.num.partitions=4
                    transaction.state.log.replication.factor=1
                    transaction.state.log.min.isr=1
                    transaction.state.log.num.partitions=4
                    group.initial.rebalance.delay.ms=0
                    auto.create.topics.enable=false
                    add.partitions.to.txn.retry.backoff.ms=1
                    """
                            .formatted(port, controllerPort, directory.resolve("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        java(
                        "kafka.tools.StorageTool",
                        "format",
                        "--config",
                        properties().toString(),
                        "--cluster-id",
                        CLUSTER)
                .awaitDone();
    }

    private Path properties() {
        return directory.resolve("server.properties");
    }

    private PrivateProcess java(String mainClass, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms256m",
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                mainClass));
        command.addAll(List.of(arguments));
        return PrivateProcess.start(directory, Map.of(), command);
    }

    /// Ends the broker at once, as a crash would.
    public void kill() {
        PrivateProcess running = process;
        if (running != null) {
            running.kill();
            process = null;
        }
    }

    /// Starts a broker that was killed; returns when it lets clients connect.
    public void restart() {
        PrivateProcess started = java("kafka.Kafka", properties().toString());
        process = started;
        started.await(this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void killAndForget() {
        kill();
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
