package io.stele.proofs;

import io.stele.model.Bytes;
import io.stele.model.RecordedEvent;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.InclusionProof;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Proves that an event is in a log, with all that it says. As a file it is a [LogProof] whose extra
/// part has the salts and the event.
///
/// @param event what is proved
/// @param salts that its entry was made with
public record EventProof(
        RecordedEvent event, Salts.Opening salts, InclusionProof inclusion, SignedNote checkpoint) {

    /// @throws IllegalArgumentException when it is not the proof of an event
    public static EventProof parse(String file) {
        LogProof proof = LogProof.parse(file);
        byte[] extra =
                proof.extra()
                        .filter(bytes -> bytes.size() > 2 * Salts.BYTES)
                        .orElseThrow(() ->
                                new IllegalArgumentException("the proof has no event beside it"))
                        .toByteArray();
        int json = 2 * Salts.BYTES;
        return new EventProof(
                EventJson.read(Bytes.wrap(extra, json, extra.length - json)),
                new Salts.Opening(
                        Bytes.wrap(extra, 0, Salts.BYTES),
                        Bytes.wrap(extra, Salts.BYTES, Salts.BYTES)),
                proof.inclusion(),
                proof.checkpoint());
    }

    /// The file, as [#parse] reads it: the salts of facts and data, 16 bytes each, and the event as
    /// JSON are its extra part.
    public String write() {
        Bytes json = EventJson.write(event, DataForm.EXACT);
        ByteBuffer extra = ByteBuffer.allocate(2 * Salts.BYTES + json.size());
        salts.facts().putInto(extra);
        salts.data().putInto(extra);
        json.putInto(extra);
        return new LogProof(Optional.of(Bytes.wrap(extra.array())), inclusion, checkpoint).write();
    }

    /// Who of `trusted` vouches for the event being in the log, at its position, as it is here.
    ///
    /// @return empty when nobody does, or the proof is of something else
    /// @throws io.stele.proofs.note.BadSignatureException when a signature in the name of a trusted
    ///     key is not good
    public List<VerifierKey> signers(Collection<VerifierKey> trusted) {
        if (event.position().value() != inclusion.index()) {
            return List.of();
        }
        Bytes entry = EventEntry.of(event, salts).bytes();
        return new LogProof(Optional.empty(), inclusion, checkpoint).signers(entry, trusted);
    }
}
