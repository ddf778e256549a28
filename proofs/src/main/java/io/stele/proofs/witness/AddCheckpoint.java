package io.stele.proofs.witness;

import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.tree.ConsistencyProof;
import io.stele.proofs.tree.Hash;
import java.util.List;

/// Asks a witness to cosign a checkpoint: the body of C2SP tlog-witness `add-checkpoint`.
///
/// @param consistency shows that the checkpoint goes on from what the witness cosigned last
public record AddCheckpoint(ConsistencyProof consistency, SignedNote checkpoint) {

    private static final String OLD = "old ";

    public AddCheckpoint {
        long size = TreeHead.parse(checkpoint.text()).size();
        if (size != consistency.newSize()) {
            throw new IllegalArgumentException(
                    "the checkpoint is of %d entries, but the proof of %d"
                            .formatted(size, consistency.newSize()));
        }
    }

    /// @throws IllegalArgumentException when it is not that, or what is old is larger
    public static AddCheckpoint parse(String body) {
        int gap = body.indexOf("\n\n");
        if (gap < 0 || !body.startsWith(OLD)) {
            throw new IllegalArgumentException(
                    "a line with the old size, hashes, an empty line and a checkpoint are expected");
        }
        List<String> lines = body.substring(0, gap).lines().toList();
        SignedNote checkpoint = SignedNote.parse(body.substring(gap + 2));
        long size = TreeHead.parse(checkpoint.text()).size();
        List<Hash> hashes = lines.subList(1, lines.size()).stream().map(Hash::parse).toList();
        return new AddCheckpoint(
                new ConsistencyProof(number(lines.getFirst()), size, hashes), checkpoint);
    }

    private static long number(String line) {
        String text = line.substring(OLD.length());
        long number = Long.parseLong(text);
        if (!Long.toString(number).equals(text)) {
            throw new IllegalArgumentException("not a size: " + text);
        }
        return number;
    }

    /// As [#parse] reads it.
    public String write() {
        StringBuilder body = new StringBuilder(OLD).append(consistency.oldSize()).append('\n');
        consistency.hashes().forEach(hash -> body.append(hash.base64()).append('\n'));
        return body.append('\n').append(checkpoint.write()).toString();
    }

    TreeHead head() {
        return TreeHead.parse(checkpoint.text());
    }
}
