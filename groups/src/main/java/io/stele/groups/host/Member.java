package io.stele.groups.host;

import java.util.LinkedHashMap;
import java.util.Map;

/// Somebody who works for a group.
final class Member {

    final String name;

    /// How many events it wants at once.
    int credit;

    final Map<Long, InFlight> inFlight = new LinkedHashMap<>();

    final Tally tally = new Tally();

    Member(String name, int credit) {
        this.name = name;
        this.credit = credit;
    }

    boolean wantsMore() {
        return inFlight.size() < credit;
    }
}
