package io.stele.groups.host;

import io.stele.groups.GroupCounts;

/// Counts what becomes of deliveries.
final class Tally {

    long delivered;
    long finished;
    long retried;
    long parked;

    GroupCounts counts() {
        return new GroupCounts(delivered, finished, retried, parked);
    }
}
