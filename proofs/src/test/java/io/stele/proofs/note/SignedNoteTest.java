package io.stele.proofs.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.proofs.tree.TreeHasher;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedNoteTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.5Z");
    private static final String TEXT =
            new TreeHead("stele.example/log", 0, new TreeHasher().empty()).text();
    private static final SigningKey LOG = SigningKey.generate("stele.example/log", KeyType.ED25519);
    private static final SigningKey WITNESS =
            SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);

    /// From the documentation of Go's golang.org/x/mod/sumdb/note.
    @Test
    void aNoteThatAnotherProgramSignedIsGood() {
        VerifierKey key =
                VerifierKey.parse(
                        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        SignedNote note =
                SignedNote.parse(
                        """
                        If you think cryptography is the answer to your problem,
                        then you don't know what your problem is.

                        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                        """);
        assertThat(note.signers(List.of(key))).containsExactly(key);
    }

    @Test
    void whoSignedIsKnownByTheKeysOneTrusts() {
        SignedNote note =
                new SignedNote(TEXT, List.of(LOG.sign(TEXT, NOW))).with(WITNESS.sign(TEXT, NOW));
        SignedNote read = SignedNote.parse(note.write());

        assertThat(read).isEqualTo(note);
        assertThat(read.signers(List.of(LOG.verifier(), WITNESS.verifier())))
                .containsExactly(LOG.verifier(), WITNESS.verifier());
        assertThat(read.signers(List.of(WITNESS.verifier()))).containsExactly(WITNESS.verifier());
        assertThat(read.signers(List.of())).isEmpty();
    }

    @Test
    void aChangedTextSpoilsTheSignature() {
        SignedNote note = new SignedNote(TEXT + "more\n", List.of(LOG.sign(TEXT, NOW)));
        assertThatThrownBy(() -> note.signers(List.of(LOG.verifier())))
                .isInstanceOf(BadSignatureException.class);
    }

    @Test
    void aCosignatureForAnotherTimeIsNotGood() {
        NoteSignature signature = WITNESS.sign(TEXT, NOW);
        byte[] bytes = signature.signature().toByteArray();
        bytes[7] ^= 1;
        NoteSignature other =
                new NoteSignature(
                        signature.name(), signature.keyId(), io.stele.model.Bytes.wrap(bytes));
        assertThat(WITNESS.verifier().verifies(TEXT, other)).isFalse();
    }

    @Test
    void keysAreReadAsTheyWereWritten() {
        assertThat(VerifierKey.parse(LOG.verifier().text())).isEqualTo(LOG.verifier());
        SigningKey read = SigningKey.parse(WITNESS.text());
        assertThat(WITNESS.verifier().verifies(TEXT, read.sign(TEXT, NOW))).isTrue();
        assertThat(LOG.toString()).doesNotContain(LOG.text().lines().toList().get(1));
    }

    @Test
    void aPrivateKeyUnderAnotherNameIsRefused() {
        String mixed = LOG.verifier().text() + "\n" + WITNESS.text().lines().toList().get(1) + "\n";
        assertThatThrownBy(() -> SigningKey.parse(mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not that of");
    }

    @Test
    void checkpointsHaveOneText() {
        TreeHead head = TreeHead.parse(TEXT);
        assertThat(head.size()).isZero();
        assertThatThrownBy(() -> TreeHead.parse(TEXT.replace("\n0\n", "\n00\n")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TreeHead.parse(TEXT + "\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TreeHead.parse("a\n1\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
