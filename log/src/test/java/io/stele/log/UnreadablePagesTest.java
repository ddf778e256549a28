package io.stele.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages that the disk does not give. A file that is cut short under its map behaves as a bad sector
/// does: whoever touches the page gets a SIGBUS.
class UnreadablePagesTest {

    private static final LogOptions OPTIONS = new LogOptions(32 << 10, 1 << 10);
    private static final int CUT_AT_BYTES = 8 << 10;

    @TempDir private Path directory;

    private final List<Long> seen = new ArrayList<>();

    private Log open(Disk disk) throws IOException {
        seen.clear();
        return Log.open(
                directory,
                OPTIONS,
                new Environment(disk, UUID::randomUUID, Runnable::run),
                new Log.Visitor() {
                    @Override
                    public void segment(Segment segment) {}

                    @Override
                    public void frame(Frame frame) {
                        seen.add(frame.offsetBytes());
                    }
                });
    }

    private void fill(int frames) throws IOException {
        try (Log log = open(new FileDisk())) {
            byte[] payload = new byte[1_000];
            for (int i = 0; i < frames; i++) {
                if (!log.writer().hasRoom(payload.length)) {
                    log.writer().commit();
                    log.writer().roll();
                }
                log.writer().add(payload, payload.length, 1);
            }
        }
        open(new FileDisk()).close();
        assertThat(seen).hasSize(frames);
    }

    private Path segment(int index) throws IOException {
        return LogFiles.segments(new FileDisk(), directory).get(index).path();
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    /// The files of the system, where one of them cannot be read from some byte on.
    private static Disk unreadable(Path file, int from) {
        FileDisk files = new FileDisk();
        return (Disk)
                Proxy.newProxyInstance(
                        Disk.class.getClassLoader(),
                        new Class<?>[] {Disk.class},
                        (proxy, method, arguments) -> {
                            try {
                                Object answer = method.invoke(files, arguments);
                                if (method.getName().equals("map") && arguments[0].equals(file)) {
                                    cut(file, from);
                                }
                                return answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Test
    void underAnOpenLogTheReadIsRefusedAndNamesThePlace() throws IOException {
        fill(20);
        try (Log log = open(new FileDisk())) {
            Segment segment = log.segments().getFirst();
            cut(segment.path(), CUT_AT_BYTES);
            for (long offset : seen) {
                if (offset + 1_100 < CUT_AT_BYTES) {
                    assertThat(segment.read(offset).payloadBytes()).isEqualTo(1_000);
                } else if (offset > CUT_AT_BYTES) {
                    assertThatThrownBy(() -> segment.read(offset))
                            .isInstanceOf(LogCorruptException.class)
                            .hasMessageContaining("does not give");
                }
            }
        }
    }

    /// In the last segment and in one before: neither is a torn tail.
    @Test
    void atOpeningTheLogIsReadUpToThePageAndNothingIsChanged() throws IOException {
        fill(50);
        for (int damaged = 1; damaged >= 0; damaged--) {
            Path file = segment(damaged);
            byte[] before = Files.readAllBytes(file);
            try (Log log = open(unreadable(file, CUT_AT_BYTES))) {
                assertThat(log.damage().orElseThrow()).hasMessageContaining("does not give");
                assertThat(log.damage().orElseThrow().file()).isEqualTo(file);
                assertThat(seen).hasSizeBetween(damaged * 31 + 6, damaged * 31 + 8);
            }
            assertThat(Files.readAllBytes(file)).startsWith(readable(before)).hasSize(CUT_AT_BYTES);
            Files.write(file, before);
        }
        open(new FileDisk()).close();
        assertThat(seen).hasSize(50);
    }

    private static byte[] readable(byte[] bytes) {
        byte[] readable = new byte[CUT_AT_BYTES];
        System.arraycopy(bytes, 0, readable, 0, CUT_AT_BYTES);
        return readable;
    }

    @Test
    void aHeaderThatCannotBeReadIsDamage() throws IOException {
        fill(3);
        try (Log log = open(unreadable(segment(0), 0))) {
            assertThat(log.damage().orElseThrow()).hasMessageContaining("does not give");
        }
    }
}
