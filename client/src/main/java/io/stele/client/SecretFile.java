package io.stele.client;

import io.stele.model.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A secret that somebody else may write anew at any time.
final class SecretFile {

    private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Path file;
    private String text = "";
    private long readNanos = System.nanoTime() - KNOWN_NANOS;

    SecretFile(Path file) {
        this.file = file;
    }

    /// As it was a few seconds ago at most, without white space around it.
    ///
    /// @throws UnavailableException when the file cannot be read, or is empty
    synchronized String text() {
        if (System.nanoTime() - readNanos >= KNOWN_NANOS) {
            text = read();
            readNanos = System.nanoTime();
        }
        return text;
    }

    private String read() {
        try {
            String read = Files.readString(file).strip();
            if (!read.isEmpty()) {
                return read;
            }
        } catch (NoSuchFileException e) {
            throw new UnavailableException("there is no file " + file, e);
        } catch (IOException e) {
            throw new UnavailableException(file + " cannot be read: " + e.getMessage(), e);
        }
        throw new UnavailableException(file + " is empty; it should hold a secret");
    }
}
