package io.stele.security.account;

import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Slows the guessing of passwords down: after a few wrong ones for a name from one network, each
/// next one from there has to wait, twice as long each time, up to a minute. Others are not held up
/// by it, or anybody could lock anybody else out. Names that nobody has count as well, so that this
/// does not tell which ones there are. Only passwords wait: what was verified a moment ago, keys and
/// tokens go on.
final class FailedTries {

    static final int FREE_TRIES = 5;

    private static final Duration WAIT_MAX = Duration.ofMinutes(1);

    /// Beyond this the one that tried the longest ago is forgotten.
    private static final int SOURCES_MAX = 10_000;

    /// Whose password is tried, and from where.
    ///
    /// @param network the address; of IPv6 the first half only, as a client may have all of the other
    record Source(String name, String network) {

        private static final int NETWORK_BYTES = 8;

        static Source of(String name, Optional<InetAddress> address) {
            return new Source(name, address.map(Source::network).orElse(""));
        }

        private static String network(InetAddress address) {
            byte[] bytes = address.getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
        }
    }

    private record Tries(int count, long untilMillis) {}

    private final Clock clock;
    private final Map<Source, Tries> bySource =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Source, Tries> eldest) {
                    return size() > SOURCES_MAX;
                }
            };

    FailedTries(Clock clock) {
        this.clock = clock;
    }

    /// @throws ProblemException when `source` has to wait
    synchronized void check(Source source) {
        @Nullable Tries tries = bySource.get(source);
        long millis = tries == null ? 0 : tries.untilMillis() - clock.millis();
        if (millis > 0) {
            throw ProblemKind.OVERLOADED.exception(
                    "too many wrong passwords for this name; wait %d s"
                            .formatted((millis + 999) / 1_000));
        }
    }

    synchronized void failed(Source source) {
        @Nullable Tries before = bySource.get(source);
        int count = before == null ? 1 : before.count() + 1;
        int doublings = Math.min(Math.max(0, count - FREE_TRIES), 6);
        long wait = count < FREE_TRIES ? 0 : Math.min(WAIT_MAX.toMillis(), 1_000L << doublings);
        bySource.put(source, new Tries(count, clock.millis() + wait));
    }

    synchronized void succeeded(Source source) {
        bySource.remove(source);
    }
}
