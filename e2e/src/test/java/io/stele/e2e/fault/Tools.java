package io.stele.e2e.fault;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// The system's tools. What is missing makes a test "not run", with the reason.
final class Tools {

    private static final int SECONDS_MAX = 120;
    private static final String INSTALL =
            " (.ci/run installs it: xfsprogs, strace, e2fsprogs, util-linux)";

    private Tools() {}

    static void requireRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    }

    static void require(String... names) {
        for (String name : names) {
            boolean found =
                    Arrays.stream("/usr/sbin:/usr/bin:/sbin:/bin".split(":"))
                            .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
            assumeTrue(found, "needs the tool " + name + INSTALL);
        }
    }

    /// Runs a command that is expected to work.
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + out);
            }
            return out;
        } finally {
            process.destroyForcibly();
        }
    }

    /// Runs a command that not every machine allows; where it does not, the test is not run.
    static void runOrAbort(String why, String... command) throws InterruptedException {
        try {
            run(command);
        } catch (IOException e) {
            abort(why + ": " + e.getMessage());
        }
    }
}
