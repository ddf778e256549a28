package io.stele.security.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106) of a password, as text in the usual form:
/// `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`.
///
/// A check takes some 50 ms and 19 MiB, which is what makes guessing expensive; so whoever calls
/// this bounds how many run at a time.
public final class PasswordHash {

    private static final int MEMORY_KIB = 19 << 10;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final Pattern SHAPE =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    /// What a password is compared with when there is no such user, or one without a password: no
    /// password has it, and to find that out takes as long as for a user's.
    static final String OF_NOBODY =
            text(new byte[SALT_BYTES], new byte[HASH_BYTES], MEMORY_KIB, ITERATIONS, LANES);

    private PasswordHash() {}

    public static String of(char[] password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = argon2id(password, salt, MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES);
        return text(salt, hash, MEMORY_KIB, ITERATIONS, LANES);
    }

    private static String text(byte[] salt, byte[] hash, int memory, int iterations, int lanes) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        memory,
                        iterations,
                        lanes,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    /// @return false also when `hash` is not one of ours
    public static boolean matches(char[] password, String hash) {
        Matcher parts = SHAPE.matcher(hash);
        if (!parts.matches()) {
            return false;
        }
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] actual =
                argon2id(
                        password,
                        Base64.getDecoder().decode(parts.group(4)),
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)),
                        expected.length);
        return MessageDigest.isEqual(actual, expected);
    }

    private static byte[] argon2id(
            char[] password, byte[] salt, int memory, int iterations, int lanes, int bytes) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memory)
                        .withIterations(iterations)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[bytes];
        byte[] utf8 = new String(password).getBytes(StandardCharsets.UTF_8);
        argon2.generateBytes(utf8, hash);
        Arrays.fill(utf8, (byte) 0);
        return hash;
    }
}
