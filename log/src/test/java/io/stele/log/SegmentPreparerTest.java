package io.stele.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.log.simulated.SimulatedDisk;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentPreparerTest {

    private static final Path DIRECTORY = Path.of("/simulated");

    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final SegmentPreparer preparer =
            new SegmentPreparer(
                    new Environment(disk, UUID::randomUUID, background::add), DIRECTORY, 4_096);

    private void runBackground() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    @Test
    void afterAFailureItRefusesAtOnceAndTriesAgainInTheBackground() throws IOException {
        disk.freeBytes(1_000);
        preparer.begin();
        runBackground();
        assertThat(preparer.failed()).isTrue();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(preparer::take)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
        }
        assertThat(background).as("one try at a time").hasSize(1);

        disk.freeBytes(4_096);
        runBackground();
        assertThat(preparer.failed()).isFalse();
        assertThat(preparer.take()).isEqualTo(DIRECTORY.resolve(SegmentNames.PREPARED));
    }

    @Test
    void beginningDoesNotTryAgain() {
        disk.freeBytes(0);
        preparer.begin();
        runBackground();
        preparer.begin();
        assertThat(background).isEmpty();
        preparer.retry();
        assertThat(background).hasSize(1);
    }

    @Test
    void aSegmentThatCannotBeMadeTakesNoSpace(@TempDir Path directory) {
        Disk full =
                (Disk)
                        Proxy.newProxyInstance(
                                Disk.class.getClassLoader(),
                                new Class<?>[] {Disk.class},
                                (proxy, method, arguments) -> {
                                    assertThat(method.getName()).isEqualTo("usableBytes");
                                    return 4_000L;
                                });
        SegmentPreparer hopeless =
                new SegmentPreparer(
                        new Environment(full, UUID::randomUUID, Runnable::run), directory, 4_096);

        assertThatThrownBy(hopeless::take)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left")
                .hasMessageContaining("4,096")
                .hasMessageContaining("4,000");
    }

    @Test
    void theSystemSaysHowMuchIsFree(@TempDir Path directory) throws IOException {
        assertThat(new FileDisk().usableBytes(directory))
                .isBetween(1L, Files.getFileStore(directory).getTotalSpace());
    }
}
