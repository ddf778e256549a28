package io.stele.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many of something each of many has at this moment, with a bound for each.
///
/// @param <K> who has it
final class Counts<K> {

    private final int max;
    private final ConcurrentMap<K, Integer> counts = new ConcurrentHashMap<>();

    Counts(int max) {
        this.max = max;
    }

    /// @return false when `who` has as many as may be; nothing is taken then
    boolean take(K who) {
        if (counts.merge(who, 1, Integer::sum) <= max) {
            return true;
        }
        giveBack(who);
        return false;
    }

    void giveBack(K who) {
        counts.computeIfPresent(who, (key, count) -> count == 1 ? null : count - 1);
    }
}
