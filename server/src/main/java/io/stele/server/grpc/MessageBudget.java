package io.stele.server.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.stele.http.BodyBudget;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Bounds the memory that all messages from clients together take, from their first byte until their
/// call is over. A call whose bytes have no room is refused.
final class MessageBudget extends ServerStreamTracer.Factory {

    private static final Context.Key<Taken> TAKEN = Context.key("stele.bytes");

    private final BodyBudget budget;

    MessageBudget(BodyBudget budget) {
        this.budget = budget;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new Taken(budget);
    }

    /// What the call at hand has taken. To be asked before the service method returns.
    static Taken ofCall() {
        return TAKEN.get();
    }

    /// The bytes of one call.
    ///
    /// What they take may be several times as much: one buffer of the network holds parts of the
    /// messages of many calls, and stays as a whole for as long as one of them is waited for. So
    /// whoever has sent more than a little is also refused when the buffers in use are too many.
    static final class Taken extends ServerStreamTracer {

        private static final int LITTLE_BYTES = 64 << 10;

        private final BodyBudget budget;

        // All of the state is guarded by this.
        private long arrivedBytes;
        private long heldBytes;
        private boolean over;
        private BooleanSupplier crowded = () -> false;
        private @Nullable Runnable whenTooMuch;

        Taken(BodyBudget budget) {
            this.budget = budget;
        }

        @Override
        public Context filterContext(Context context) {
            return context.withValue(TAKEN, this);
        }

        /// @param crowded whether the connection's buffers take too much
        /// @param refuse runs once at most, on the thread on which bytes arrive
        synchronized void whenTooMuch(BooleanSupplier crowded, Runnable refuse) {
            this.crowded = crowded;
            whenTooMuch = refuse;
        }

        @Override
        public void inboundWireSize(long bytes) {
            Runnable refuse = arrived(bytes);
            if (refuse != null) {
                refuse.run();
            }
        }

        private synchronized @Nullable Runnable arrived(long bytes) {
            if (over) {
                return null;
            }
            boolean room = arrivedBytes < LITTLE_BYTES || !crowded.getAsBoolean();
            if (room && budget.take(bytes)) {
                arrivedBytes += bytes;
                return null;
            }
            Runnable refuse = whenTooMuch;
            whenTooMuch = null;
            return refuse;
        }

        /// For a call with many messages: what has arrived is with the service, which holds so much
        /// of it.
        synchronized void holds(long bytes) {
            if (!over) {
                budget.add(bytes - heldBytes - arrivedBytes);
                heldBytes = bytes;
                arrivedBytes = 0;
            }
        }

        /// As [#holds], when nothing has been handed over.
        synchronized void stillHolds(long bytes) {
            if (!over) {
                budget.add(bytes - heldBytes);
                heldBytes = bytes;
            }
        }

        @Override
        public synchronized void streamClosed(Status status) {
            if (!over) {
                over = true;
                budget.giveBack(arrivedBytes + heldBytes);
            }
        }
    }
}
