package io.stele.proofs.note;

import io.stele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// A private key that signs notes. Its text is a secret; [#toString] tells only the public part.
public final class SigningKey {

    private final VerifierKey verifier;
    private final PrivateKey key;

    private SigningKey(VerifierKey verifier, PrivateKey key) {
        this.verifier = verifier;
        this.key = key;
    }

    /// A new key.
    ///
    /// @param name whose it is: not empty, without spaces and plus signs
    public static SigningKey generate(String name, KeyType type) {
        KeyPair pair = Ed25519.generate();
        return new SigningKey(
                new VerifierKey(name, type, Bytes.wrap(Ed25519.encode(pair.getPublic()))),
                pair.getPrivate());
    }

    /// Reads what [#text] writes.
    ///
    /// @throws IllegalArgumentException when it is not that, or the parts do not belong together
    public static SigningKey parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() != 2) {
            throw new IllegalArgumentException("a signing key has a public and a private line");
        }
        SigningKey key =
                new SigningKey(
                        VerifierKey.parse(lines.getFirst()),
                        Ed25519.privateKey(Base64.getDecoder().decode(lines.get(1))));
        String probe = "does the one belong to the other?\n";
        if (!key.verifier.verifies(probe, key.sign(probe, Instant.EPOCH))) {
            throw new IllegalArgumentException(
                    "the private key is not that of " + key.verifier.text());
        }
        return key;
    }

    /// Two lines: the public key as [VerifierKey#text], and the private one, the base64 of PKCS #8.
    public String text() {
        return verifier.text() + "\n" + Base64.getEncoder().encodeToString(key.getEncoded()) + "\n";
    }

    /// By which its signatures are known.
    public VerifierKey verifier() {
        return verifier;
    }

    /// @param text of a note, with its last newline
    /// @param time when this is; only cosignatures say it, in whole seconds
    public NoteSignature sign(String text, Instant time) {
        byte[] signature =
                switch (verifier.type()) {
                    case ED25519 -> sign(text);
                    case COSIGNATURE -> Cosigned.timed(time, sign(Cosigned.message(text, time)));
                };
        return new NoteSignature(verifier.name(), verifier.id(), Bytes.wrap(signature));
    }

    private byte[] sign(String message) {
        return Ed25519.sign(key, message.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "SigningKey[" + verifier.text() + "]";
    }
}
