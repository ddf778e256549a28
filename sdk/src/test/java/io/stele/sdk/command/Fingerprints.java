package io.stele.sdk.command;

import io.stele.sdk.Decider;

/// Lets tests of other packages see what snapshots are kept under.
public final class Fingerprints {

    private Fingerprints() {}

    public static String of(Decider<?, ?, ?> decider) {
        return Snapshots.fingerprint(decider);
    }
}
