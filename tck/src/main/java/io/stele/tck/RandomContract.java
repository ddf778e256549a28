package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random schedules, against a model that searches a list.
///
/// `-Dstele.tck.seeds=N` runs N of them, `-Dstele.tck.seed=S` only the one that failed. A failure
/// names its seed.
abstract class RandomContract extends Contract {

    private static final int APPENDS = 250;
    private static final int READS = 120;
    private static final int SUBSCRIPTIONS = 15;

    static LongStream seeds() {
        Long one = Long.getLong("stele.tck.seed");
        return one != null
                ? LongStream.of(one)
                : LongStream.range(0, Long.getLong("stele.tck.seeds", 2));
    }

    private final LogModel model = new LogModel();

    @ParameterizedTest(name = "-Dstele.tck.seed={0}")
    @MethodSource("seeds")
    void appendsAreDecidedAsByTheModel(long seed) throws Exception {
        Dice dice = new Dice(seed);
        List<Append> sent = new ArrayList<>();
        for (int i = 0; i < APPENDS; i++) {
            if (oneInManySteps(dice)) {
                reopen();
            }
            boolean again = !sent.isEmpty() && dice.oneIn(8);
            Append append = again ? dice.any(sent) : dice.append(model);
            sent.add(append);
            AppendResult expected = model.append(append);

            assertThat(LogModel.timeless(store.append(append)))
                    .as("seed %d, step %d: %s", seed, i, append)
                    .isEqualTo(expected);
        }
        assertSameContents();
    }

    private static boolean oneInManySteps(Dice dice) {
        return dice.oneIn(APPENDS / 3);
    }

    private void assertSameContents() {
        assertThat(LogModel.timeless(log())).isEqualTo(model.log());
        assertThat(log()).extracting(RecordedEvent::recordedAt).isSorted();
        assertThat(store.head()).isEqualTo(new Checkpoint(model.end()));
        model.answers()
                .forEach((id, answer) ->
                        assertThat(store.findAppend(id))
                                .contains(new Appended(answer.streams(), answer.last(), true)));
        for (StreamName stream : model.log().stream().map(RecordedEvent::stream).toList()) {
            RecordedEvent last = model.eventsOf(stream).getLast();
            assertThat(store.head(stream))
                    .contains(new StreamHead(last.revision(), last.position()));
        }
    }

    private Dice filled(long seed) {
        Dice dice = new Dice(seed);
        for (int i = 0; i < APPENDS; i++) {
            Append append = dice.append(model);
            model.append(append);
            store.append(append);
        }
        return dice;
    }

    @ParameterizedTest(name = "-Dstele.tck.seed={0}")
    @MethodSource("seeds")
    void readsShowWhatTheModelHas(long seed) throws Exception {
        Dice dice = filled(seed);
        if (dice.oneIn(2)) {
            reopen();
        }
        for (int i = 0; i < READS; i++) {
            ReadLog log = dice.readLog(model.end());
            assertThat(LogModel.timeless(store.read(log).toList()))
                    .as("seed %d: %s", seed, log)
                    .isEqualTo(model.read(log));
            ReadStream stream = dice.readStream(model.end() / 7);
            assertThat(LogModel.timeless(store.read(stream).toList()))
                    .as("seed %d: %s", seed, stream)
                    .isEqualTo(model.read(stream));
        }
    }

    @ParameterizedTest(name = "-Dstele.tck.seed={0}")
    @MethodSource("seeds")
    void subscriptionsDeliverWhatTheModelHas(long seed) throws Exception {
        Dice dice = filled(seed);
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            EventFilter filter = dice.filter();
            Checkpoint start = new Checkpoint(dice.below((int) model.end()));
            ReadLog asRead = ReadLog.all().matching(filter);
            Optional<ReadLog> behind = start.last().map(asRead::after);

            try (Subscription subscription = store.subscribe(start, filter)) {
                assertThat(LogModel.timeless(Following.events(subscription, model.end())))
                        .as("seed %d: from %s, %s", seed, start, filter)
                        .isEqualTo(model.read(behind.orElse(asRead)));
            }
        }
    }
}
