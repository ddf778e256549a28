package io.stele.server;

import io.stele.groups.Delivery;
import io.stele.groups.GroupMovedException;
import io.stele.groups.GroupName;
import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.Outcome;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A member that comes by requests. What it is given between two of them waits here.
///
/// A delivery is named to the client together with this membership: numbers of deliveries begin anew
/// when a server starts, and what is said of one from before must not meet another one.
final class LeasedMember implements MemberListener {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NAME_BYTES = 8;

    private record Waiting(Delivery delivery, long sinceNanos) {}

    private final GroupName group;
    private final String name;
    private final String principal;
    private final long ackTimeoutNanos;
    private final String prefix;
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private volatile @Nullable RuntimeException end;
    private volatile @Nullable Membership membership;

    // Guarded by the registry.
    int attached;
    long leaseEndNanos;

    LeasedMember(GroupName group, String name, String principal, Duration ackTimeout) {
        this.group = group;
        this.name = name;
        this.principal = principal;
        this.ackTimeoutNanos = ackTimeout.toNanos();
        byte[] random = new byte[NAME_BYTES];
        RANDOM.nextBytes(random);
        this.prefix = HexFormat.of().formatHex(random) + "-";
    }

    GroupName group() {
        return group;
    }

    String name() {
        return name;
    }

    boolean isOf(String other) {
        return principal.equals(other);
    }

    void joined(Membership place) {
        membership = place;
    }

    private Membership place() {
        Membership place = membership;
        if (place == null) {
            throw new IllegalStateException("not joined");
        }
        return place;
    }

    @Override
    public void deliver(Delivery delivery) {
        waiting.add(new Waiting(delivery, System.nanoTime()));
    }

    @Override
    public void ended(RuntimeException why) {
        end = why;
    }

    /// Why it is no longer a member; empty while it is.
    Optional<RuntimeException> end() {
        return Optional.ofNullable(end);
    }

    /// How many unfinished events it wants from now on.
    void want(int events) {
        if (end == null) {
            place().credit(events);
        }
    }

    /// What has come, waiting for the first of it.
    ///
    /// @return empty when nothing came in time, or it ended
    List<Delivery> take(int max, Duration wait, BooleanSupplier ends) throws InterruptedException {
        long latest = System.nanoTime() + wait.toNanos();
        List<Delivery> taken = new ArrayList<>();
        while (taken.isEmpty() && end == null && !ends.getAsBoolean()) {
            long left = Math.min(latest - System.nanoTime(), LOOK.toNanos());
            Waiting next = waiting.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
            while (next != null) {
                if (System.nanoTime() - next.sinceNanos() < ackTimeoutNanos) {
                    taken.add(next.delivery());
                } // or another one has it by now
                next = taken.size() < max ? waiting.poll() : null;
            }
            if (left <= 0) {
                return taken;
            }
        }
        return taken;
    }

    /// What a client says of a delivery begins with.
    String token(Delivery delivery) {
        return prefix + delivery.id();
    }

    /// @return false when there is no such delivery of this member
    CompletableFuture<Boolean> finish(String token, Outcome outcome) {
        if (!token.startsWith(prefix) || !token.substring(prefix.length()).matches("[0-9]{1,18}")) {
            return CompletableFuture.completedFuture(false);
        }
        if (end != null) {
            return CompletableFuture.failedFuture(new GroupMovedException(group));
        }
        return place().finish(Long.parseLong(token.substring(prefix.length())), outcome);
    }

    void leave() {
        place().close();
    }
}
