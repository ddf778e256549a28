package io.stele.proofs.witness;

import io.stele.proofs.note.VerifierKey;
import java.net.URI;
import java.util.List;

/// A witness that a log asks.
///
/// @param key by which its cosignatures are known
/// @param url what stands before `/add-checkpoint`
public record WitnessAddress(VerifierKey key, URI url) {

    public WitnessAddress {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException(
                    "a witness is at http:// or https://, not at " + url);
        }
    }

    /// Reads lines of a key, a space and a URL; empty ones and those that begin with `#` say nothing.
    ///
    /// @throws IllegalArgumentException when a line is something else
    public static List<WitnessAddress> parse(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(WitnessAddress::parseLine)
                .toList();
    }

    private static WitnessAddress parseLine(String line) {
        String[] parts = line.split("\\s+", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a witness is a key and a URL, not: " + line);
        }
        String url =
                parts[1].endsWith("/") ? parts[1].substring(0, parts[1].length() - 1) : parts[1];
        return new WitnessAddress(VerifierKey.parse(parts[0]), URI.create(url));
    }
}
