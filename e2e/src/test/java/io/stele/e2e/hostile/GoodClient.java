package io.stele.e2e.hostile;

import io.stele.client.ClientOptions;
import io.stele.client.RemoteEventStore;
import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Somebody who only wants to work: appends, one after the other, and measures how long each takes.
final class GoodClient implements AutoCloseable {

    private static final int WARM_UP = 100;

    private final EventStore store;
    private final Thread working;

    /// Of the working thread, until it has ended.
    private final List<Long> micros = new ArrayList<>();

    private volatile boolean ended;

    GoodClient(int port) {
        this("stele://127.0.0.1:" + port);
    }

    /// @param trust a PEM file; TLS is spoken
    GoodClient(int port, Path trust) {
        this("steles://127.0.0.1:" + port + "?trust=" + trust);
    }

    private GoodClient(String address) {
        store = new RemoteEventStore(address, ClientOptions.DEFAULT);
        for (int i = 0; i < WARM_UP; i++) {
            appendOne();
        }
        working = Thread.ofPlatform().daemon().start(this::work);
    }

    private void work() {
        try {
            while (!ended) {
                long begin = System.nanoTime();
                appendOne();
                micros.add((System.nanoTime() - begin) / 1_000);
                Thread.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void appendOne() {
        Append append = Append.to("good-1", Expectation.ANY, NewEvent.json("Worked", "{}"));
        if (!(store.append(append) instanceof Appended)) {
            throw new AssertionError("a conflict without an expectation");
        }
    }

    /// How long appends took.
    record Times(int appends, long p50Millis, long p99Millis) {}

    /// Ends the work.
    Times stop() throws InterruptedException {
        ended = true;
        working.join();
        List<Long> sorted = micros.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new AssertionError("the good client got nothing done");
        }
        return new Times(
                sorted.size(),
                sorted.get(sorted.size() / 2) / 1_000,
                sorted.get(sorted.size() * 99 / 100) / 1_000);
    }

    @Override
    public void close() {
        ended = true;
        store.close();
    }
}
