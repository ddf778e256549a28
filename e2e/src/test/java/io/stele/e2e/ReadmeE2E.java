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
/// and times.
class ReadmeE2E {

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
                    String answer = sh(command.replace("http://127.0.0.1:8420", uri));
                    assertThat(withoutChance(answer))
                            .as(line)
                            .isEqualTo(withoutChance(lines.get(i + 1)));
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(12);
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
