package io.stele.client;

import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.RejectedException;
import io.stele.model.StoreException;
import io.stele.model.Subscription;
import io.stele.model.UnavailableException;
import io.stele.protocol.EventJson;
import io.stele.protocol.HeadJson;
import io.stele.protocol.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A subscription over server-sent events.
///
/// A thread reads ahead a few messages. When the connection breaks it connects again behind the last
/// message it read, so the reader sees no gap and no duplicate.
final class LiveSubscription implements Subscription {

    private static final int AHEAD = 16;
    private static final long WAIT_MILLIS = 50;
    private static final long WAIT_MILLIS_MAX = 1_000;

    /// What the reading thread hands over.
    private sealed interface Item {

        record Of(Message message) implements Item {}

        record Failed(StoreException failure) implements Item {}

        record Closed() implements Item {}
    }

    private final Server server;
    private final EventFilter filter;
    private final ClientOptions options;
    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);
    private Checkpoint read;
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean closed;
    private volatile @Nullable Closeable connection;

    LiveSubscription(Server server, Checkpoint after, EventFilter filter, ClientOptions options) {
        this.server = server;
        this.filter = filter;
        this.options = options;
        this.read = after;
        server.run(this::readOn);
    }

    @Override
    public Optional<Message> poll(Duration timeout) throws InterruptedException {
        if (closed) {
            return Optional.empty();
        }
        if (items.isEmpty() && server.isClosed()) {
            throw new UnavailableException("the store is closed");
        }
        long nanos = TimeUnit.NANOSECONDS.convert(timeout); // at most 292 years
        Item item = items.poll(nanos, TimeUnit.NANOSECONDS);
        if (item == null) {
            breakWhenQuiet();
            return Optional.empty();
        }
        return switch (item) {
            case Item.Of of -> Optional.of(of.message());
            case Item.Failed failed -> throw failed.failure();
            case Item.Closed end -> Optional.empty();
        };
    }

    /// A connection can be gone without anyone having said so.
    private void breakWhenQuiet() {
        if (System.nanoTime() - heardNanos > options.quiet().toNanos()) {
            disconnect();
        }
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
        items.clear();
        items.add(new Item.Closed()); // wakes a waiting poll
    }

    private void disconnect() {
        Closeable open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UnavailableException("the connection broke while it was closed", e);
            }
        }
    }

    private void readOn() {
        long failingSinceNanos = System.nanoTime();
        long waitMillis = WAIT_MILLIS;
        while (!closed) {
            Checkpoint before = read;
            StoreException failure = connectAndRead();
            if (!read.equals(before)) {
                failingSinceNanos = System.nanoTime();
                waitMillis = WAIT_MILLIS;
            }
            boolean tooLong = System.nanoTime() - failingSinceNanos > options.retry().toNanos();
            if (failure instanceof RejectedException || tooLong || server.isClosed()) {
                hand(new Item.Failed(failure));
                return;
            }
            pause(waitMillis);
            waitMillis = Math.min(2 * waitMillis, WAIT_MILLIS_MAX);
        }
    }

    private void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) { // by the store, which is closing
            Thread.currentThread().interrupt();
        }
    }

    /// Reads until the connection breaks, and says why.
    private StoreException connectAndRead() {
        ReadLog from = ReadLog.all().matching(filter);
        ReadLog request = read.last().map(from::after).orElse(from);
        try (Lines lines =
                new Lines(
                        server.open(
                                HttpEventStore.query(server, request)
                                        .header("accept", "text/event-stream")))) {
            connection = lines;
            heardNanos = System.nanoTime();
            readMessages(lines);
            return new UnavailableException("the server ended the subscription");
        } catch (IOException e) {
            return server.unreachable(e);
        } catch (ProblemException e) {
            return new UnavailableException("the server's answer is not understood", e);
        } catch (StoreException e) {
            return e;
        } finally {
            connection = null;
        }
    }

    private void readMessages(Lines lines) throws IOException {
        String kind = "";
        for (Optional<Bytes> next = lines.next(); next.isPresent() && !closed; ) {
            String line = next.get().utf8();
            heardNanos = System.nanoTime();
            if (line.startsWith("event: ")) {
                kind = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                take(kind, Bytes.utf8(line.substring("data: ".length())));
            } else if (line.isEmpty()) {
                kind = "";
            }
            next = lines.next();
        }
    }

    private void take(String kind, Bytes data) {
        switch (kind) {
            case "" -> {
                RecordedEvent event = EventJson.read(data);
                hand(new Item.Of(new Message.Event(event)));
                read = Checkpoint.after(event.position());
            }
            case "caughtUp" -> {
                Checkpoint at = HeadJson.readLog(data);
                hand(new Item.Of(new Message.CaughtUp(at)));
                read = at;
            }
            case "progress" -> {
                Checkpoint at = HeadJson.readLog(data);
                hand(new Item.Of(new Message.Progress(at)));
                read = at;
            }
            default -> {} // of a newer server
        }
    }

    private void hand(Item item) {
        if (items.offer(item)) { // also on a thread that is interrupted
            return;
        }
        try {
            while (!closed && !items.offer(item, WAIT_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                heardNanos = System.nanoTime(); // the reader is slow, not the server
            }
        } catch (InterruptedException e) { // by the store, which is closing; poll says so
            Thread.currentThread().interrupt();
        }
    }
}
