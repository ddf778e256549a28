package io.stele.client;

import io.grpc.ManagedChannel;
import io.stele.client.Answers.Next;
import io.stele.grpc.EventMessages;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.model.EventCursor;
import io.stele.model.RecordedEvent;
import io.stele.model.UnavailableException;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A walk over events that stream in, no faster than they are asked for. When the connection breaks
/// it goes on behind the last event it gave.
final class RemoteCursor implements EventCursor {

    /// What to ask for: at first, and after a break.
    interface Request {

        /// @param last that the walk has given; null: none
        /// @param given how many events that were
        /// @return empty when nothing is left
        Optional<Wire.ReadRequest> behind(@Nullable RecordedEvent last, long given);
    }

    private final Servers servers;
    private final Request request;
    private final Patience patience;
    private @Nullable Answers<Wire.ReadRequest, Wire.ReadResponse> answers;
    private final Queue<Wire.RecordedEvent> batch = new ArrayDeque<>();
    private @Nullable RecordedEvent last;
    private long given;
    private boolean ended;

    RemoteCursor(Servers servers, Request request) {
        this.servers = servers;
        this.request = request;
        this.patience = new Patience(servers.options().retry());
        open(); // while the caller works, the first events come
    }

    @Override
    public boolean hasNext() {
        while (batch.isEmpty() && !ended) {
            fetch();
        }
        return !batch.isEmpty();
    }

    @Override
    public RecordedEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the walk is at its end");
        }
        try {
            RecordedEvent event = EventMessages.read(batch.element());
            batch.remove(); // not before it was read, or the walk would go on behind a gap
            last = event;
            given++;
            return event;
        } catch (IllegalArgumentException e) {
            throw Servers.notUnderstood(e);
        }
    }

    private void open() {
        Optional<Wire.ReadRequest> rest = request.behind(last, given);
        if (rest.isEmpty()) {
            ended = true;
            return;
        }
        ManagedChannel connection = servers.connection();
        Answers<Wire.ReadRequest, Wire.ReadResponse> opened = new Answers<>(connection);
        EventStoreGrpc.newStub(connection).read(rest.get(), opened);
        answers = opened;
    }

    private void fetch() {
        Answers<Wire.ReadRequest, Wire.ReadResponse> from = answers;
        if (from == null) {
            open();
            return;
        }
        switch (next(from)) {
            case Next.Message<Wire.ReadResponse>(Wire.ReadResponse message) -> {
                servers.reached();
                patience.reset();
                batch.addAll(message.getEventsList());
            }
            case Next.Done<Wire.ReadResponse> done -> {
                servers.reached();
                ended = true;
            }
            case Next.Failed<Wire.ReadResponse>(Throwable cause) -> failed(from, cause);
        }
    }

    private Next<Wire.ReadResponse> next(Answers<Wire.ReadRequest, Wire.ReadResponse> from) {
        try {
            Next<Wire.ReadResponse> next = from.next(servers.options().answer().toNanos());
            if (next == null) {
                close();
                throw new UnavailableException(
                        "nothing more came for " + servers.options().answer().toSeconds() + " s");
            }
            return next;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while reading", e);
        }
    }

    private void failed(Answers<Wire.ReadRequest, Wire.ReadResponse> from, Throwable cause) {
        answers = null;
        Failure failure = servers.failure(from.connection(), cause);
        long wait = servers.nanosToNextTry(failure, patience);
        if (wait < 0) {
            ended = true;
            throw failure.exception();
        }
        try {
            TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.exception();
        }
    }

    @Override
    public void close() {
        ended = true;
        batch.clear();
        Answers<Wire.ReadRequest, Wire.ReadResponse> open = answers;
        answers = null;
        if (open != null) {
            open.cancel();
        }
    }
}
