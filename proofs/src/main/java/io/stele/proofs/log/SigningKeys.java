package io.stele.proofs.log;

import io.stele.proofs.durable.DurableText;
import io.stele.proofs.note.KeyType;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.SigningKey;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The keys that sign a log's checkpoints: all files `*.key` of a directory that only its owner can
/// read. To go over to another key, add a second one, give its public part to all who verify, and take
/// the file of the first one away some time later.
///
/// @param keys not empty, in the order of their files' names
public record SigningKeys(List<SigningKey> keys) {

    public SigningKeys {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("somebody has to sign");
        }
    }

    /// The keys in `directory`, which gets one if it has none.
    ///
    /// @param name of a new key
    /// @param type of a new key
    /// @throws IllegalArgumentException when a file is no key
    public static SigningKeys in(Path directory, String name, KeyType type) throws IOException {
        Files.createDirectories(directory);
        List<Path> files = files(directory);
        if (files.isEmpty()) {
            make(directory.resolve("log.key"), SigningKey.generate(name, type));
            files = files(directory);
        }
        List<SigningKey> keys = new ArrayList<>();
        for (Path file : files) {
            try {
                keys.add(SigningKey.parse(Files.readString(file)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        file + " is not a signing key: " + e.getMessage(), e);
            }
        }
        return new SigningKeys(keys);
    }

    /// Adds a key to those in `directory`; it signs from the next time on that they are read.
    ///
    /// @return by which it is known
    public static VerifierKey add(Path directory, String name, KeyType type) throws IOException {
        int number = 2;
        while (Files.exists(directory.resolve("log-%d.key".formatted(number)))) {
            number++;
        }
        SigningKey key = SigningKey.generate(name, type);
        make(directory.resolve("log-%d.key".formatted(number)), key);
        return key.verifier();
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.key")) {
            found.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    /// Durable before it is used: a checkpoint by a key that is lost proves nothing.
    private static void make(Path file, SigningKey key) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    unfinished,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        new DurableText(file).write(key.text());
    }

    SignedNote sign(TreeHead head, Instant now) {
        String text = head.text();
        return new SignedNote(text, keys.stream().map(key -> key.sign(text, now)).toList());
    }

    /// By which the checkpoints are known.
    public List<VerifierKey> verifiers() {
        return keys.stream().map(SigningKey::verifier).toList();
    }
}
