package io.stele.e2e.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.client.ClientOptions;
import io.stele.client.RemoteEventStore;
import io.stele.groups.ConsumerGroups;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and the members of a group, each a process, are killed at random while events are written.
/// `-Dstele.groupKills=500` for more kills.
class KilledGroupE2E {

    private static final int KILLS = Integer.getInteger("stele.groupKills", 4);
    private static final long SEED = Long.getLong("stele.seed", 20_261_129);
    private static final int MEMBERS = 3;
    private static final int STREAMS = 40;
    private static final int WINDOW = 64;
    private static final String CATEGORY = "work";
    private static final GroupName GROUP = GroupName.of("workers");
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir Path directory;

    private volatile boolean stopping;

    @Test
    void everyEventIsWorkedOnInOrderWhoeverIsKilled() throws Exception {
        int port = freePort();
        String address = "stele://127.0.0.1:" + port;
        Path worked = directory.resolve("worked");
        Files.createFile(worked);
        ServerProcess server = new ServerProcess(directory.resolve("data"), port);
        List<MemberProcess> members = new ArrayList<>();
        int serverKills = 0;
        int memberKills = 0;
        try (RemoteEventStore store =
                new RemoteEventStore(address, ClientOptions.DEFAULT.withRetry(LONG))) {
            ConsumerGroups groups = store.groups();
            GroupOptions options =
                    GroupOptions.DEFAULT
                            .withFilter(EventFilter.category(CATEGORY))
                            .withWindow(WINDOW)
                            .withAttemptsMax(1_000)
                            .withAckTimeout(Duration.ofSeconds(10))
                            .withRetryAfter(Duration.ofMillis(5), Duration.ofMillis(50));
            assertThat(groups.create(GROUP, options, Checkpoint.START)).isTrue();
            for (int i = 0; i < MEMBERS; i++) {
                members.add(new MemberProcess(address, GROUP, "m" + i, worked));
            }
            Thread writer = Thread.ofVirtual().start(() -> write(store));
            SplittableRandom random = new SplittableRandom(SEED);
            for (int kill = 0; kill < KILLS; kill++) {
                long before = Files.size(worked);
                awaitMore(worked, before); // it goes on after each kill
                Thread.sleep(random.nextInt(400));
                if (random.nextInt(3) == 0) {
                    server.kill();
                    server = new ServerProcess(directory.resolve("data"), port);
                    serverKills++;
                } else {
                    int which = random.nextInt(MEMBERS);
                    members.get(which).close();
                    members.set(which, new MemberProcess(address, GROUP, "k" + kill, worked));
                    memberKills++;
                }
            }
            stopping = true;
            writer.join();
            awaitDone(groups);
            check(store, worked, serverKills, memberKills);
        } finally {
            stopping = true;
            members.forEach(MemberProcess::close);
            server.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /// Until it is to stop.
    private void write(EventStore store) {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        try {
            while (!stopping) {
                String stream = CATEGORY + "-" + random.nextInt(STREAMS);
                var _ =
                        store.append(
                                Append.to(stream, Expectation.ANY, NewEvent.json("Ordered", "{}")));
                TimeUnit.MILLISECONDS.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitMore(Path file, long bytes) throws Exception {
        Instant latest = Instant.now().plus(LONG);
        while (Files.size(file) <= bytes) {
            assertThat(Instant.now()).as("the work goes on within " + LONG).isBefore(latest);
            Thread.sleep(10);
        }
    }

    private static void awaitDone(ConsumerGroups groups) throws InterruptedException {
        Instant latest = Instant.now().plus(LONG);
        while (true) {
            try {
                GroupStatus status = groups.status(GROUP);
                for (HeldStream parked : status.parked()) {
                    groups.replay(GROUP, parked.stream());
                }
                if (status.lag() == 0 && status.held().isEmpty() && status.inFlight() == 0) {
                    return;
                }
                assertThat(Instant.now()).as("all is done: " + status).isBefore(latest);
            } catch (UnavailableException e) {
                assertThat(Instant.now()).as(e.toString()).isBefore(latest);
            }
            Thread.sleep(100);
        }
    }

    private static void check(EventStore store, Path worked, int serverKills, int memberKills)
            throws IOException {
        Map<String, Long> reached = new HashMap<>();
        Set<Long> done = new HashSet<>();
        int twice = 0;
        for (String line : Files.readAllLines(worked)) {
            String[] fields = line.split(" ", -1);
            long revision = Long.parseLong(fields[2]);
            long expected = reached.getOrDefault(fields[1], 0L);
            assertThat(revision)
                    .as("the next of its stream, or an earlier one: " + line)
                    .isLessThanOrEqualTo(expected);
            reached.put(fields[1], Math.max(expected, revision + 1));
            twice += done.add(Long.parseLong(fields[0])) ? 0 : 1;
        }
        Set<Long> written = new HashSet<>();
        for (RecordedEvent event :
                store.read(ReadLog.all().matching(EventFilter.category(CATEGORY))).toList()) {
            written.add(event.position().value());
        }
        System.out.printf(
                "%,d events through %d kills of the server and %d of members; %,d came twice%n",
                written.size(), serverKills, memberKills, twice);
        assertThat(done).as("none is skipped").isEqualTo(written);
        // a retry that a member wants, now and then; besides only what was under way
        int wanted = written.size() / 50 + 20;
        assertThat(twice)
                .isLessThanOrEqualTo(
                        serverKills * WINDOW + memberKills * MemberProcess.CONCURRENCY + wanted);
    }
}
