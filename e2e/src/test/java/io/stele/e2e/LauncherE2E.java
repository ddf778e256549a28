package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `./stele` itself promises, from a directory that is not the clone.
class LauncherE2E {

    @TempDir Path directory;

    @Test
    void withoutACommandItPrintsHelp() throws Exception {
        assertThat(Stele.run(directory)).contains("Usage: stele", "Exit codes:");
    }

    @Test
    void theExitCodeOfTheCommandIsItsOwn() throws Exception {
        try (Stele wrong = Stele.start(directory, "apend")) {
            assertThat(wrong.waitFor()).isEqualTo(2);
            assertThat(wrong.err()).contains("append");
        }
    }

    @Test
    void argumentsArriveAsTheyWereTyped() throws Exception {
        String spaced = "{\"text\": \"a  b $HOME 'x' *\"}";
        Stele.run(directory, "append", "a-1", "Typed", spaced, "--store", "embedded:the log");
        assertThat(Stele.run(directory, "read", "a-1", "--store", "embedded:the log"))
                .contains(spaced);
        assertThat(Files.isDirectory(directory.resolve("the log"))).isTrue();
    }

    @Test
    void twoStartsAtOnceDoNotDisturbEachOther() throws Exception {
        try (Stele one = Stele.start(directory, "--version");
                Stele other = Stele.start(directory, "--version")) {
            assertThat(one.waitFor()).isZero();
            assertThat(other.waitFor()).isZero();
            assertThat(one.out()).startsWith("stele ").isEqualTo(other.out());
        }
    }

    @Test
    void itWorksThroughALink() throws Exception {
        Path link = directory.resolve("linked");
        Files.createSymbolicLink(link, Repository.ROOT.resolve("stele"));
        Process process = new ProcessBuilder(link.toString(), "--version").start();
        try (var out = process.inputReader()) {
            assertThat(out.readLine()).startsWith("stele ");
        }
        assertThat(process.waitFor()).isZero();
    }
}
