package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's tour, typed as printed: every answer it prints is the one that comes, but for ids
/// and times. What the bank does by itself takes its time, and the order in which it writes is its
/// own: such states are asked for until they are as printed, and their positions do not count.
class ReadmeE2E {

    private static final int BEFORE_THE_TRANSFER = 12;
    private static final int TRIES_MAX = 400;

    @TempDir private Path directory;

    @Test
    void everyPrintedAnswerIsTheOneThatComes() throws Exception {
        assumeTrue(sh("command -v curl || true").contains("curl"), "curl is not there");
        List<String> lines = Files.readAllLines(Repository.ROOT.resolve("README.md"));
        int checked = 0;
        try (Stele demo = Stele.start(directory, "demo", "--port", "0", "--data", "data")) {
            String uri = demo.awaitReady().toString();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.startsWith("$ curl ") && !line.contains(" -N ")) {
                    String command = "curl -s " + line.substring("$ curl ".length());
                    String typed = command.replace("http://127.0.0.1:8420", uri);
                    boolean ofItself = checked >= BEFORE_THE_TRANSFER;
                    check(line, typed, lines.get(i + 1), ofItself);
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(20);
    }

    private static void check(String line, String typed, String printed, boolean ofItself)
            throws IOException, InterruptedException {
        String expected = withoutChance(printed, ofItself);
        String answer = withoutChance(sh(typed), ofItself);
        boolean asks = !line.contains(" -d ");
        for (int i = 0; ofItself && asks && i < TRIES_MAX && !answer.equals(expected); i++) {
            Thread.sleep(50);
            answer = withoutChance(sh(typed), true);
        }
        assertThat(answer).as(line).isEqualTo(expected);
    }

    private static String withoutChance(String answer, boolean positionsToo) {
        String text = positionsToo ? answer.replaceAll("\"position\":\\d+", "POSITION") : answer;
        return withoutChance(text);
    }

    private static String withoutChance(String answer) {
        return answer.strip()
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
    }

    private static String sh(String command) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
