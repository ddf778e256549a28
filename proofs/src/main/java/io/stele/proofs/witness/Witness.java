package io.stele.proofs.witness;

import io.stele.proofs.durable.DurableText;
import io.stele.proofs.log.SigningKeys;
import io.stele.proofs.note.BadSignatureException;
import io.stele.proofs.note.KeyType;
import io.stele.proofs.note.NoteSignature;
import io.stele.proofs.note.SigningKey;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.TreeHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Cosigns the checkpoints of logs that it knows, each only when it goes on from the one before. What
/// it cosigned is on disk before its answer goes out. For any number of threads.
///
/// Who trusts it and sees its cosignature knows that nobody who sees one was shown another history.
public final class Witness {

    /// What is said to a request.
    public sealed interface Answer {

        /// @param signatures by each of the witness's keys
        record Cosigned(List<NoteSignature> signatures) implements Answer {
            public Cosigned {
                signatures = List.copyOf(signatures);
            }
        }

        /// The log is not among those that are witnessed.
        record UnknownLog() implements Answer {}

        /// No key that is trusted for this log has signed, or a signature in its name is false.
        record NotSigned() implements Answer {}

        /// The request does not go on from what was cosigned last, or is of that size and another
        /// root.
        ///
        /// @param size of what was cosigned last
        record OtherSize(long size) implements Answer {}

        /// The proof does not show that the checkpoint goes on from what was cosigned last.
        record NotConsistent() implements Answer {}
    }

    /// More of them say nothing new.
    private static final int CONFLICTS_KEPT_MAX = 100;

    private final Path directory;
    private final List<SigningKey> keys;
    private final Map<String, List<VerifierKey>> logs = new HashMap<>();
    private final Map<String, TreeHead> last = new HashMap<>();
    private final Clock clock;

    private Witness(Path directory, List<SigningKey> keys, Clock clock) {
        this.directory = directory;
        this.keys = keys;
        this.clock = clock;
    }

    /// @param directory has its key, which is made where there is none, and what it cosigned last
    /// @param name of a new key, such as `witness.example/w1`
    /// @param logs keys of the logs to witness; a log is called as its keys are
    /// @throws IllegalArgumentException when a file cannot be understood
    public static Witness open(Path directory, String name, List<VerifierKey> logs, Clock clock) {
        try {
            SigningKeys keys = SigningKeys.in(directory.resolve("keys"), name, KeyType.COSIGNATURE);
            Witness witness = new Witness(directory, keys.keys(), clock);
            for (VerifierKey log : logs) {
                witness.logs.computeIfAbsent(log.name(), origin -> new ArrayList<>()).add(log);
                witness.load(log.name());
            }
            return witness;
        } catch (IOException e) {
            throw new UncheckedIOException("the witness in " + directory + " cannot be opened", e);
        }
    }

    private void load(String origin) throws IOException {
        Optional<TreeHead> head = file(origin).read().map(TreeHead::parse);
        if (head.isPresent()) {
            if (!head.get().origin().equals(origin)) {
                throw new IllegalArgumentException(
                        "the state of %s is that of %s".formatted(origin, head.get().origin()));
            }
            last.put(origin, head.get());
        }
    }

    private DurableText file(String origin) {
        return new DurableText(directory.resolve("log-" + hex(origin)));
    }

    private static String hex(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(new TreeHasher().leaf(bytes).toByteArray());
    }

    /// By which its cosignatures are known.
    public List<VerifierKey> verifiers() {
        return keys.stream().map(SigningKey::verifier).toList();
    }

    /// The answer to a request, which is durable.
    ///
    /// @throws UncheckedIOException when it cannot be made so; nothing was cosigned
    public synchronized Answer add(AddCheckpoint request) {
        TreeHead head = request.head();
        List<VerifierKey> trusted = logs.get(head.origin());
        if (trusted == null) {
            return new Answer.UnknownLog();
        }
        if (!isSigned(request, trusted)) {
            return new Answer.NotSigned();
        }
        Optional<TreeHead> before = Optional.ofNullable(last.get(head.origin()));
        long size = before.map(TreeHead::size).orElse(0L);
        if (request.consistency().oldSize() != size) {
            return new Answer.OtherSize(size);
        }
        Hash root = before.map(TreeHead::root).orElseGet(() -> new TreeHasher().empty());
        if (!request.consistency().proves(root, head.root())) {
            keepConflict(request);
            return head.size() == size ? new Answer.OtherSize(size) : new Answer.NotConsistent();
        }
        keep(head);
        String text = request.checkpoint().text();
        return new Answer.Cosigned(
                keys.stream().map(key -> key.sign(text, clock.instant())).toList());
    }

    private static boolean isSigned(AddCheckpoint request, List<VerifierKey> trusted) {
        try {
            return !request.checkpoint().signers(trusted).isEmpty();
        } catch (BadSignatureException e) {
            return false;
        }
    }

    private void keep(TreeHead head) {
        try {
            file(head.origin()).write(head.text());
        } catch (IOException e) {
            throw new UncheckedIOException("the state of " + head.origin() + " cannot be kept", e);
        }
        last.put(head.origin(), head);
    }

    /// The log has signed two histories, or has sent a wrong proof: whoever looks into it needs both
    /// checkpoints.
    private void keepConflict(AddCheckpoint request) {
        Path kept = directory.resolve("conflicts");
        try {
            Files.createDirectories(kept);
            try (var files = Files.list(kept)) {
                if (files.count() < CONFLICTS_KEPT_MAX) {
                    String text = request.write();
                    new DurableText(kept.resolve(hex(text))).write(text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a conflict cannot be kept", e);
        }
    }
}
