package io.stele.proofs;

import io.stele.model.Bytes;
import io.stele.model.Position;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/// Makes the salts of a log's events from a secret of the log, so that whoever sees hashes of small
/// data cannot guess what they are of. Who gets the salts of one event learns nothing of others.
///
/// @param secret 16 bytes, random, the same for the whole log
public record Salts(Bytes secret) {

    public static final int SECRET_BYTES = 16;

    /// Size of a salt.
    public static final int BYTES = 16;

    public Salts {
        if (secret.size() != SECRET_BYTES) {
            throw new IllegalArgumentException("a log's secret has 16 bytes: " + secret);
        }
    }

    /// The salts of the event at `position`.
    public Opening of(Position position) {
        MessageDigest digest = Sha256.digest();
        return new Opening(salt(0, position, digest), salt(1, position, digest));
    }

    private Bytes salt(int what, Position position, MessageDigest digest) {
        ByteBuffer message = ByteBuffer.allocate(SECRET_BYTES + 1 + Long.BYTES);
        secret.putInto(message);
        message.put((byte) what).putLong(position.value());
        return Bytes.wrap(Arrays.copyOf(digest.digest(message.array()), BYTES));
    }

    /// What is needed besides an event to see that an entry is of this event.
    ///
    /// @param facts the salt of who, tags and metadata
    /// @param data the salt of the data
    public record Opening(Bytes facts, Bytes data) {

        public Opening {
            if (facts.size() != BYTES || data.size() != BYTES) {
                throw new IllegalArgumentException("a salt has 16 bytes: " + facts + ", " + data);
            }
        }
    }
}
