package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups of a server under load, and the stores that are made of them.
class BackupE2E {

    private static final int BACKUPS = 3;
    private static final int CLIENTS = 4;

    @TempDir Path directory;

    private final AtomicLong acknowledgedEnd = new AtomicLong();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void aServerUnderLoadIsBackedUpAndRestoredExactly() throws Exception {
        List<Long> acknowledgedBefore = new ArrayList<>();
        List<String> restored = new ArrayList<>();
        try (Stele server = Stele.start(directory, "serve", "--port", "0", "--data", "data")) {
            String address = "stele://127.0.0.1:" + server.awaitReady().getPort();
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String stream = "load-" + client;
                clients.add(Thread.ofPlatform().start(() -> append(address, stream)));
            }
            for (int i = 0; i < BACKUPS; i++) {
                acknowledgedBefore.add(acknowledgedEnd.get());
                Stele.run(directory, "backup", "--store", "embedded:data", "--to", "backup");
                Stele.run(directory, "restore", "--from", "backup", "--to", "again-" + i);
                restored.add("again-" + i);
            }
            enough.set(true);
            for (Thread client : clients) {
                client.join();
            }
            server.terminate();
            server.waitFor();
        }
        assertThat(Stele.run(directory, "verify", "--store", "embedded:data")).startsWith("sound");
        assertThat(Stele.run(directory, "verify", "--backup", "backup")).startsWith("sound");
        List<String> all = export("data");
        assertThat(all.size()).isGreaterThanOrEqualTo((int) acknowledgedEnd.get());
        for (int i = 0; i < BACKUPS; i++) {
            assertThat(Stele.run(directory, "verify", "--store", "embedded:" + restored.get(i)))
                    .startsWith("sound");
            List<String> events = export(restored.get(i));
            assertThat(events.size()).isGreaterThanOrEqualTo(acknowledgedBefore.get(i).intValue());
            assertThat(all.subList(0, events.size())).isEqualTo(events);
        }
        assertThat(acknowledgedBefore.getLast()).isPositive();
    }

    private void append(String address, String stream) {
        try (EventStore store = EventStore.open(address)) {
            while (!enough.get()) {
                store.append(
                        Append.to(stream, Expectation.ANY, NewEvent.json("Loaded", "{\"n\":1}")));
                acknowledgedEnd.incrementAndGet();
            }
        } catch (UnavailableException e) {
            throw new AssertionError("the server did not answer", e);
        }
    }

    private List<String> export(String data) throws Exception {
        Path file = directory.resolve(data + ".jsonl");
        Stele.run(directory, "export", "--store", "embedded:" + data, "--out", file.toString());
        return Files.readAllLines(file);
    }
}
