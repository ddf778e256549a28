package io.stele.bench.parts;

import io.stele.bench.Filling.Events;
import io.stele.bench.Scratch;
import io.stele.engine.codec.EncodedAppend;
import io.stele.engine.codec.StoredAppend;
import io.stele.log.Environment;
import io.stele.log.Frame;
import io.stele.log.Log;
import io.stele.log.LogOptions;
import io.stele.log.Segment;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// An append to bytes and back. The baseline copies as many bytes and takes their checksum, which
/// nothing that reads or writes the log can do without.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameBenchmark {

    /// How many events the append has.
    @Param({"1", "100"})
    public int events = 1;

    private Append append = append(1);
    private Frame frame = frame(append);

    /// Makes the append anew for the number of events.
    @Setup
    public void prepare() {
        append = append(events);
        frame = frame(append);
    }

    @Benchmark
    public int encode() {
        EncodedAppend encoded = EncodedAppend.of(append);
        return crc(encoded.bytes(), encoded.size());
    }

    @Benchmark
    public StoredAppend decode() {
        crc(frame.bytes(), frame.payloadBytes());
        return StoredAppend.decode(frame);
    }

    @Benchmark
    public int baselineCopyAndChecksum() {
        return crc(frame.bytes().clone(), frame.payloadBytes());
    }

    private static int crc(byte[] bytes, int size) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, size);
        return (int) crc.getValue();
    }

    private static Append append(int count) {
        SplittableRandom ids = new SplittableRandom(1);
        Events made = new Events(300);
        List<NewEvent> events =
                IntStream.range(0, count)
                        .mapToObj(i -> made.event("MoneyDeposited", tags(i), ids))
                        .toList();
        StreamName stream = StreamName.of("account-42");
        return new Append(
                Events.id(ids),
                "alice",
                List.of(new StreamAppend(stream, Expectation.revision(7), events)),
                Optional.empty());
    }

    private static Set<Tag> tags(int i) {
        return Set.of(Tag.of("account", Integer.toString(i)));
    }

    /// The append in a frame, as a log gives it.
    private static Frame frame(Append append) {
        EncodedAppend encoded = EncodedAppend.of(append);
        LastFrame last = new LastFrame();
        try (Scratch scratch = Scratch.make()) {
            try (Log log = open(scratch.directory(), last)) {
                log.writer().add(encoded.bytes(), encoded.size(), append.eventCount());
                log.writer().commit();
            }
            open(scratch.directory(), last).close();
        } catch (IOException e) {
            throw new IllegalStateException("no frame could be made", e);
        }
        return last.frame.orElseThrow();
    }

    private static Log open(Path directory, LastFrame last) throws IOException {
        LogOptions small = new LogOptions(1 << 20, 1 << 18);
        return Log.open(directory, small, Environment.real(), last);
    }

    private static final class LastFrame implements Log.Visitor {
        private Optional<Frame> frame = Optional.empty();

        @Override
        public void segment(Segment segment) {}

        @Override
        public void frame(Frame read) {
            frame = Optional.of(read);
        }
    }
}
