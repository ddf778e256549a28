package io.stele.proofs.note;

/// What a key signs, by the byte that C2SP signed-note assigns to it.
public enum KeyType {
    /// The text of a note, with Ed25519: a log's own signature.
    ED25519(1),

    /// The text and a time, with Ed25519: a witness says that it has seen nothing larger of that log,
    /// and that it goes on from all it saw before (C2SP tlog-cosignature).
    COSIGNATURE(4);

    private final int code;

    KeyType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// @throws IllegalArgumentException when the byte stands for none of these
    static KeyType of(int code) {
        for (KeyType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown type of a key: " + code);
    }
}
