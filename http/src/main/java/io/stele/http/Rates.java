package io.stele.http;

import io.stele.protocol.Problems;
import io.stele.security.Principal;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How fast each of many may go. Whoever was quiet may catch up a second's worth at once; who asks
/// for more is told when there is room again.
public final class Rates {

    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// Beyond so many, those are forgotten who were quiet for so long that they may do all again.
    private static final int KNOWN_MAX = 10_000;

    private final int perSecondMax;
    private final LongSupplier nanoTime;

    /// From when on each may go on, as if all before had kept the pace exactly.
    private final ConcurrentMap<String, Long> dueNanos = new ConcurrentHashMap<>();

    /// @param perSecondMax 0: any number
    public Rates(int perSecondMax) {
        this(perSecondMax, System::nanoTime);
    }

    Rates(int perSecondMax, LongSupplier nanoTime) {
        this.perSecondMax = perSecondMax;
        this.nanoTime = nanoTime;
    }

    /// Whose pace counts: the principal's, or that of the address where nobody says who they are.
    public static String of(Principal by, Peer peer) {
        return switch (by.kind()) {
            case ANONYMOUS, LOCAL -> peer.address().getAddress().getHostAddress();
            case USER, KEY, TOKEN, CERTIFICATE -> by.kind() + " " + by.name();
        };
    }

    /// @param who as [#of] tells
    /// @param count of requests
    /// @throws io.stele.protocol.ProblemException when it is too early
    public void check(String who, int count) {
        if (perSecondMax == 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (dueNanos.size() > KNOWN_MAX) {
            dueNanos.values().removeIf(due -> due - now < -BURST_NANOS);
        }
        long[] waitNanos = new long[1];
        dueNanos.compute(
                who,
                (key, known) -> {
                    long earliest = now - BURST_NANOS;
                    long due = known == null || known - earliest < 0 ? earliest : known;
                    waitNanos[0] = due - now;
                    return due - now > 0 ? due : due + count * BURST_NANOS / perSecondMax;
                });
        if (waitNanos[0] > 0) {
            throw Problems.overloaded(
                            "more than %,d requests a second".formatted(perSecondMax),
                            Duration.ofNanos(waitNanos[0]).plusMillis(1))
                    .exception();
        }
    }
}
