package io.stele.dist;

import io.stele.model.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps a checkpoint in a file, as a number in a line. The file always has a whole one.
final class CheckpointFile {

    private final Path file;
    private @Nullable Checkpoint written;

    CheckpointFile(Path file) {
        this.file = file;
    }

    /// @return empty when there is no file
    /// @throws CommandException when it has something else
    Optional<Checkpoint> read() throws IOException {
        try {
            return Optional.of(new Checkpoint(Long.parseLong(Files.readString(file).strip())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(
                    "%s is not a checkpoint: a number, 0 or more, was expected".formatted(file));
        }
    }

    /// Does nothing when that is written already.
    void write(Checkpoint checkpoint) throws IOException {
        if (!checkpoint.equals(written)) {
            Path partial = file.resolveSibling(file.getFileName() + ".partial");
            Files.writeString(partial, checkpoint.next() + "\n");
            Files.move(
                    partial,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            written = checkpoint;
        }
    }
}
