package io.stele.client;

import io.grpc.ManagedChannel;
import io.stele.client.Answers.Next;
import io.stele.grpc.EventMessages;
import io.stele.grpc.ReadMessages;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A subscription over the network. When the connection breaks, the next poll connects again behind
/// the last message it gave, so that its reader sees no gap and no duplicate.
final class RemoteSubscription implements Subscription {

    private final Servers servers;
    private final Wire.EventFilter filter;
    private final Patience patience;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Answers<Wire.SubscribeRequest, Wire.SubscribeResponse> answers;
    private final Queue<Wire.RecordedEvent> batch = new ArrayDeque<>();
    private Checkpoint finished;
    private long connectAtNanos = System.nanoTime();

    RemoteSubscription(Servers servers, Checkpoint after, EventFilter filter) {
        this.servers = servers;
        this.filter = ReadMessages.write(filter);
        this.finished = after;
        this.patience = new Patience(servers.options().retry());
        connect();
    }

    @Override
    public Optional<Message> poll(Duration timeout) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        try {
            while (!isClosed()) {
                if (!batch.isEmpty()) {
                    return Optional.of(nextOfBatch());
                }
                long leftNanos = Math.max(0, endNanos - System.nanoTime());
                Answers<Wire.SubscribeRequest, Wire.SubscribeResponse> from = answers;
                if (from == null) {
                    if (!connectWithin(leftNanos)) {
                        return Optional.empty();
                    }
                    continue;
                }
                Next<Wire.SubscribeResponse> next = from.next(leftNanos);
                if (next == null) {
                    return Optional.empty();
                }
                Optional<Message> message = take(from, next);
                if (message.isPresent()) {
                    return message;
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw Servers.notUnderstood(e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /// Connects as soon as it is time to; not when that is later than `leftNanos`.
    private boolean connectWithin(long leftNanos) throws InterruptedException {
        long waitNanos = connectAtNanos - System.nanoTime();
        boolean ended =
                closed.await(Math.max(0, Math.min(waitNanos, leftNanos)), TimeUnit.NANOSECONDS);
        if (ended || waitNanos > leftNanos) {
            return false;
        }
        connect();
        return true;
    }

    private void connect() {
        ManagedChannel connection = servers.connection();
        Answers<Wire.SubscribeRequest, Wire.SubscribeResponse> opened = new Answers<>(connection);
        EventStoreGrpc.newStub(connection)
                .subscribe(
                        Wire.SubscribeRequest.newBuilder()
                                .setCheckpoint(finished.next())
                                .setFilter(filter)
                                .build(),
                        opened);
        answers = opened;
        if (isClosed()) {
            opened.cancel();
        }
    }

    /// @return empty when there is none yet: events are in the batch, or it connects again
    private Optional<Message> take(
            Answers<Wire.SubscribeRequest, Wire.SubscribeResponse> from,
            Next<Wire.SubscribeResponse> next) {
        return switch (next) {
            case Next.Message<Wire.SubscribeResponse>(Wire.SubscribeResponse message) -> {
                servers.reached();
                patience.reset();
                yield take(message);
            }
            case Next.Done<Wire.SubscribeResponse> done -> {
                connectAgain(0);
                yield Optional.empty();
            }
            case Next.Failed<Wire.SubscribeResponse>(Throwable cause) -> {
                if (isClosed()) {
                    yield Optional.empty();
                }
                Failure failure = servers.failure(from.connection(), cause);
                long wait = servers.nanosToNextTry(failure, patience);
                connectAgain(Math.max(0, wait));
                if (wait < 0) {
                    throw failure.exception();
                }
                yield Optional.empty();
            }
        };
    }

    private void connectAgain(long waitNanos) {
        answers = null;
        connectAtNanos = System.nanoTime() + waitNanos;
    }

    private Optional<Message> take(Wire.SubscribeResponse message) {
        return switch (message.getMessageCase()) {
            case EVENTS -> {
                batch.addAll(message.getEvents().getEventsList());
                yield Optional.empty();
            }
            case CAUGHT_UP -> {
                finished = new Checkpoint(message.getCaughtUp());
                yield Optional.of(new Message.CaughtUp(finished));
            }
            case PROGRESS -> {
                finished = new Checkpoint(message.getProgress());
                yield Optional.of(new Message.Progress(finished));
            }
            case MESSAGE_NOT_SET -> Optional.empty(); // of a newer server
        };
    }

    /// An event that cannot be read stays, so that whoever polls on does not skip it.
    private Message nextOfBatch() {
        RecordedEvent event = EventMessages.read(batch.element());
        batch.remove();
        finished = Checkpoint.after(event.position());
        return new Message.Event(event);
    }

    @Override
    public void close() {
        closed.countDown();
        Answers<Wire.SubscribeRequest, Wire.SubscribeResponse> open = answers;
        if (open != null) {
            open.cancel();
        }
    }
}
