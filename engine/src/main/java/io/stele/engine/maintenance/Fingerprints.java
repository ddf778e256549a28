package io.stele.engine.maintenance;

import io.stele.model.Expectation;
import java.util.UUID;

/// Hashes of 64 bits, well mixed, so that a check need not keep names and ids. Two things under one
/// hash make a suspicion, which is settled by the things themselves.
final class Fingerprints {

    private Fingerprints() {}

    static long of(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L; // FNV-1a
        }
        return mix(hash);
    }

    static long ofAppend(UUID id) {
        return mix(id.getMostSignificantBits() + mix(id.getLeastSignificantBits()));
    }

    /// @param stream the fingerprint of its name
    static long ofEvent(long stream, UUID id, Expectation expected) {
        long kind =
                switch (expected) {
                    case Expectation.Any any -> -1;
                    case Expectation.None none -> -2;
                    case Expectation.Exists exists -> -3;
                    case Expectation.Exactly exactly -> exactly.last().value();
                };
        return mix(ofAppend(id) + 31 * stream + 0x9E3779B97F4A7C15L * kind);
    }

    /// The finaliser of MurmurHash3 (Austin Appleby, public domain).
    private static long mix(long value) {
        long h = value;
        h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }
}
