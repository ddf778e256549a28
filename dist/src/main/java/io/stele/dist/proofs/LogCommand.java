package io.stele.dist.proofs;

import io.stele.dist.ExitCode;
import io.stele.dist.Jsons;
import io.stele.dist.Terminal;
import io.stele.proofs.log.SigningKeys;
import io.stele.proofs.note.KeyType;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the log has signed for: the root of the Merkle tree over all events.",
            "",
            "Keep checkpoints where whoever could change the log cannot change them. One is enough to"
                    + " find any change of what was there by then: docs/audit.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele log checkpoint > checkpoint-of-may",
            "  stele log keys > log.pub",
            "  stele verify --against checkpoint-of-may --key log.pub --store embedded:data"
        })
public final class LogCommand {

    private final Terminal terminal;

    public LogCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "checkpoint",
            mixinStandardHelpOptions = true,
            description = "Prints the last checkpoint, as a signed note.",
            footerHeading = "%nExamples:%n",
            footer = "  stele log checkpoint > checkpoint-of-may")
    int checkpoint(
            @Mixin ProofSource source,
            @Option(names = "--json", description = "Print its parts as JSON.") boolean json)
            throws InterruptedException {
        String note = source.checkpoint();
        if (json) {
            TreeHead head = TreeHead.parse(SignedNote.parse(note).text());
            terminal.print(
                    Jsons.object(
                            "origin", head.origin(),
                            "size", head.size(),
                            "root", head.root().base64(),
                            "note", note));
        } else {
            terminal.out().print(note);
        }
        return done();
    }

    @Command(
            name = "keys",
            mixinStandardHelpOptions = true,
            description = "Prints the public keys that sign checkpoints, one in each line.",
            footerHeading = "%nExamples:%n",
            footer = "  stele log keys > log.pub")
    int keys(
            @Mixin ProofSource source,
            @Option(names = "--json", description = "Print them as JSON strings.") boolean json)
            throws InterruptedException {
        String keys = source.keys();
        if (json) {
            keys.lines().forEach(key -> terminal.print(Jsons.MAPPER.writeValueAsString(key)));
        } else {
            terminal.out().print(keys);
        }
        return done();
    }

    @Command(
            name = "add-key",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Makes another key that signs checkpoints, beside those there are, and prints its public"
                        + " part.",
                "To go over to it: give that to all who verify, and some time later take the file of"
                        + " the old one out of DIR/proofs/keys. A server reads keys when it starts."
            },
            footerHeading = "%nExamples:%n",
            footer = "  stele log add-key --data data       while no server runs")
    int addKey(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "The data of a server that is not running.")
                    Path data,
            @Option(names = "--json", description = "Print it as a JSON string.") boolean json)
            throws IOException, InterruptedException {
        String origin = ProofSource.offline(data, log -> log.identity().origin());
        String key = SigningKeys.add(data.resolve("proofs/keys"), origin, KeyType.ED25519).text();
        terminal.print(json ? Jsons.MAPPER.writeValueAsString(key) : key);
        return done();
    }

    private int done() {
        terminal.flush();
        return ExitCode.OK;
    }
}
