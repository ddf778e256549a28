package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Completion in a real bash.
class CompletionTest {

    private static final Path BASH = Path.of("/bin/bash");

    @TempDir private Path directory;

    /// @param words what is typed, the last of them not to its end
    private String complete(String... words) throws Exception {
        assumeTrue(Files.isExecutable(BASH), "there is no bash in /bin");
        Path script =
                Files.writeString(
                        directory.resolve("completion"), Cli.run("completion", "bash").out());
        String line = String.join(" ", words);
        String program =
                """
                compopt() { :; } # works only while bash itself asks
                source %s
                COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d
                _complete_stele
                printf '%%s\\n' "${COMPREPLY[@]}"
                """
                        .formatted(script, line, words.length - 1, line, line.length());
        Process bash =
                new ProcessBuilder(BASH.toString(), "--norc", "-c", program)
                        .redirectErrorStream(true)
                        .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void commandsAndTheirOptionsAreCompleted() throws Exception {
        assertThat(complete("stele", "exp").strip()).isEqualTo("export");
        assertThat(complete("stele", "bench", "go").strip()).isEqualTo("goals");
        assertThat(complete("stele", "append", "--exp").strip()).isEqualTo("--expected");
        assertThat(complete("stele", "bench", "load", "append-u").strip())
                .isEqualTo("append-unary");
    }

    @Test
    void theScriptIsForZshTooAndForOtherNames() {
        assertThat(Cli.run("completion", "zsh").out()).contains("bashcompinit");
        assertThat(Cli.run("completion", "bash", "--name", "./stele").out())
                .endsWith("complete -F _complete_stele -o default './stele'\n");
    }
}
