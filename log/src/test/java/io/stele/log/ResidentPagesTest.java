package io.stele.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResidentPagesTest {

    private static final int FILE_BYTES = 64 << 20;
    private static final int BOUND_BYTES = 8 << 20;
    private static final int STEP_BYTES = 16 << 10;

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void writeAFileWhoseNumbersSayWhereTheyAre() throws IOException {
        file = directory.resolve("numbers");
        ByteBuffer bytes = ByteBuffer.allocate(FILE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < FILE_BYTES; at += STEP_BYTES) {
            bytes.putLong(at, at);
        }
        Files.write(file, bytes.array());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileReadFromEndToEndDoesNotStayInMemoryAndReadsTheSame(boolean adviceIsTaken)
            throws IOException {
        assumeThat(!adviceIsTaken || FileDisk.class.getModule().isNativeAccessEnabled())
                .as("started with --enable-native-access")
                .isTrue();
        Disk disk = adviceIsTaken ? new FileDisk() : deaf();
        assumeThat(disk.residentBytes()).as("the system counts").isPositive();
        ResidentPages pages = new ResidentPages(BOUND_BYTES, disk);
        try (MappedFile mapped = new MappedFile(disk, file, pages);
                MappedFile other = new MappedFile(disk, file, pages)) {
            MemorySegment first = mapped.bytes();
            long before = disk.residentBytes();
            for (int round = 0; round < 2; round++) {
                for (int at = 0; at < FILE_BYTES; at += STEP_BYTES) {
                    assertThat(number(mapped, at)).isEqualTo(at);
                    assertThat(number(other, FILE_BYTES - STEP_BYTES - at))
                            .isEqualTo(FILE_BYTES - STEP_BYTES - at);
                }
            }
            assertThat(disk.residentBytes() - before).isLessThan(4 * BOUND_BYTES);
            assertThat(mapped.generation()).isPositive();
            assertThat(first.scope().isAlive()).isEqualTo(adviceIsTaken);
        }
        assertThat(pages.bytes()).isLessThan(BOUND_BYTES);
    }

    @Test
    void withoutABoundItStays() throws IOException {
        Disk disk = new FileDisk();
        assumeThat(disk.residentBytes()).as("the system counts").isPositive();
        try (MappedFile mapped =
                new MappedFile(disk, file, new ResidentPages(Long.MAX_VALUE, disk))) {
            long before = disk.residentBytes();
            for (int at = 0; at < FILE_BYTES; at += STEP_BYTES) {
                number(mapped, at);
            }
            assertThat(disk.residentBytes() - before).isGreaterThan(FILE_BYTES / 2);
        }
    }

    @Test
    void whatOthersHaveMappedDoesNotMakeTheseMapsLetGoAllTheTime() throws IOException {
        FileDisk files = new FileDisk();
        assumeThat(files.residentBytes()).as("the system counts").isPositive();
        long[] others = {0};
        Disk disk =
                proxy((method, arguments) -> {
                    Object answer = method.invoke(files, arguments);
                    return answer instanceof Long bytes ? bytes + others[0] : answer;
                });
        ResidentPages pages = new ResidentPages(BOUND_BYTES, disk);
        others[0] = 1 << 30;
        try (MappedFile mapped = new MappedFile(disk, file, pages)) {
            for (int at = 0; at < FILE_BYTES; at += STEP_BYTES) {
                number(mapped, at);
            }
            assertThat(mapped.generation()).isBetween(1, 4 * FILE_BYTES / BOUND_BYTES);
            others[0] = 0;
            for (int at = 0; at < FILE_BYTES; at += STEP_BYTES) {
                number(mapped, at);
                assertThat(pages.bytes()).isLessThan(2 * BOUND_BYTES);
            }
        }
    }

    private static long number(MappedFile file, int at) {
        file.touch(at, Long.BYTES);
        MemorySegment bytes = file.bytes();
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at);
    }

    /// The files of the system, whose maps take no advice.
    private static Disk deaf() {
        FileDisk files = new FileDisk();
        return proxy((method, arguments) -> {
            Object answer = method.invoke(files, arguments);
            return answer instanceof Disk.Mapping map ? new Deaf(map) : answer;
        });
    }

    private interface Call {
        @Nullable Object of(Method method, @Nullable Object[] arguments) throws Exception;
    }

    private static Disk proxy(Call call) {
        return (Disk)
                Proxy.newProxyInstance(
                        Disk.class.getClassLoader(),
                        new Class<?>[] {Disk.class},
                        (proxy, method, arguments) -> call.of(method, arguments));
    }

    private record Deaf(Disk.Mapping map) implements Disk.Mapping {

        @Override
        public MemorySegment bytes() {
            return map.bytes();
        }

        @Override
        public void close() {
            map.close();
        }
    }
}
