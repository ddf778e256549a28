package io.stele.dist.proofs;

import io.stele.dist.ExitCode;
import io.stele.dist.Jsons;
import io.stele.dist.StoreOption;
import io.stele.dist.Terminal;
import io.stele.model.CorruptException;
import io.stele.model.EventStore;
import io.stele.proofs.EventEntry;
import io.stele.proofs.EventProof;
import io.stele.proofs.log.LogComparison;
import io.stele.proofs.note.BadSignatureException;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.TreeHasher;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Checks proofs and checkpoints of others, on behalf of `stele verify`.
///
/// @param trusted keys; nobody signs for anything when there is none
public record ProofCheck(Terminal terminal, List<VerifierKey> trusted, boolean json) {

    public ProofCheck {
        trusted = List.copyOf(trusted);
    }

    /// What was found.
    private enum Verdict {
        PROVED(ExitCode.OK, "proved"),
        /// All is consistent, but nobody who is trusted has signed it.
        UNSIGNED(ExitCode.FAILED, "NOT PROVED"),
        FALSE(ExitCode.CORRUPT, "FALSE");

        final int exitCode;
        final String word;

        Verdict(int exitCode, String word) {
            this.exitCode = exitCode;
            this.word = word;
        }
    }

    /// The proof of an event. The exit code is [ExitCode#OK] only when a trusted key has signed.
    public int file(Path file) throws IOException {
        EventProof proof = read(file, EventProof::parse);
        TreeHead head = TreeHead.parse(proof.checkpoint().text());
        Hash leaf =
                new TreeHasher()
                        .leaf(EventEntry.of(proof.event(), proof.salts()).bytes().toByteArray());
        boolean there =
                proof.event().position().value() == proof.inclusion().index()
                        && proof.inclusion().proves(leaf, head.root());
        if (!there) {
            return say(
                    Verdict.FALSE, head, List.of(), "the event is not the one that was signed for");
        }
        List<VerifierKey> signers = signers(proof.checkpoint());
        if (!signers.isEmpty() && !json) {
            terminal.print(EventJson.write(proof.event(), DataForm.READABLE).utf8());
        }
        return verdict(
                proof.checkpoint(),
                signers,
                "the event at %s is one of the %,d of %s"
                        .formatted(proof.event().position(), head.size(), head.origin()));
    }

    /// A store against a checkpoint that was kept elsewhere.
    public int store(StoreOption store, Path checkpoint) throws IOException {
        SignedNote note = read(checkpoint, SignedNote::parse);
        TreeHead head = TreeHead.parse(note.text());
        List<VerifierKey> signers = signers(note);
        try (EventStore opened = store.openExisting()) {
            LogComparison found = LogComparison.of(opened, head);
            return found instanceof LogComparison.Same
                    ? verdict(note, signers, found.describe())
                    : say(Verdict.FALSE, head, signers, found.describe());
        }
    }

    private List<VerifierKey> signers(SignedNote note) {
        try {
            return note.signers(trusted);
        } catch (BadSignatureException e) {
            throw new CorruptException(String.valueOf(e.getMessage()), "checkpoint", 0, e);
        }
    }

    private int verdict(SignedNote note, List<VerifierKey> signers, String what) {
        TreeHead head = TreeHead.parse(note.text());
        if (!signers.isEmpty()) {
            return say(Verdict.PROVED, head, signers, what);
        }
        String why =
                trusted.isEmpty()
                        ? "; but no signature was checked: give --key"
                        : "; but none of the given keys has signed that";
        return say(Verdict.UNSIGNED, head, signers, what + why);
    }

    private int say(Verdict verdict, TreeHead head, List<VerifierKey> signers, String what) {
        List<String> names = signers.stream().map(VerifierKey::name).toList();
        String by = names.isEmpty() ? "" : ", signed by " + String.join(", ", names);
        terminal.print(
                json
                        ? Jsons.object(
                                "proved",
                                verdict == Verdict.PROVED,
                                "false",
                                verdict == Verdict.FALSE,
                                "origin",
                                head.origin(),
                                "size",
                                head.size(),
                                "signers",
                                names,
                                "message",
                                what)
                        : verdict.word + ": " + what + by);
        terminal.flush();
        return verdict.exitCode;
    }

    private static <T> T read(Path file, Function<String, T> parse) throws IOException {
        String text = Files.readString(file);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new CorruptException(
                    "it cannot be read: " + e.getMessage(), file.toString(), 0, e);
        }
    }
}
