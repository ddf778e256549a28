package io.stele.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of this machine.
class FileDiskTest {

    private static final String TRY_TO_LOCK =
            """
            import java.nio.channels.FileChannel;
            import java.nio.file.Path;
            import java.nio.file.StandardOpenOption;

            class TryToLock {
                public static void main(String[] file) throws Exception {
                    try (FileChannel channel =
                            FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE)) {
                        System.out.print(channel.tryLock() == null ? "held" : "free");
                    }
                }
            }
            """;

    @TempDir private Path directory;

    /// The lock of an operating system ends when its process closes any channel to the file.
    @Test
    void aRefusedSecondLockDoesNotEndTheFirst() throws Exception {
        FileDisk disk = new FileDisk();
        Path file = directory.resolve("lock");
        try (AutoCloseable lock = disk.lock(file)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> disk.lock(file)).isInstanceOf(LogLockedException.class);
            assertThat(asAnotherProcessSees(file)).isEqualTo("held");
        }
        assertThat(asAnotherProcessSees(file)).isEqualTo("free");
        disk.lock(file).close();
    }

    private String asAnotherProcessSees(Path file) throws Exception {
        Path program = Files.writeString(directory.resolve("TryToLock.java"), TRY_TO_LOCK);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(java, program.toString(), file.toString())
                        .redirectErrorStream(true)
                        .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
