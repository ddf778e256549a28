package io.stele.dist.proofs;

import io.stele.dist.CommandException;
import io.stele.dist.ExitCode;
import io.stele.dist.Jsons;
import io.stele.dist.Terminal;
import io.stele.proofs.EventProof;
import io.stele.proofs.note.TreeHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "proof",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a file that proves an event: what it says, and that it is in the log.",
            "Whoever has the log's public key can check it, without the log and without Stele:"
                    + " docs/audit.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele proof --position 17 --out event-17.tlog-proof",
            "  stele proof --position 17 --data data       while no server runs",
            "  stele verify --proof event-17.tlog-proof --key log.pub"
        })
public final class ProofCommand implements Callable<Integer> {

    @Mixin private ProofSource source = new ProofSource();

    @Option(names = "--position", required = true, paramLabel = "N", description = "Of the event.")
    private long position;

    @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
    private @Nullable Path out;

    @Option(
            names = "--json",
            description = "With --out: print what was proved as JSON. The proof is a text.")
    private boolean json;

    private final Terminal terminal;

    public ProofCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (position < 0) {
            throw CommandException.usage("--position must be 0 or more");
        }
        String proof = source.proof(position);
        if (out == null) {
            terminal.out().print(proof);
        } else {
            Files.writeString(out, proof);
            TreeHead head = TreeHead.parse(EventProof.parse(proof).checkpoint().text());
            terminal.print(
                    json
                            ? Jsons.object(
                                    "position", position,
                                    "origin", head.origin(),
                                    "size", head.size(),
                                    "file", out.toString())
                            : "%s proves the event at %d, in the log %s of %,d events"
                                    .formatted(out, position, head.origin(), head.size()));
        }
        terminal.flush();
        return ExitCode.OK;
    }
}
