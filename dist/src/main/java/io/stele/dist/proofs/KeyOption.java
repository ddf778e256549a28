package io.stele.dist.proofs;

import io.stele.dist.CommandException;
import io.stele.proofs.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Whose signatures are trusted.
public final class KeyOption {

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "A public key that you trust, name+id+base64, or a file with one in each line; may"
                            + " be repeated. Get it from elsewhere than from what you check.")
    private List<String> given = new ArrayList<>();

    /// @throws CommandException when one is no key
    public List<VerifierKey> keys() throws IOException {
        List<VerifierKey> keys = new ArrayList<>();
        for (String each : given) {
            for (String line : lines(each)) {
                keys.add(key(line, each));
            }
        }
        return keys;
    }

    private static List<String> lines(String given) throws IOException {
        boolean text = given.contains("+") && !Files.exists(Path.of(given));
        return text
                ? List.of(given)
                : Files.readAllLines(Path.of(given)).stream()
                        .filter(line -> !line.isBlank())
                        .toList();
    }

    private static VerifierKey key(String line, String given) {
        try {
            return VerifierKey.parse(line);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--key %s: %s".formatted(given, e.getMessage()));
        }
    }
}
