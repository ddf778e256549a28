package io.stele.proofs;

import io.stele.model.Bytes;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.InclusionProof;
import io.stele.proofs.tree.TreeHasher;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Proves by itself, to whoever has the log's public key, that an entry is in the log: the file of
/// C2SP tlog-proof.
///
/// @param extra what the caller put beside it; nobody has signed it
/// @param inclusion of the entry's leaf in the tree of the checkpoint
/// @param checkpoint signed by the log, and perhaps by witnesses
public record LogProof(Optional<Bytes> extra, InclusionProof inclusion, SignedNote checkpoint) {

    /// A larger file is none of ours.
    public static final int CHARACTERS_MAX = 16 << 20;

    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";

    public LogProof {
        long size = TreeHead.parse(checkpoint.text()).size();
        if (size != inclusion.size()) {
            throw new IllegalArgumentException(
                    "the checkpoint is of %d entries, but the proof of %d"
                            .formatted(size, inclusion.size()));
        }
    }

    /// @throws IllegalArgumentException when it is not such a file
    public static LogProof parse(String file) {
        int gap = file.indexOf("\n\n");
        if (gap < 0 || file.length() > CHARACTERS_MAX) {
            throw new IllegalArgumentException("not a proof: it has no checkpoint");
        }
        List<String> lines = new ArrayList<>(file.substring(0, gap).lines().toList());
        if (lines.isEmpty() || !lines.removeFirst().equals(FIRST_LINE)) {
            throw new IllegalArgumentException("not a proof: it does not begin " + FIRST_LINE);
        }
        Optional<Bytes> extra =
                value(lines, "extra ").map(text -> Bytes.wrap(Base64.getDecoder().decode(text)));
        long index =
                value(lines, "index ")
                        .map(Long::parseLong)
                        .orElseThrow(() -> new IllegalArgumentException("a proof without index"));
        SignedNote checkpoint = SignedNote.parse(file.substring(gap + 2));
        long size = TreeHead.parse(checkpoint.text()).size();
        List<Hash> hashes = lines.stream().map(Hash::parse).toList();
        return new LogProof(extra, new InclusionProof(index, size, hashes), checkpoint);
    }

    private static Optional<String> value(List<String> lines, String name) {
        return lines.isEmpty() || !lines.getFirst().startsWith(name)
                ? Optional.empty()
                : Optional.of(lines.removeFirst().substring(name.length()));
    }

    /// As [#parse] reads it.
    public String write() {
        StringBuilder file = new StringBuilder(FIRST_LINE).append('\n');
        extra.ifPresent(bytes ->
                file.append("extra ")
                        .append(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                        .append('\n'));
        file.append("index ").append(inclusion.index()).append('\n');
        inclusion.hashes().forEach(hash -> file.append(hash.base64()).append('\n'));
        return file.append('\n').append(checkpoint.write()).toString();
    }

    /// Who of `trusted` vouches for `entry` being in the log at the proof's index.
    ///
    /// @return empty when nobody does, or the entry is not in the tree
    /// @throws io.stele.proofs.note.BadSignatureException when a signature in the name of a trusted
    ///     key is not good
    public List<VerifierKey> signers(Bytes entry, Collection<VerifierKey> trusted) {
        Hash leaf = new TreeHasher().leaf(entry.toByteArray());
        Hash root = TreeHead.parse(checkpoint.text()).root();
        return inclusion.proves(leaf, root) ? checkpoint.signers(trusted) : List.of();
    }
}
