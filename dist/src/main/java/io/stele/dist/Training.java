package io.stele.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs the usual commands once, so that the JVM can keep the classes they load for faster starts.
/// Only the launcher uses it, after a build.
final class Training {

    private Training() {}

    /// @param args a directory to work in, emptied before and after
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        delete(directory);
        try {
            train("embedded:" + directory.resolve("data"));
        } finally {
            delete(directory);
        }
    }

    private static void train(String store) {
        run("--help");
        run("append", "account-1", "MoneyDeposited", "{\"amount\":1}", "--store", store);
        run("read", "account-1", "--store", store);
        run("read", "--json", "--store", store);
    }

    private static void run(String... args) {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(InputStream.nullInputStream(), nowhere, System.err, false);
        int exitCode = Main.run(terminal, args);
        if (exitCode != ExitCode.OK) {
            throw new IllegalStateException(String.join(" ", args) + " gave " + exitCode);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.toList().reversed()) {
                Files.delete(path);
            }
        }
    }
}
