package io.stele.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.bench.groups.GroupBench;
import io.stele.bench.index.IndexBench;
import io.stele.bench.open.OpenBench;
import io.stele.bench.parts.FrameBenchmark;
import io.stele.bench.parts.LookUpBenchmark;
import io.stele.bench.publish.PublishBench;
import io.stele.bench.query.QueryBench;
import io.stele.bench.read.ReadBench;
import io.stele.bench.rebuild.RebuildBench;
import io.stele.bench.state.StateBench;
import io.stele.testkit.PrivateKafka;
import io.stele.testkit.PrivatePostgres;
import io.stele.testkit.PrivateRabbitMq;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Small runs of every benchmark: they work, and measure what they say.
class StoreBenchTest {

    /// Events for publishers; `-Dstele.publishBench=100000` measures with more, and prints.
    private static final int PUBLISHED = Integer.getInteger("stele.publishBench", 1_000);

    @TempDir private Path directory;

    private final List<String> lines = new ArrayList<>();

    @Test
    void readingIsMeasuredBesideItsBaselines() throws Exception {
        List<Figure> figures = new ReadBench(directory, 1_000, 2, lines::add).run();

        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly(
                        "sequential read of the log",
                        "one stream of 100 events",
                        "by type, 1 in 100",
                        "by tag, 1 in 100");
        assertThat(figures).allSatisfy(StoreBenchTest::isMeasured);
        assertThat(figures).allMatch(figure -> figure.goal().isPresent());
    }

    @Test
    void theMembersOfAGroupFinishAllButTheParkedStream() throws Exception {
        List<Figure> figures =
                List.of(new GroupBench(directory, 2_000, 50, 3, 1, lines::add).run());
        assertThat(figures).hasSize(1).allSatisfy(StoreBenchTest::isMeasured);
    }

    @Test
    void publishersToKafkaAreMeasuredBesideAPlainProducer() throws Exception {
        PrivateKafka.missing().ifPresent(why -> Assumptions.assumeTrue(false, why));
        try (PrivateKafka kafka = PrivateKafka.start()) {
            isPublished(publishBench().onKafka(kafka.servers()), 4);
        }
    }

    @Test
    void publishersToRabbitMqAreMeasuredBesideAPlainProducer() throws Exception {
        PrivateRabbitMq.missing().ifPresent(why -> Assumptions.assumeTrue(false, why));
        try (PrivateRabbitMq rabbit = PrivateRabbitMq.start()) {
            isPublished(publishBench().onRabbitMq(rabbit.uri()), 2);
        }
    }

    private PublishBench publishBench() {
        boolean measured = PUBLISHED > 1_000;
        return new PublishBench(
                directory,
                PUBLISHED,
                measured ? 300 : 20,
                measured ? 3 : 1,
                measured ? System.out::println : lines::add);
    }

    private static void isPublished(List<Figure> figures, int count) {
        assertThat(figures).hasSize(count).allSatisfy(StoreBenchTest::isMeasured);
        if (PUBLISHED > 1_000) {
            figures.forEach(System.out::println);
        }
    }

    @Test
    void viewsAreBuiltToTheirEnd() throws Exception {
        List<Figure> figures = new RebuildBench(directory, 2_000, 50, 1, lines::add).run();
        int databases = PrivatePostgres.missing().isPresent() ? 1 : 2;
        assertThat(figures).hasSize(5 * databases).allSatisfy(StoreBenchTest::isMeasured);
    }

    @Test
    void aStateIsTheSameWithASnapshotAndWithout() throws Exception {
        List<Figure> figures = new StateBench(directory, 2_000, 1, lines::add).run();
        assertThat(figures).hasSize(2).allSatisfy(StoreBenchTest::isMeasured);
    }

    @Test
    void aViewIsAskedWhileItIsWrittenTo() throws Exception {
        QueryBench.Options options = new QueryBench.Options(1_000, 100, 100, 1, 1);
        List<Figure> figures = new QueryBench(directory, options, lines::add).run();
        assertThat(figures).hasSize(1).allSatisfy(StoreBenchTest::isMeasured);
    }

    @Test
    void aPreparedStoreIsUsedAgainAndNeverMistakenForAnother() throws Exception {
        new ReadBench(directory, 200, 1, lines::add).run();
        assertThat(lines.getFirst()).startsWith("preparing 200 events in short streams");
        lines.clear();
        new ReadBench(directory, 200, 1, lines::add).run();
        assertThat(lines.getFirst()).startsWith("using the store in");

        assertThatThrownBy(() -> new ReadBench(directory, 300, 1, lines::add).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(200 events in short streams and 20 in a long one")
                .hasMessageContaining("name another directory");
    }

    @Test
    void aStoreOfSomebodyElseIsLeftAlone() throws Exception {
        Files.createDirectories(directory.resolve("log"));
        assertThatThrownBy(() -> new ReadBench(directory, 300, 1, lines::add).run())
                .hasMessageContaining("has a store that no benchmark prepared");
    }

    @Test
    void aLargeLogIsMeasuredInAProcessOfItsOwn() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/proc/self/status")),
                "the memory of a process is only known on Linux");
        OpenBench.Options options =
                new OpenBench.Options(directory.resolve("open"), 1_000, 100, 1, 0.6);

        List<Figure> figures = new OpenBench(options, lines::add).run();

        assertThat(figures).hasSize(11).allSatisfy(StoreBenchTest::isMeasured);
        assertThat(figures)
                .filteredOn(figure -> figure.goal().isPresent())
                .extracting(Figure::name)
                .containsExactly("open", "appends", "resident memory");
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("open"));
        }
    }

    @Test
    void theIndexIsMeasuredForAnEventAndForAStream() throws Exception {
        List<Figure> figures = new IndexBench(directory, 1_000, 1, lines::add).run();

        assertThat(figures).hasSize(4).allMatch(figure -> figure.unit() == Unit.BYTES);
        assertThat(figures.getFirst().baseline().value()).isBetween(300.0, 600.0);
    }

    @Test
    void theFrameBenchmarksDoWhatTheySay() {
        FrameBenchmark frames = new FrameBenchmark();
        frames.events = 3;
        frames.prepare();
        assertThat(frames.decode().events()).hasSize(3);
        assertThat(frames.encode()).isNotZero();
        assertThat(frames.baselineCopyAndChecksum()).isNotZero();
    }

    @Test
    void theLookUpBenchmarksFindWhatTheySay() {
        LookUpBenchmark lookUps = new LookUpBenchmark();
        try {
            lookUps.prepare();
            assertThat(lookUps.headOfAStream()).isPresent();
            assertThat(lookUps.baselineHeadInAMap()).isPresent();
            assertThat(lookUps.headOfNoStream()).isEmpty();
            assertThat(lookUps.anUnknownAppend()).isEmpty();
            assertThat(lookUps.firstWithTwoTags()).isEqualTo(1);
            assertThat(lookUps.nothingWithTwoTags()).isZero();
            assertThat(lookUps.allWithATag()).isEqualTo(lookUps.baselineScanForATag());
        } finally {
            lookUps.close();
        }
    }

    private static void isMeasured(Figure figure) {
        assertThat(figure.value()).as(figure.name()).isPositive();
        assertThat(figure.baseline().value()).as(figure.baseline().name()).isPositive();
        assertThat(figure.ratio()).isPositive();
    }
}
