package io.stele.server;

import io.stele.proofs.note.TreeHead;
import io.stele.proofs.witness.WitnessAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How a server keeps the Merkle tree over its log.
///
/// @param directory where the tree, its checkpoints and its keys are
/// @param origin what a log that has no name yet is called in its checkpoints; empty: by chance
/// @param trusted a checkpoint of this log that was kept elsewhere: the log has to go on from it
/// @param witnesses who cosign its checkpoints
/// @param check what is held against the checkpoints that are known when the server starts
public record ProofsOptions(
        Path directory,
        Optional<String> origin,
        Optional<TreeHead> trusted,
        List<WitnessAddress> witnesses,
        Check check) {

    /// How much of the log is read at the start.
    public enum Check {
        /// All events that were signed for. A changed one is found before anything is served.
        ALL,
        /// Whether the log is as long as it was. Rolling back is found, a change is not.
        END
    }

    public ProofsOptions {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(trusted, "trusted");
        witnesses = List.copyOf(witnesses);
        Objects.requireNonNull(check, "check");
    }

    /// For the store in `data`, whose own files it keeps its files beside.
    public static ProofsOptions beside(Path data) {
        return new ProofsOptions(
                data.resolve("proofs"), Optional.empty(), Optional.empty(), List.of(), Check.ALL);
    }

    public ProofsOptions withOrigin(String other) {
        return new ProofsOptions(directory, Optional.of(other), trusted, witnesses, check);
    }

    public ProofsOptions withTrusted(TreeHead other) {
        return new ProofsOptions(directory, origin, Optional.of(other), witnesses, check);
    }

    public ProofsOptions withWitnesses(List<WitnessAddress> other) {
        return new ProofsOptions(directory, origin, trusted, other, check);
    }

    public ProofsOptions withCheck(Check other) {
        return new ProofsOptions(directory, origin, trusted, witnesses, other);
    }
}
