package io.stele.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.tck.history.ScriptedAppend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// System calls that fail, by injection into a real process.
///
/// `-Dstele.failedSyncs=N` and `-Dstele.killsAtCalls=N` set how many.
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class FailedSyncE2E {

    private static final int SYNCS = Integer.getInteger("stele.failedSyncs", 3);
    private static final int CALLS = Integer.getInteger("stele.killsAtCalls", 5);
    private static final int LINES_BEYOND_THE_FAILURE = 6_000;
    private static final String STORAGE_CALLS = "fdatasync,fsync,pwrite64,rename,unlink,ftruncate";

    @TempDir Path directory;

    private final SplittableRandom random = new SplittableRandom();

    @BeforeEach
    void needsStrace() throws InterruptedException {
        Tools.require("strace");
        Tools.runOrAbort("needs the right to trace", "strace", "-f", "true");
    }

    /// One sync fails, and the ones after it succeed, as they do on Linux when the data is lost.
    @Test
    void afterAFailedSyncNothingIsAcknowledgedUntilTheLogWasReadAgain() throws Exception {
        for (int i = 0; i < SYNCS; i++) {
            int call = 2 + random.nextInt(40);
            Path store = directory.resolve("failed-" + i);
            assertThat(goesOnAfterFailure(store, call)).as("sync %d failed", call).isNull();
            Path file = directory.resolve("failed-" + i + ".history");
            assertThat(VictimProcess.check(store, VictimProcess.history(file)))
                    .as("sync %d failed", call)
                    .isNull();
        }
    }

    /// Shows that the test above can fail.
    @Test
    void aRetriedSyncIsNoticed() throws Exception {
        Path store = directory.resolve("planted");
        assertThat(goesOnAfterFailure(store, 5, "retry")).isNotNull();
    }

    private @Nullable String goesOnAfterFailure(Path store, int call, String... planted)
            throws Exception {
        Path file = store.resolveSibling(store.getFileName() + ".history");
        String inject = "inject=fdatasync:error=EIO:when=" + call;
        String[] arguments =
                planted.length == 0 ? new String[] {"1", "8"} : new String[] {"1", "8", planted[0]};
        try (VictimProcess victim =
                VictimProcess.start(strace("fdatasync", inject), store, file, arguments)) {
            boolean goesOn =
                    victim.await(0, text -> text.lines().count() > LINES_BEYOND_THE_FAILURE);
            return goesOn ? "nobody was told of the failed sync" : acknowledgedBehindUnknown(file);
        }
    }

    /// An append that was sent after an outcome was unknown, and acknowledged all the same.
    private static @Nullable String acknowledgedBehindUnknown(Path history) throws IOException {
        Set<UUID> late = new HashSet<>();
        boolean failed = false;
        for (String line : Files.readAllLines(history)) {
            String[] words = line.split(" ");
            failed |= words[0].equals("unknown");
            if (failed && words[0].equals("sent")) {
                late.add(ScriptedAppend.parse(line.substring("sent ".length())).id());
            } else if (words[0].equals("appended") && late.contains(UUID.fromString(words[1]))) {
                return line;
            }
        }
        return failed ? null : "no outcome was unknown";
    }

    /// SIGKILL at the n-th call that changes what is stored, for each n: while the log is made,
    /// while segments are made, in the middle of a commit.
    @Test
    void thereIsNoBadInstantToBeKilled() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            int call = CALLS < 50 ? 1 + random.nextInt(60) : i + 1;
            Path store = directory.resolve("killed-" + i);
            Path file = directory.resolve("killed-" + i + ".history");
            String inject = "inject=" + STORAGE_CALLS + ":signal=KILL:when=" + call;
            try (VictimProcess victim =
                    VictimProcess.start(strace(STORAGE_CALLS, inject), store, file, "" + i, "2")) {
                victim.await(0, text -> false); // until it ends
            }
            assertThat(VictimProcess.check(store, VictimProcess.history(file)))
                    .as("killed at call %d", call)
                    .isNull();
        }
    }

    private static List<String> strace(String calls, String inject) {
        return List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + calls,
                "-e",
                "signal=none",
                "-e",
                inject);
    }
}
