package io.stele.proofs.note;

import io.stele.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// A public key by which somebody's signatures are known: C2SP signed-note.
///
/// @param name whose it is: not empty, without spaces and plus signs
/// @param publicKey 32 bytes, RFC 8032
public record VerifierKey(String name, KeyType type, Bytes publicKey) {

    public VerifierKey {
        if (name.isEmpty()
                || name.chars().anyMatch(c -> c == '+' || c < ' ' || Character.isSpaceChar(c))) {
            throw new IllegalArgumentException(
                    "the name of a key must not be empty and has no spaces and plus signs: "
                            + name);
        }
        if (publicKey.size() != Ed25519.PUBLIC_BYTES) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes: " + publicKey);
        }
    }

    /// Reads what [#text] writes.
    ///
    /// @throws IllegalArgumentException when it is not such a text
    public static VerifierKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "a key is written name+id+base64, but this is: " + text);
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != 1 + Ed25519.PUBLIC_BYTES) {
            throw new IllegalArgumentException("not an Ed25519 key: " + text);
        }
        VerifierKey key =
                new VerifierKey(
                        parts[0], KeyType.of(typed[0]), Bytes.wrap(typed, 1, Ed25519.PUBLIC_BYTES));
        if (!key.text().equals(text.strip())) {
            throw new IllegalArgumentException("the key's id is not that of the key: " + text);
        }
        return key;
    }

    /// `name+id+base64`, as the tools of Go's checksum database write it.
    public String text() {
        return name
                + "+"
                + HexFormat.of().formatHex(ByteBuffer.allocate(4).putInt(id()).array())
                + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    /// Tells keys of one name apart; says nothing about whether a signature is good.
    public int id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return ByteBuffer.wrap(digest.digest(typed())).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private byte[] typed() {
        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        typed.write(type.code());
        typed.writeBytes(publicKey.toByteArray());
        return typed.toByteArray();
    }

    /// Whether this key made `signature` over the text of a note.
    public boolean verifies(String text, NoteSignature signature) {
        if (!signature.name().equals(name) || signature.keyId() != id()) {
            return false;
        }
        byte[] bytes = signature.signature().toByteArray();
        return switch (type) {
            case ED25519 -> verifies(text, bytes);
            case COSIGNATURE ->
                    bytes.length == Cosigned.SIGNATURE_BYTES
                            && verifies(Cosigned.message(text, bytes), Cosigned.signature(bytes));
        };
    }

    private boolean verifies(String message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_BYTES
                && Ed25519.verifies(
                        Ed25519.publicKey(publicKey.toByteArray()),
                        message.getBytes(StandardCharsets.UTF_8),
                        signature);
    }
}
