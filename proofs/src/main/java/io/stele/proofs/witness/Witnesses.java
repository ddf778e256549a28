package io.stele.proofs.witness;

import io.stele.model.CorruptException;
import io.stele.proofs.note.NoteSignature;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.MerkleTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * A witness that is away leaves a checkpoint without its cosignature, and nothing else: the log goes
 * on. One that has seen more of this log than there is, or another log of its name, says that this
 * one was rolled back or rewritten: then nothing is signed any more.
 */
/// The witnesses of a log, asked one after the other. For one thread at a time.
public final class Witnesses implements AutoCloseable {

    /// For a log that has none.
    public static final Witnesses NONE = new Witnesses(List.of());

    private static final System.Logger LOGGER = System.getLogger(Witnesses.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final List<WitnessAddress> addresses;
    private final Map<VerifierKey, Long> sizes = new HashMap<>();
    private @Nullable HttpClient http; // has a thread, which a log without witnesses need not have

    public Witnesses(List<WitnessAddress> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    public boolean isEmpty() {
        return addresses.isEmpty();
    }

    /// Whether all of them have cosigned it.
    public boolean haveSigned(SignedNote note) {
        return addresses.stream()
                .allMatch(witness -> !note.signers(List.of(witness.key())).isEmpty());
    }

    /// The same checkpoint with the cosignatures of those who answer.
    ///
    /// @param tree that the checkpoint is of
    /// @throws CorruptException when a witness knows of another history of this log
    public SignedNote cosign(SignedNote checkpoint, MerkleTree tree) throws InterruptedException {
        SignedNote note = checkpoint;
        for (WitnessAddress witness : addresses) {
            try {
                for (NoteSignature signature : ask(witness, checkpoint, tree)) {
                    note = with(note, signature, witness.key());
                }
            } catch (IOException | IllegalArgumentException e) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "the witness {0} has not cosigned: {1}",
                        witness.key().name(),
                        e);
            }
        }
        return note;
    }

    private static SignedNote with(SignedNote note, NoteSignature signature, VerifierKey key) {
        boolean isOurs = key.verifies(note.text(), signature);
        return isOurs && note.signers(List.of(key)).isEmpty() ? note.with(signature) : note;
    }

    private List<NoteSignature> ask(WitnessAddress witness, SignedNote note, MerkleTree tree)
            throws IOException, InterruptedException {
        long known = sizes.getOrDefault(witness.key(), 0L);
        HttpResponse<String> answer = send(witness, note, tree, Math.min(known, tree.size()));
        if (answer.statusCode() == 409) {
            long size = size(answer.body());
            TreeHead head = TreeHead.parse(note.text());
            if (size > head.size()) {
                throw refused(
                        "the witness %s has seen %,d events of this log, which has %,d: it was rolled back"
                                .formatted(witness.key().name(), size, head.size()),
                        witness);
            }
            sizes.put(witness.key(), size);
            answer = send(witness, note, tree, size);
        }
        return switch (answer.statusCode()) {
            case 200 -> {
                sizes.put(witness.key(), tree.size());
                yield answer.body().lines().map(NoteSignature::parse).toList();
            }
            case 409, 422 ->
                    throw refused(
                            "the witness %s has seen another history of this log"
                                    .formatted(witness.key().name()),
                            witness);
            default ->
                    throw new IOException(
                            "status %d %s".formatted(answer.statusCode(), answer.body().strip()));
        };
    }

    private static long size(String body) {
        return Long.parseLong(body.strip());
    }

    private static CorruptException refused(String message, WitnessAddress witness) {
        return new CorruptException(message, witness.url().toString(), 0, null);
    }

    private HttpResponse<String> send(
            WitnessAddress witness, SignedNote note, MerkleTree tree, long oldSize)
            throws IOException, InterruptedException {
        String body = new AddCheckpoint(tree.consistency(oldSize), note).write();
        return client().send(
                        HttpRequest.newBuilder(URI.create(witness.url() + "/add-checkpoint"))
                                .timeout(TIMEOUT)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    private HttpClient client() {
        HttpClient client = http;
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
            http = client;
        }
        return client;
    }

    @Override
    public void close() {
        if (http != null) {
            http.close();
        }
    }
}
