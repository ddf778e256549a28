package io.stele.dist;

import io.stele.dist.configuration.Configuration;
import io.stele.dist.configuration.Setting;
import io.stele.dist.configuration.SettingType;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.witness.WitnessAddress;
import io.stele.server.ProofsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Settings of the Merkle tree over the log.
final class ProofsSettings {

    static final Setting<Boolean> PROOFS =
            Setting.of(
                    "proofs",
                    SettingType.onOff(),
                    "true",
                    "Keep a Merkle tree over the log, from when it is first asked for; see"
                            + " docs/audit.md.");

    static final Setting<Optional<String>> ORIGIN =
            Setting.of(
                    "proofs.origin",
                    SettingType.optional(SettingType.text("a name such as example.com/orders")),
                    "",
                    "What the log is called in its checkpoints, from the first one on; a name by"
                            + " chance where there is none.");

    static final Setting<ProofsOptions.Check> CHECK =
            Setting.of(
                    "proofs.check",
                    SettingType.oneOf(ProofsOptions.Check.class),
                    "all",
                    "What is held against known checkpoints before anything is served: all events, or"
                            + " only whether the end is there.");

    static final Setting<Optional<Path>> TRUSTED =
            Setting.of(
                    "proofs.trusted",
                    SettingType.optional(SettingType.path("a file")),
                    "",
                    "A checkpoint of this log that was kept elsewhere; the log has to go on from it.");

    static final Setting<Optional<Path>> WITNESSES =
            Setting.of(
                    "proofs.witnesses",
                    SettingType.optional(SettingType.path("a file")),
                    "",
                    "Who cosigns each checkpoint: lines of a public key, a space and a URL.");

    static final List<Setting<?>> ALL = List.of(PROOFS, ORIGIN, CHECK, TRUSTED, WITNESSES);

    private ProofsSettings() {}

    /// Empty where they are off.
    static Optional<ProofsOptions> proofsOptions(Configuration configuration, Path data) {
        if (!configuration.get(PROOFS)) {
            return Optional.empty();
        }
        ProofsOptions beside = ProofsOptions.beside(data);
        return Optional.of(
                new ProofsOptions(
                        beside.directory(),
                        configuration.get(ORIGIN),
                        configuration.get(TRUSTED).map(ProofsSettings::checkpoint),
                        configuration
                                .get(WITNESSES)
                                .map(ProofsSettings::witnesses)
                                .orElse(List.of()),
                        configuration.get(CHECK)));
    }

    private static List<WitnessAddress> witnesses(Path file) {
        try {
            return WitnessAddress.parse(Files.readString(file));
        } catch (IllegalArgumentException | IOException e) {
            throw CommandException.usage(
                    "proofs.witnesses: %s: %s".formatted(file, e.getMessage()));
        }
    }

    private static TreeHead checkpoint(Path file) {
        try {
            return TreeHead.parse(SignedNote.parse(Files.readString(file)).text());
        } catch (IllegalArgumentException | IOException e) {
            throw CommandException.usage(
                    "proofs.trusted: %s is no checkpoint: %s".formatted(file, e.getMessage()));
        }
    }
}
