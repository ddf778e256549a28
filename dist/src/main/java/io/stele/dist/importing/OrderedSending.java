package io.stele.dist.importing;

import io.stele.dist.CommandException;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.EventStore;
import io.stele.model.RejectedException;
import io.stele.model.StreamName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Sends appends so that the log gets them in the order in which they were given. Many are under
/// way; the store takes them one after the other, and that it did is checked with every answer.
final class OrderedSending implements Sending {

    private static final int UNDER_WAY_MAX = 1_024;
    private static final long BYTES_UNDER_WAY_MAX = 8 << 20;

    private final EventStore store;
    private final BadRows badRows;
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private final Set<StreamName> streams = new HashSet<>();
    private long bytesUnderWay;
    private long added;
    private long alreadyThere;
    private long lastPosition = -1;
    private @Nullable Throwable failure;

    private record Sent(
            long line, StreamName stream, int bytes, CompletableFuture<AppendResult> answer) {}

    OrderedSending(EventStore store, BadRows badRows) {
        this.store = store;
        this.badRows = badRows;
    }

    @Override
    public boolean send(long line, Append append) throws InterruptedException {
        while (!underWay.isEmpty()
                && (underWay.size() >= UNDER_WAY_MAX || bytesUnderWay > BYTES_UNDER_WAY_MAX)) {
            awaitOldest();
        }
        if (failure == null) {
            var part = append.streams().getFirst();
            int bytes = part.events().getFirst().data().bytes().size();
            streams.add(part.stream());
            underWay.add(new Sent(line, part.stream(), bytes, store.appendAsync(append)));
            bytesUnderWay += bytes;
        }
        return failure == null;
    }

    private void awaitOldest() throws InterruptedException {
        Sent oldest = underWay.remove();
        bytesUnderWay -= oldest.bytes();
        try {
            switch (oldest.answer().get()) {
                case Appended appended -> count(oldest, appended);
                case Conflict conflict ->
                        badRow(
                                oldest.line(),
                                "the store has something else in stream %s; nothing was written"
                                        .formatted(oldest.stream()));
            }
        } catch (ExecutionException e) {
            failed(oldest.line(), e.getCause() == null ? e : e.getCause());
        }
    }

    private void count(Sent sent, Appended appended) {
        if (appended.duplicate()) {
            alreadyThere++;
            return;
        }
        added++;
        if (appended.last().value() < lastPosition) {
            fail(
                    CommandException.failed(
                            "line %d came before an earlier one into the log: import into a store"
                                            .formatted(sent.line())
                                    + " that is not overloaded, and begin with an empty one"));
        }
        lastPosition = appended.last().value();
    }

    private void failed(long line, Throwable error) {
        if (error instanceof RejectedException rejected) {
            badRow(line, String.valueOf(rejected.getMessage()));
        } else {
            fail(error);
        }
    }

    private void badRow(long line, String reason) {
        badRows.onBadRow(line, reason).ifPresent(this::fail);
    }

    private void fail(Throwable error) {
        if (failure == null) {
            failure = error;
        }
    }

    @Override
    public Optional<Throwable> finish() throws InterruptedException {
        while (!underWay.isEmpty()) {
            awaitOldest();
        }
        return Optional.ofNullable(failure);
    }

    @Override
    public long added() {
        return added;
    }

    @Override
    public long alreadyThere() {
        return alreadyThere;
    }

    @Override
    public int streamCount() {
        return streams.size();
    }
}
