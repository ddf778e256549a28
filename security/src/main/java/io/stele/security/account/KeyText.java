package io.stele.security.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A key as its owner has it: `stele_<id>_<secret>`. The secret is 256 random bits, so a plain hash
/// of it is as good as a slow one.
///
/// @param id 16 hex digits
/// @param secret 43 characters
record KeyText(String id, String secret) {

    static final String PREFIX = "stele_";

    private static final Pattern SHAPE =
            Pattern.compile(PREFIX + "([0-9a-f]{16})_([A-Za-z0-9_-]{43})");

    static KeyText random(SecureRandom random) {
        byte[] id = new byte[8];
        random.nextBytes(id);
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return new KeyText(
                HexFormat.of().formatHex(id),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    static Optional<KeyText> parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        return parts.matches()
                ? Optional.of(new KeyText(parts.group(1), parts.group(2)))
                : Optional.empty();
    }

    String text() {
        return PREFIX + id + "_" + secret;
    }

    String secretHash() {
        return HexFormat.of().formatHex(sha256(secret));
    }

    /// Takes as long for a hash that differs early as for one that differs late.
    boolean hasHash(String expected) {
        return MessageDigest.isEqual(
                secretHash().getBytes(StandardCharsets.US_ASCII),
                expected.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}
