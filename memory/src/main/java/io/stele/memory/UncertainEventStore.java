package io.stele.memory;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import io.stele.model.ForwardingEventStore;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// Another store, as seen over a bad network: now and then an append does not get there, its answer
/// does not come back, or it gets there later than somebody has given it up. For tests; for one
/// thread. Views of one store for several users of it may share that store.
public final class UncertainEventStore extends ForwardingEventStore {

    private static final int LATER_MAX = 8;

    private final RandomGenerator random;
    private final double failures;
    private final Runnable meanwhile;
    private final List<Append> underway = new ArrayList<>();

    /// @param store stays open when this is closed
    /// @param failures how many of the appends go wrong, from 0 to 1
    /// @param meanwhile runs before each append: what others do at that moment
    public UncertainEventStore(
            EventStore store, RandomGenerator random, double failures, Runnable meanwhile) {
        super(store);
        this.random = random;
        this.failures = failures;
        this.meanwhile = meanwhile;
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        meanwhile.run();
        arriveLate(false);
        if (random.nextDouble() >= failures) {
            return store.appendAsync(append);
        }
        return switch (random.nextInt(4)) {
            case 0 -> CompletableFuture.failedFuture(new UnavailableException("not there"));
            case 1 -> unknown(append);
            case 2 -> {
                underway.add(append);
                yield unknown(append);
            }
            default -> {
                var unused = store.appendAsync(append).handle((answer, lost) -> answer).join();
                yield unknown(append);
            }
        };
    }

    private static CompletableFuture<AppendResult> unknown(Append append) {
        return CompletableFuture.failedFuture(
                new OutcomeUnknownException(append.appendId(), "no answer", null));
    }

    /// Lets everything arrive that is still under way.
    public void arrive() {
        arriveLate(true);
    }

    private void arriveLate(boolean all) {
        while (!underway.isEmpty() && (all || random.nextInt(LATER_MAX) == 0)) {
            Append late = underway.remove(random.nextInt(underway.size()));
            var unused = store.appendAsync(late).handle((answer, lost) -> answer).join();
        }
    }

    /// Of no effect: it owns nothing.
    @Override
    public void close() {}
}
