package io.stele.engine.snapshot;

import io.stele.model.Bytes;
import io.stele.model.BytesPatch;
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
/// time. A large state that is much like the one in the file is kept as a patch of it, in a file
/// beside it, so that what is written is what has changed.
public final class FileSnapshotStore implements SnapshotStore {

    private static final System.Logger LOGGER = System.getLogger(FileSnapshotStore.class.getName());
    private static final int WHOLE = 0x53534E31; // "SSN1"
    private static final int PATCH = 0x53535031; // "SSP1"
    private static final String WHOLE_SUFFIX = ".snapshot";
    private static final String PATCH_SUFFIX = ".patch";
    private static final int PATCH_FROM_BYTES = 16 << 10;
    private static final int MUCH_SMALLER = 4; // times

    private final Path directory;
    private final AtomicLong temporaryNames = new AtomicLong();

    public FileSnapshotStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Snapshot> load(StreamName stream, String fingerprint) {
        return latest(stream).filter(snapshot -> snapshot.fingerprint().equals(fingerprint));
    }

    private Optional<Snapshot> latest(StreamName stream) {
        return read(stream, WHOLE)
                .map(whole -> read(stream, PATCH).flatMap(p -> patched(whole, p)).orElse(whole));
    }

    /// What the file of a stream has.
    private Optional<Snapshot> read(StreamName stream, int magic) {
        Path file = file(stream, magic == WHOLE ? WHOLE_SUFFIX : PATCH_SUFFIX);
        try {
            return Optional.of(decode(Files.readAllBytes(file), magic))
                    .filter(snapshot -> snapshot.stream().equals(stream));
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

    /// A patch of another one was left by a crash, and is of no use.
    private static Optional<Snapshot> patched(Snapshot whole, Snapshot patch) {
        try {
            return Optional.of(with(patch, BytesPatch.apply(whole.state(), patch.state())))
                    .filter(snapshot -> snapshot.fingerprint().equals(whole.fingerprint()));
        } catch (IllegalArgumentException e) {
            LOGGER.log(
                    System.Logger.Level.DEBUG,
                    "a patch of the snapshot of {0} is left out: {1}",
                    whole.stream(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Snapshot with(Snapshot snapshot, Bytes state) {
        return new Snapshot(
                snapshot.stream(),
                snapshot.fingerprint(),
                snapshot.revision(),
                snapshot.position(),
                snapshot.recordedAtMicros(),
                state);
    }

    @Override
    public void save(Snapshot snapshot) {
        Optional<Bytes> patch = patch(snapshot);
        Path patchFile = file(snapshot.stream(), PATCH_SUFFIX);
        if (patch.isPresent()) {
            write(patchFile, with(snapshot, patch.get()), PATCH);
            return;
        }
        write(file(snapshot.stream(), WHOLE_SUFFIX), snapshot, WHOLE);
        try {
            Files.deleteIfExists(patchFile);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "a patch of no use stays: {0}", e.getMessage());
        }
    }

    /// What makes of the file's state this one, where that is much smaller.
    private Optional<Bytes> patch(Snapshot snapshot) {
        if (snapshot.state().size() < PATCH_FROM_BYTES) {
            return Optional.empty();
        }
        return read(snapshot.stream(), WHOLE)
                .filter(whole -> whole.fingerprint().equals(snapshot.fingerprint()))
                .map(whole -> BytesPatch.of(whole.state(), snapshot.state()))
                .filter(patch -> patch.size() <= snapshot.state().size() / MUCH_SMALLER);
    }

    private void write(Path file, Snapshot snapshot, int magic) {
        Path temporary = directory.resolve("writing-" + temporaryNames.incrementAndGet() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            Files.write(temporary, encode(snapshot, magic));
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

    private Path file(StreamName stream, String suffix) {
        String name = name(stream);
        return directory.resolve(name.substring(0, 2)).resolve(name + suffix);
    }

    private static String name(StreamName stream) {
        return HexFormat.of().formatHex(sha256(stream.value()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] encode(Snapshot snapshot, int magic) throws IOException {
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
            out.writeInt(magic);
            out.writeInt(crc(body.toByteArray()));
            body.writeTo(out);
        }
        return file.toByteArray();
    }

    /// The snapshot in `file`, whatever its fingerprint; of a patch, what it is together with the
    /// snapshot beside it.
    ///
    /// @throws IllegalArgumentException when it is not a whole snapshot, or of another stream than
    ///     its name says
    public static Snapshot read(Path file) throws IOException {
        try {
            boolean isPatch = file.toString().endsWith(PATCH_SUFFIX);
            Snapshot snapshot = decode(Files.readAllBytes(file), isPatch ? PATCH : WHOLE);
            String name = name(snapshot.stream());
            if (!file.endsWith(name + (isPatch ? PATCH_SUFFIX : WHOLE_SUFFIX))) {
                throw new IllegalArgumentException("it is of stream " + snapshot.stream());
            }
            if (isPatch) {
                Snapshot whole = read(file.resolveSibling(name + WHOLE_SUFFIX));
                return with(snapshot, BytesPatch.apply(whole.state(), snapshot.state()));
            }
            return snapshot;
        } catch (EOFException e) {
            throw new IllegalArgumentException("it is cut short", e);
        }
    }

    private static Snapshot decode(byte[] file, int magic) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
        if (in.readInt() != magic) {
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
