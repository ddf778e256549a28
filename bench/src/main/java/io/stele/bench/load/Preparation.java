package io.stele.bench.load;

import io.stele.bench.load.LoadTarget.Answer;
import io.stele.model.Append;
import io.stele.model.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What has to be in a store or service before load makes sense.
final class Preparation {

    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Preparation() {}

    /// Appends a stream.
    ///
    /// @return its name
    static String stream(HostPort server, int events, int sizeBytes) {
        AppendLoad batches = new AppendLoad(sizeBytes, 1, Math.min(BATCH, events), false);
        Appends appends = new Appends(batches, 1);
        try (EventStore store = EventStore.open("stele://" + server)) {
            String name = "";
            for (int count = 0; count < events; count += batches.batch()) {
                Append append = appends.next(0);
                store.append(append);
                name = append.streams().getFirst().stream().value();
            }
            return name;
        }
    }

    /// Opens accounts of the bank.
    ///
    /// @throws IllegalStateException when one could not be opened
    static void accounts(HostPort server, BankRequests bank, int accounts)
            throws InterruptedException {
        int callers = Math.min(32, accounts);
        try (HttpTarget target = new HttpTarget(server, bank.opening(callers), callers)) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int count = (accounts - caller + callers - 1) / callers;
                Opening opening = new Opening(target, caller, count);
                all.add(opening.done);
                target.begin(caller, opening);
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the accounts could not be opened (is %s the demo bank?): %s"
                            .formatted(server, e.getMessage()),
                    e);
        }
    }

    /// Opens one account after the other.
    private static final class Opening implements Answer {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        private final LoadTarget target;
        private final int caller;
        private int left;

        Opening(LoadTarget target, int caller, int count) {
            this.target = target;
            this.caller = caller;
            this.left = count;
        }

        @Override
        public void done(int events) {
            left--;
            if (left == 0) {
                done.complete(null);
            } else {
                target.begin(caller, this);
            }
        }

        @Override
        public void failed(String kind) {
            done.completeExceptionally(new IllegalStateException(kind));
        }
    }
}
