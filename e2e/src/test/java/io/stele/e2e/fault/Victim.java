package io.stele.e2e.fault;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.log.Environment;
import io.stele.log.FileDisk;
import io.stele.log.LogOptions;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import io.stele.tck.history.History;
import io.stele.tck.history.ScriptedAppend;
import io.stele.tck.history.ScriptedLoad;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A process to be killed: opens a store, and writes and reads until something ends it. What it
/// sends and is answered goes to a file, line by line, each before the next step.
///
/// Arguments: directory of the store, file of the history, seed, number of writers, and a fault to
/// plant ([PlantedDisk]) where there is to be one. Ends by itself, with code 3, when the store takes
/// no more appends; refusals for want of space do not end it.
final class Victim {

    private static final int STREAMS = 40;
    private static final int REFUSED_CODE = 3;
    private static final int SEEN_EVERY = 200;

    static final LogOptions LOG = new LogOptions(256 << 10, 64 << 10);

    private final EmbeddedEventStore store;
    private final History history;

    private Victim(EmbeddedEventStore store, History history) {
        this.store = store;
        this.history = history;
    }

    public static void main(String[] args) throws IOException {
        FileOutputStream out = new FileOutputStream(args[1], true);
        History history = new History(line -> write(out, line));
        EngineOptions options = EngineOptions.defaults().withLog(LOG);
        if (args.length > 4) {
            Environment real = options.environment();
            options =
                    options.withEnvironment(
                            new Environment(
                                    new PlantedDisk(new FileDisk(), args[4]),
                                    real.ids(),
                                    real.background()));
        }
        Victim victim = new Victim(EmbeddedEventStore.open(Path.of(args[0]), options), history);
        write(out, "# open");
        SplittableRandom random = new SplittableRandom(Long.parseLong(args[2]));
        for (int i = Integer.parseInt(args[3]); i > 0; i--) {
            SplittableRandom own = random.split();
            Thread.ofPlatform().start(() -> victim.write(own));
        }
        if (args.length < 5 || !args[4].equals("late")) { // a reader would notice, and end it
            Thread.ofPlatform().start(victim::read);
        }
    }

    private static void write(FileOutputStream out, String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(SplittableRandom random) {
        ScriptedLoad load = new ScriptedLoad(random.split(), STREAMS);
        Deque<ScriptedAppend> own = new ArrayDeque<>();
        try {
            while (true) {
                ScriptedAppend earlier = random.nextInt(10) == 0 ? own.peekFirst() : null;
                ScriptedAppend next = earlier != null ? earlier : load.next(store);
                own.addLast(next);
                if (own.size() > 50) {
                    own.removeFirst();
                }
                send(next);
            }
        } catch (RuntimeException | Error e) {
            end(e);
        }
    }

    private void send(ScriptedAppend append) {
        history.sent(append);
        Throwable failure =
                store.appendAsync(append.append())
                        .handle((result, problem) -> {
                            history.answered(append.id(), result, problem);
                            return problem;
                        })
                        .join();
        if (failure != null && String.valueOf(failure).contains("open it again")) {
            end(failure);
        }
        if (failure != null) {
            LockSupport.parkNanos(1_000_000); // asks again, but not in a tight loop
        }
    }

    private void read() {
        try (Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            long from = 0;
            long end = 0;
            long hash = 0;
            while (true) {
                Message message = subscription.poll(Duration.ofSeconds(1)).orElse(null);
                if (message instanceof Message.Event event) {
                    hash = History.hash(hash, event.event());
                    end++;
                    if (end % SEEN_EVERY == 0) {
                        history.seen(from, end, hash);
                        from = end;
                        hash = 0;
                    }
                }
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            end(e);
        }
    }

    /// Nothing is closed: the next process finds what this one left.
    private static void end(@Nullable Throwable cause) {
        System.err.println("ends: " + cause);
        Runtime.getRuntime().halt(REFUSED_CODE);
    }
}
