package io.stele.security.account;

import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Slows the guessing of passwords down: after a few wrong ones for a name, each next one has to
/// wait, twice as long each time, up to a minute. Names that nobody has count as well, so that this
/// does not tell which ones there are. Only passwords wait: what was verified a moment ago, keys and
/// tokens go on.
final class FailedTries {

    static final int FREE_TRIES = 5;

    private static final Duration WAIT_MAX = Duration.ofMinutes(1);

    /// Beyond this the name that was tried the longest ago is forgotten.
    private static final int NAMES_MAX = 10_000;

    private record Tries(int count, long untilMillis) {}

    private final Clock clock;
    private final Map<String, Tries> byName =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
                    return size() > NAMES_MAX;
                }
            };

    FailedTries(Clock clock) {
        this.clock = clock;
    }

    /// @throws ProblemException when `name` has to wait
    synchronized void check(String name) {
        @Nullable Tries tries = byName.get(name);
        long millis = tries == null ? 0 : tries.untilMillis() - clock.millis();
        if (millis > 0) {
            throw ProblemKind.OVERLOADED.exception(
                    "too many wrong passwords for this name; wait %d s"
                            .formatted((millis + 999) / 1_000));
        }
    }

    synchronized void failed(String name) {
        @Nullable Tries before = byName.get(name);
        int count = before == null ? 1 : before.count() + 1;
        int doublings = Math.min(Math.max(0, count - FREE_TRIES), 6);
        long wait = count < FREE_TRIES ? 0 : Math.min(WAIT_MAX.toMillis(), 1_000L << doublings);
        byName.put(name, new Tries(count, clock.millis() + wait));
    }

    synchronized void succeeded(String name) {
        byName.remove(name);
    }
}
