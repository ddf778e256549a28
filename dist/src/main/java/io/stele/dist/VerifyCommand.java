package io.stele.dist;

import io.stele.dist.proofs.KeyOption;
import io.stele.dist.proofs.ProofCheck;
import io.stele.engine.maintenance.Finding;
import io.stele.engine.maintenance.StoreVerification;
import io.stele.engine.maintenance.VerificationReport;
import io.stele.log.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks everything that a store or a backup has on disk, and changes nothing.",
            "Nobody may have the store open meanwhile. A backup of it can always be checked.",
            "docs/operations.md says what each finding means and what to do.",
            "",
            "With --against, holds the events against a checkpoint that was kept elsewhere; with"
                    + " --proof, checks the proof of an event, which takes no store. docs/audit.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is as it was written",
            "5:something is not; every finding is a line",
            "1, 2, 4:it could not be checked"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele verify --store embedded:data",
            "  stele verify --backup /backups/orders --json",
            "  stele verify --against checkpoint-of-may --key log.pub --store embedded:data",
            "  stele verify --proof event-17.tlog-proof --key log.pub"
        })
final class VerifyCommand implements Callable<Integer> {

    @Mixin private StoreOption store = new StoreOption();

    @Option(
            names = "--backup",
            paramLabel = "DIR",
            description = "Check what stele backup made, in place of a store.")
    private @Nullable Path backup;

    @Option(
            names = "--against",
            paramLabel = "CHECKPOINT",
            description = "Check whether the log of the store goes on from this checkpoint.")
    private @Nullable Path against;

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description = "Check what stele proof made, in place of a store.")
    private @Nullable Path proof;

    @Mixin private KeyOption keys = new KeyOption();

    @Option(
            names = "--json",
            description = "One JSON object for each finding, and one at the end for the whole.")
    private boolean json;

    private final Terminal terminal;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (proof != null) {
            return new ProofCheck(terminal, keys.keys(), json).file(proof);
        }
        if (against != null) {
            return new ProofCheck(terminal, keys.keys(), json).store(store, against);
        }
        Progress progress = new Progress(terminal, "checked", System::nanoTime);
        StoreVerification verification =
                new StoreVerification(
                        new FileDisk(),
                        finding -> {
                            progress.clear();
                            terminal.print(json ? json(finding) : text(finding));
                        },
                        progress::at);
        VerificationReport report =
                backup != null
                        ? verification.backup(backup)
                        : verification.store(store.directory());
        progress.clear();
        terminal.print(json ? json(report, progress.seconds()) : text(report, progress.seconds()));
        terminal.flush();
        return report.isSound() ? ExitCode.OK : ExitCode.CORRUPT;
    }

    private static String text(Finding finding) {
        StringBuilder line = new StringBuilder();
        line.append(finding.kind().isNote() ? "note " : "FOUND ").append(finding.kind().label());
        line.append(" in ").append(finding.file());
        finding.offsetBytes().ifPresent(offset -> line.append(", offset ").append(offset));
        finding.position().ifPresent(position -> line.append(", position ").append(position));
        line.append(": ").append(finding.message());
        finding.checksums()
                .ifPresent(both ->
                        line.append(
                                "; checksum %08x stored, %08x computed"
                                        .formatted(both.stored(), both.computed())));
        return line.append("\n  what to do: ").append(finding.kind().advice()).toString();
    }

    private static String json(Finding finding) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", finding.kind().label());
        members.put("note", finding.kind().isNote());
        members.put("file", finding.file().toString());
        finding.offsetBytes().ifPresent(offset -> members.put("offsetBytes", offset));
        finding.position().ifPresent(position -> members.put("position", position));
        finding.checksums()
                .ifPresent(both -> {
                    members.put("checksumStored", "%08x".formatted(both.stored()));
                    members.put("checksumComputed", "%08x".formatted(both.computed()));
                });
        members.put("message", finding.message());
        members.put("advice", finding.kind().advice());
        return Jsons.MAPPER.writeValueAsString(members);
    }

    private static String text(VerificationReport report, double seconds) {
        String counts = report.counts().isEmpty() ? "" : " " + labels(report);
        return "%s: %,d events in %,d appends of %,d streams, %,d segments, %,d snapshots; %,.0f MB in %.1f s, %,.0f MB/s%s"
                .formatted(
                        report.isSound() ? "sound" : "NOT SOUND",
                        report.events(),
                        report.appends(),
                        report.streams(),
                        report.segments(),
                        report.snapshots(),
                        report.bytes() / 1e6,
                        seconds,
                        report.bytes() / 1e6 / seconds,
                        counts);
    }

    private static Map<String, Long> labels(VerificationReport report) {
        Map<String, Long> labels = new TreeMap<>();
        report.counts().forEach((kind, count) -> labels.put(kind.label(), count));
        return labels;
    }

    private static String json(VerificationReport report, double seconds) {
        return Jsons.object(
                "sound", report.isSound(),
                "events", report.events(),
                "appends", report.appends(),
                "streams", report.streams(),
                "segments", report.segments(),
                "snapshots", report.snapshots(),
                "endPosition", report.endPosition(),
                "bytes", report.bytes(),
                "seconds", seconds,
                "counts", labels(report));
    }
}
