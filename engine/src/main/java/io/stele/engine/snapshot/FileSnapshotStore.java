package io.stele.engine.snapshot;

import io.stele.model.Bytes;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/// A file for each stream that has a snapshot, named by the SHA-256 of the stream's name:
/// docs/formats/snapshot.md.
///
/// Written under another name and renamed, so a reader sees the old one or the new one; not synced,
/// since the checksum tells a file that a crash left half written, and a lost snapshot costs only
/// time.
public final class FileSnapshotStore implements SnapshotStore {

    private static final System.Logger LOGGER = System.getLogger(FileSnapshotStore.class.getName());
    private static final int MAGIC = 0x53534E31; // "SSN1"

    private final Path directory;
    private final AtomicLong temporaryNames = new AtomicLong();

    public FileSnapshotStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Snapshot> load(StreamName stream, String fingerprint) {
        Path file = file(stream);
        try {
            Snapshot snapshot = decode(Files.readAllBytes(file));
            return snapshot.stream().equals(stream) && snapshot.fingerprint().equals(fingerprint)
                    ? Optional.of(snapshot)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0}: the snapshot of {1} cannot be used and is left out: {2}",
                    file,
                    stream,
                    e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void save(Snapshot snapshot) {
        Path file = file(snapshot.stream());
        Path temporary = directory.resolve("writing-" + temporaryNames.incrementAndGet() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            Files.write(temporary, encode(snapshot));
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            deleteQuietly(temporary, e);
            throw new UnavailableException(
                    "cannot keep a snapshot of " + snapshot.stream() + ": " + e, e);
        }
    }

    /// A full disk must not be filled further by what could not be written.
    private static void deleteQuietly(Path temporary, IOException because) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private Path file(StreamName stream) {
        String name = HexFormat.of().formatHex(sha256(stream.value()));
        return directory.resolve(name.substring(0, 2)).resolve(name + ".snapshot");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] encode(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            out.writeUTF(snapshot.stream().value());
            out.writeUTF(snapshot.fingerprint());
            out.writeLong(snapshot.revision().value());
            out.writeLong(snapshot.position().value());
            out.writeLong(snapshot.recordedAtMicros());
            out.writeInt(snapshot.state().size());
            out.write(snapshot.state().toByteArray());
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(file)) {
            out.writeInt(MAGIC);
            out.writeInt(crc(body.toByteArray()));
            body.writeTo(out);
        }
        return file.toByteArray();
    }

    /// The snapshot in `file`, whatever its fingerprint.
    ///
    /// @throws IllegalArgumentException when it is not a whole snapshot, or of another stream than
    ///     its name says
    public static Snapshot read(Path file) throws IOException {
        try {
            Snapshot snapshot = decode(Files.readAllBytes(file));
            String name = HexFormat.of().formatHex(sha256(snapshot.stream().value()));
            if (!file.endsWith(name + ".snapshot")) {
                throw new IllegalArgumentException("it is of stream " + snapshot.stream());
            }
            return snapshot;
        } catch (EOFException e) {
            throw new IllegalArgumentException("it is cut short", e);
        }
    }

    private static Snapshot decode(byte[] file) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
        if (in.readInt() != MAGIC) {
            throw new IllegalArgumentException("it is not a snapshot");
        }
        int stored = in.readInt();
        byte[] body = in.readAllBytes();
        if (crc(body) != stored) {
            throw new IllegalArgumentException(
                    "checksum %08x stored, %08x computed".formatted(stored, crc(body)));
        }
        in = new DataInputStream(new ByteArrayInputStream(body));
        return new Snapshot(
                StreamName.of(in.readUTF()),
                in.readUTF(),
                Revision.of(in.readLong()),
                Position.of(in.readLong()),
                in.readLong(),
                Bytes.wrap(in.readNBytes(in.readInt())));
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
