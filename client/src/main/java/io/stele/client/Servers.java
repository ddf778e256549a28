package io.stele.client;

import io.grpc.ManagedChannel;
import io.stele.model.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The connection to one of several servers. When it is lost, the next server in turn is tried.
///
/// Whoever has never reached a server learns at once that none answers; whoever has, waits for one
/// to come back.
final class Servers implements AutoCloseable {

    private final List<ServerAddress> addresses;
    private final ClientOptions options;
    private final String text;
    private final Connecting connecting;
    private int next;
    private @Nullable ManagedChannel connection;
    private final List<ManagedChannel> before = new ArrayList<>();
    private volatile boolean reached;
    private volatile boolean closed;

    private Servers(StoreAddress address, ClientOptions options) {
        this.addresses = List.copyOf(address.servers());
        this.options = options;
        this.text = address.toString();
        this.connecting = new Connecting(options, address.tls());
    }

    /// @throws IllegalArgumentException when address and options do not fit together, or files that
    ///     they name cannot be used
    static Servers of(StoreAddress address, ClientOptions options) {
        ClientOptions all = ClientSettings.apply(options, address.settings());
        ClientSettings.checkSecrecy(all, address);
        if (address.tls()) {
            var unused = Connecting.trust(all.tls()); // what is wrong is said before the first call
        }
        return new Servers(address, all);
    }

    ClientOptions options() {
        return options;
    }

    /// The connection at hand, or one to the next server.
    ///
    /// @throws UnavailableException when this is closed
    synchronized ManagedChannel connection() {
        if (closed) {
            throw closedException();
        }
        if (connection == null) {
            connection = connect(addresses.get(next));
        }
        return connection;
    }

    private ManagedChannel connect(ServerAddress server) {
        try {
            return connecting.to(server);
        } catch (IllegalArgumentException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    /// A call on this connection could not get through.
    @SuppressWarnings("ReferenceEquality") // this very connection
    synchronized void lost(ManagedChannel lost) {
        if (lost == connection) {
            connection = null;
            next = (next + 1) % addresses.size();
            lost.shutdown(); // what streams on it may go on
            before.removeIf(ManagedChannel::isTerminated);
            before.add(lost);
        }
    }

    /// A server has answered.
    void reached() {
        reached = true;
    }

    /// Whether to try again after a failure.
    ///
    /// @return how long to wait before; negative: not at all
    long nanosToNextTry(Failure failure, Patience patience) {
        int failures = patience.failedAgain();
        return switch (failure.kind()) {
            case FINAL -> -1;
            case UNREACHABLE ->
                    failures < addresses.size()
                            ? 0
                            : reached && !patience.isOver() ? patience.nextWaitNanos() : -1;
            case BROKEN -> patience.isOver() ? -1 : patience.nextWaitNanos();
            case OVERLOADED ->
                    patience.isOver()
                            ? -1
                            : Math.max(
                                    patience.nextWaitNanos(),
                                    Failure.askedNanos(failure.exception()));
        };
    }

    Failure failure(ManagedChannel on, Throwable cause) {
        if (closed) {
            return new Failure(Failure.Kind.FINAL, closedException());
        }
        Failure failure = Failure.of(cause, text);
        if (failure.kind() == Failure.Kind.UNREACHABLE || failure.kind() == Failure.Kind.BROKEN) {
            lost(on);
        }
        return failure;
    }

    /// Asks until there is an answer; for calls that may be made twice.
    ///
    /// @throws io.stele.model.StoreException when there is none
    <T> T ask(Function<ManagedChannel, T> call) {
        Patience patience = new Patience(options.retry());
        while (true) {
            ManagedChannel on = connection();
            try {
                T answer = call.apply(on);
                reached();
                return answer;
            } catch (IllegalArgumentException e) {
                throw notUnderstood(e);
            } catch (io.grpc.StatusRuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new UnavailableException("interrupted while waiting for " + text, e);
                }
                Failure failure = failure(on, e);
                pause(nanosToNextTry(failure, patience), failure);
            }
        }
    }

    private void pause(long nanos, Failure failure) {
        if (nanos < 0) {
            throw failure.exception();
        }
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.exception();
        }
    }

    static UnavailableException notUnderstood(IllegalArgumentException cause) {
        return new UnavailableException(
                "the server's answer is not understood: " + cause.getMessage(), cause);
    }

    UnavailableException closedException() {
        return new UnavailableException("the store is closed");
    }

    /// Ends all calls.
    @Override
    public synchronized void close() {
        closed = true;
        if (connection != null) {
            connection.shutdownNow();
            connection = null;
        }
        before.forEach(ManagedChannel::shutdownNow);
    }
}
