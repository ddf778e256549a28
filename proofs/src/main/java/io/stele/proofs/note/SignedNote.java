package io.stele.proofs.note;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A text and who signed it: C2SP signed-note. The text means nothing before a signature by a trusted
/// key was verified.
///
/// @param text ends with a newline
/// @param signatures in the order of their lines; not empty
public record SignedNote(String text, List<NoteSignature> signatures) {

    /// More are refused, so that a hostile note costs little; each verifier takes 16.
    public static final int SIGNATURES_MAX = 64;

    private static final String GAP = "\n\n";

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException(
                    "a note ends with a newline and has no other control characters");
        }
        if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
            throw new IllegalArgumentException(
                    "a note has 1 to %d signatures, not %d"
                            .formatted(SIGNATURES_MAX, signatures.size()));
        }
    }

    /// @throws IllegalArgumentException when it is not a note
    public static SignedNote parse(String note) {
        int gap = note.lastIndexOf(GAP);
        if (gap < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException(
                    "a note is a text, an empty line and signatures, each line with its newline");
        }
        List<NoteSignature> signatures =
                note.substring(gap + GAP.length()).lines().map(NoteSignature::parse).toList();
        return new SignedNote(note.substring(0, gap + 1), signatures);
    }

    /// As [#parse] reads it.
    public String write() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }

    /// The same with one more signature.
    public SignedNote with(NoteSignature signature) {
        List<NoteSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new SignedNote(text, more);
    }

    /// Which of `trusted` have signed it. Signatures of other keys are passed over.
    ///
    /// @return in the order of the signatures; may be empty
    /// @throws BadSignatureException when a signature names a trusted key and is not good: somebody
    ///     has been at the note, and no other signature makes up for it
    public List<VerifierKey> signers(Collection<VerifierKey> trusted) {
        List<VerifierKey> signers = new ArrayList<>();
        for (NoteSignature signature : signatures) {
            for (VerifierKey key : trusted) {
                if (key.name().equals(signature.name()) && key.id() == signature.keyId()) {
                    if (!key.verifies(text, signature)) {
                        throw new BadSignatureException(key);
                    }
                    signers.add(key);
                }
            }
        }
        return signers.stream().distinct().toList();
    }
}
