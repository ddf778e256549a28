package io.stele.e2e.groups;

import io.stele.client.ClientOptions;
import io.stele.client.RemoteEventStore;
import io.stele.groups.Delivery;
import io.stele.groups.GroupConsumer;
import io.stele.groups.GroupName;
import io.stele.groups.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// A member of a group in a process of its own. Before it says that an event is done it appends a line
/// for it to a file that all members share: `POSITION STREAM REVISION`. A line is one write, so the
/// file has them whole, and in the order in which they were written.
final class MemberProcess implements AutoCloseable {

    static final int CONCURRENCY = 8;
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;

    MemberProcess(String store, GroupName group, String member, Path file) throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx96m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MemberProcess.class.getName(),
                                store,
                                group.value(),
                                member,
                                file.toString())
                        .inheritIO()
                        .start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// SIGKILL.
    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[3]);
        try (RemoteEventStore store =
                        new RemoteEventStore(args[0], ClientOptions.DEFAULT.withRetry(PATIENCE));
                FileChannel out =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                GroupConsumer consumer =
                        GroupConsumer.start(
                                store.groups(),
                                GroupName.of(args[1]),
                                args[2],
                                CONCURRENCY,
                                delivery -> handle(delivery, out))) {
            consumer.awaitEnd();
        }
    }

    /// Now and then something goes wrong after the work was done, which is what makes work be done twice.
    private static Outcome handle(Delivery delivery, FileChannel out) {
        var event = delivery.event();
        String line = "%s %s %s\n".formatted(event.position(), event.stream(), event.revision());
        write(out, line);
        boolean unlucky = ThreadLocalRandom.current().nextInt(200) == 0;
        return unlucky && delivery.attempt() < 3
                ? Outcome.retry("now and then", Duration.ofMillis(5))
                : Outcome.ACK;
    }

    private static void write(FileChannel out, String line) {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        int size = bytes.remaining();
        try {
            if (out.write(bytes) != size) {
                throw new IllegalStateException("a line was written in part");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
