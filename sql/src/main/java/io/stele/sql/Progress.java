package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.sdk.view.ViewFailure;
import io.stele.sdk.view.ViewProgress;
import io.stele.sdk.view.ViewState;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How far readers see one view, and who waits for it to get further.
///
/// Catching up, then live and perhaps catching up again; paused or failed from any of them, until
/// told to go on.
final class Progress {

    private record Waiter(long position, CompletableFuture<Boolean> woken) {}

    private final PriorityQueue<Waiter> waiters =
            new PriorityQueue<>(Comparator.comparingLong(Waiter::position));
    private ViewState state = ViewState.CATCHING_UP;
    private Checkpoint applied = Checkpoint.START;
    private long number;
    private Optional<ViewFailure> failure = Optional.empty();

    synchronized Checkpoint applied() {
        return applied;
    }

    /// How far readers saw the view at a moment, and which build of it.
    record Seen(long number, Checkpoint applied) {

        /// How far a generation was, where it is the one that this is about.
        Checkpoint of(Generation generation) {
            return generation.number() == number ? applied : Checkpoint.START;
        }
    }

    synchronized Seen seen() {
        return new Seen(number, applied);
    }

    synchronized ViewProgress at(Checkpoint head) {
        return new ViewProgress(state, applied, head, failure);
    }

    /// Within a build it never goes back: what was read from the database a moment ago may come after
    /// what was written since.
    ///
    /// @param generation the one that readers see
    synchronized void move(Generation generation, Checkpoint to) {
        boolean late = generation.number() == number && to.compareTo(applied) < 0;
        applied = late ? applied : to;
        number = generation.number();
        Waiter first = waiters.peek();
        while (first != null && first.position() < to.next()) {
            waiters.remove();
            first.woken().complete(true);
            first = waiters.peek();
        }
    }

    /// @param next not failed
    synchronized void enter(ViewState next) {
        state = next;
        failure = Optional.empty();
    }

    synchronized void fail(ViewFailure why) {
        state = ViewState.FAILED;
        failure = Optional.of(why);
        waiters.forEach(waiter -> waiter.woken().complete(false));
        waiters.clear();
    }

    /// Returns when the position is applied, the view has failed, or the time is over.
    void await(Position position, Duration timeout) throws InterruptedException {
        Waiter waiter = new Waiter(position.value(), new CompletableFuture<>());
        if (!enqueue(waiter)) {
            return;
        }
        try {
            waiter.woken().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            forget(waiter);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes a waiter with a failure", e);
        } catch (InterruptedException e) {
            forget(waiter);
            throw e;
        }
    }

    private synchronized boolean enqueue(Waiter waiter) {
        return waiter.position() >= applied.next() && failure.isEmpty() && waiters.add(waiter);
    }

    private synchronized void forget(Waiter waiter) {
        waiters.remove(waiter);
    }
}
