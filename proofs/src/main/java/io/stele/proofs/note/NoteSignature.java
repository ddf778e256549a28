package io.stele.proofs.note;

import io.stele.model.Bytes;
import java.nio.ByteBuffer;
import java.util.Base64;

/// A signature line of a note. That it is there does not say that it is good.
///
/// @param name of the key
/// @param keyId tells keys of one name apart
/// @param signature what follows the id; its form depends on the key's type
public record NoteSignature(String name, int keyId, Bytes signature) {

    static final String BEGIN = "— ";

    /// @throws IllegalArgumentException when it is not a signature line; without its newline
    public static NoteSignature parse(String line) {
        String[] parts = line.startsWith(BEGIN) ? line.split(" ", -1) : new String[0];
        if (parts.length != 3 || parts[1].isEmpty()) {
            throw new IllegalArgumentException("not the line of a signature: " + line);
        }
        byte[] bytes = Base64.getDecoder().decode(parts[2]);
        if (bytes.length <= Integer.BYTES) {
            throw new IllegalArgumentException("a signature without bytes: " + line);
        }
        return new NoteSignature(
                parts[1],
                ByteBuffer.wrap(bytes).getInt(),
                Bytes.wrap(bytes, Integer.BYTES, bytes.length - Integer.BYTES));
    }

    /// With its newline.
    public String line() {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + signature.size()).putInt(keyId);
        signature.putInto(bytes);
        return BEGIN + name + " " + Base64.getEncoder().encodeToString(bytes.array()) + "\n";
    }
}
