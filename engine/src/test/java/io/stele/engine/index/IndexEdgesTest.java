package io.stele.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.log.FileDisk;
import io.stele.log.MappedFile;
import io.stele.log.ResidentPages;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Edges of the index that no story reaches.
class IndexEdgesTest {

    @TempDir private Path directory;

    @Test
    void oneIdWrittenOftenTakesNoLongerThanMany() {
        IdTable table = new IdTable();
        for (int i = 0; i < 300_000; i++) { // walking all equal ones each time would take minutes
            table.add(42, i);
        }
        table.add(43, 7);
        List<Integer> offered = new ArrayList<>();
        assertThat(table.find(42, value -> offered.add(value) && offered.size() == 3))
                .isEqualTo(299_997);
        assertThat(offered).containsExactly(299_999, 299_998, 299_997);
        IdTable.Sorted sorted = table.sorted();
        assertThat(sorted.hashes()).hasSize(300_001).isSorted();
        assertThat(sorted.values()[300_000]).isEqualTo(7);
    }

    @Test
    void aLookUpFarBelowAPartFindsItsFirstPosition() {
        MemoryPostings far = new MemoryPostings((1L << 31) + 100, 0, null);
        assertThat(far.floorIndex(4)).isEqualTo(-1);
        assertThat(far.ceiling(5)).isEqualTo((1L << 31) + 100);
    }

    @Test
    void aMapIsClosedThoughSomebodyComputesAChecksumInIt() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[32 << 20]);
        MappedFile mapped =
                new MappedFile(new FileDisk(), file, new ResidentPages(1 << 20, new FileDisk()));
        Thread reader = Thread.ofPlatform().start(() -> sumUntilClosed(mapped));
        mapped.close();
        reader.join();
        assertThatThrownBy(() -> mapped.bytes().get(ValueLayout.JAVA_BYTE, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    private static void sumUntilClosed(MappedFile mapped) {
        try {
            while (true) {
                new CRC32C().update(mapped.bytes().asByteBuffer());
            }
        } catch (IllegalStateException e) {
            assertThat(e).isNotNull(); // the map has ended
        }
    }
}
