package io.stele.proofs.note;

/// A note has a signature in the name of a trusted key that this key has not made.
public final class BadSignatureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadSignatureException(VerifierKey key) {
        super("the signature of " + key.name() + " is not good: the note was changed, or forged");
    }
}
