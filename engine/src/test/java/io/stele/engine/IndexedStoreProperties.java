package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever becomes of the index files, the answers are those of the log.
class IndexedStoreProperties {

    private static final int SEEDS = Integer.getInteger("stele.seeds", 8);

    @TempDir private Path directory;

    @Test
    void answersAreThoseOfAPlainList() {
        forEachSeed((story, random, files) -> {
            for (int round = 0; round < 4; round++) {
                story.append(60);
                story.check();
                story.reopen(files);
                story.check();
            }
        });
    }

    @Test
    void indexFilesMayBeLostAgedCutOrDamaged() {
        forEachSeed((story, random, files) -> {
            Path log = files.resolve("log");
            Map<Path, byte[]> aged = new HashMap<>();
            for (int round = 0; round < 4; round++) {
                story.append(60);
                story.close();
                for (Path file : indexFiles(log)) {
                    byte[] bytes = Files.readAllBytes(file);
                    harm(file, bytes, random);
                    aged.put(file, bytes);
                }
                if (random.nextBoolean()) {
                    for (Map.Entry<Path, byte[]> old : aged.entrySet()) {
                        Files.write(old.getKey(), old.getValue());
                    }
                }
                story.reopen(files);
                story.check();
            }
        });
    }

    @Test
    void damageInAnIndexFileIsNoticedWhenItIsReadAndTheFileMadeAnew() {
        forEachSeed((story, random, files) -> {
            story.append(150);
            story.close();
            for (Path file : indexFiles(files.resolve("log"))) {
                flip(file, random.nextLong(256, Files.size(file)), random.nextInt(8));
            }
            story.reopen(files);
            story.check();
            story.append(20);
            story.check();
        });
    }

    @Test
    void anIndexOfAnotherLogIsNotBelieved() throws IOException {
        IndexedStory one = new IndexedStory(1, directory.resolve("one"));
        IndexedStory other = new IndexedStory(1, directory.resolve("other"));
        one.append(200);
        other.append(200);
        one.close();
        other.close();
        for (Path file : indexFiles(directory.resolve("other").resolve("log"))) {
            Files.write(
                    directory.resolve("one").resolve("log").resolve(file.getFileName()),
                    Files.readAllBytes(file));
        }
        one.reopen(directory.resolve("one"));
        one.check();
        one.close();
    }

    @Test
    void openingReadsTheLastSegmentOnly() throws IOException {
        IndexedStory story = new IndexedStory(3, directory);
        story.append(300);
        story.close();
        List<Path> segments;
        try (Stream<Path> names = Files.list(directory.resolve("log"))) {
            segments = names.filter(f -> f.toString().endsWith(".segment")).sorted().toList();
        }
        flip(segments.getFirst(), 200, 1); // damage that only a walk over the segment would notice
        story.reopen(directory);
        assertThat(story.store().damage()).isEmpty();
        story.close();
    }

    private static void harm(Path file, byte[] bytes, SplittableRandom random) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> Files.delete(file);
            case 1 -> flip(file, random.nextLong(bytes.length), random.nextInt(8));
            case 2 -> Files.write(file, List.of("not an index"));
            case 3 -> {
                byte[] cut = new byte[random.nextInt(bytes.length)];
                System.arraycopy(bytes, 0, cut, 0, cut.length);
                Files.write(file, cut);
            }
            default -> assertThat(bytes).isNotEmpty(); // left as it is
        }
    }

    private static void flip(Path file, long offset, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) offset] ^= (byte) (1 << bit);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes, (int) offset, 1), offset);
        }
    }

    private static List<Path> indexFiles(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(f -> f.toString().endsWith(".index")).sorted().toList();
        }
    }

    private interface Scenario {
        void play(IndexedStory story, SplittableRandom random, Path files) throws IOException;
    }

    private void forEachSeed(Scenario scenario) {
        long only = Long.getLong("stele.seed", -1);
        for (long seed = Math.max(only, 0); seed < (only < 0 ? SEEDS : only + 1); seed++) {
            Path files = directory.resolve("seed-" + seed);
            IndexedStory story = new IndexedStory(seed, files);
            try {
                scenario.play(story, new SplittableRandom(seed), files);
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("play it again with -Dstele.seed=" + seed, e);
            } finally {
                story.close();
            }
        }
    }
}
