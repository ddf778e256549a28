package io.stele.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory that goes when the benchmark is done, also when that is ended by Ctrl-C.
///
/// @param hook deletes it when the process ends
public record Scratch(Path directory, Thread hook) implements AutoCloseable {

    /// A new directory where the system keeps temporary files.
    public static Scratch make() throws IOException {
        return of(Files.createTempDirectory("stele-bench-"));
    }

    /// A new directory below `parent`.
    public static Scratch below(Path parent) throws IOException {
        Files.createDirectories(parent);
        return of(Files.createTempDirectory(parent.toAbsolutePath(), "stele-bench-"));
    }

    private static Scratch of(Path directory) {
        Thread hook = new Thread(() -> delete(directory));
        Runtime.getRuntime().addShutdownHook(hook);
        return new Scratch(directory, hook);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        delete(directory);
    }

    private static void delete(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.toList().reversed()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("could not delete " + directory + ": " + e.getMessage());
        }
    }
}
