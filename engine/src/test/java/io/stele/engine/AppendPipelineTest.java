package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.log.simulated.SimulatedDisk;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Expectation;
import io.stele.model.Limits;
import io.stele.model.NewEvent;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.ReadLog;
import io.stele.model.UnavailableException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Batches that overlap: one is synced while the next is decided.
class AppendPipelineTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int OTHERS = 200;

    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
    private final GatedDisk gate = new GatedDisk(disk);
    private final AtomicInteger written = new AtomicInteger();
    private final EmbeddedEventStore store =
            EmbeddedEventStore.open(Path.of("/simulated"), options());

    /// The writer looks at the clock once for each append that it writes, and never is idle for so
    /// long that it writes a mark.
    private EngineOptions options() {
        InstantSource counting =
                () -> {
                    written.incrementAndGet();
                    return Instant.EPOCH;
                };
        Clock clock = counting.withZone(ZoneOffset.UTC);
        return new EngineOptions(
                Limits.DEFAULT,
                new LogOptions(64 << 10, 8 << 10),
                1 << 20,
                Duration.ofHours(1),
                new Environment(gate, () -> new UUID(1, 2), Runnable::run),
                clock);
    }

    @AfterEach
    void close() {
        gate.open();
        store.close();
    }

    private static Append to(String stream, Expectation expected) {
        return Append.to(stream, expected, NewEvent.json("E", "1"));
    }

    private void awaitWritten(int count) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (written.get() < count) {
            assertThat(System.nanoTime()).as("appends are decided").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void theNextBatchIsDecidedWhileOneIsSyncedAndNothingIsAnsweredBeforeItIsDurable()
            throws InterruptedException {
        gate.shut();
        Append first = to("a-1", Expectation.NONE);
        CompletableFuture<AppendResult> one = store.appendAsync(first);
        gate.awaitSync();
        CompletableFuture<AppendResult> retry = store.appendAsync(first);
        CompletableFuture<AppendResult> conflict = store.appendAsync(to("a-1", Expectation.NONE));
        CompletableFuture<AppendResult> two = store.appendAsync(to("a-1", Expectation.revision(0)));
        awaitWritten(2);

        assertThat(List.of(one, retry, conflict, two)).noneMatch(CompletableFuture::isDone);
        assertThat(store.head().next()).isZero();
        assertThat(store.read(ReadLog.all()).toList()).isEmpty();

        gate.pass();
        gate.awaitSync(); // the second batch is at the gate, so the first is durable
        assertThat(one).succeedsWithin(LONG).isInstanceOf(Appended.class);
        assertThat(store.head().next()).isEqualTo(1);
        assertThat(List.of(retry, conflict, two)).noneMatch(CompletableFuture::isDone);

        gate.pass();
        assertThat(two).succeedsWithin(LONG).isInstanceOf(Appended.class);
        assertThat(retry)
                .succeedsWithin(LONG)
                .isInstanceOfSatisfying(
                        Appended.class, again -> assertThat(again.duplicate()).isTrue());
        assertThat(conflict)
                .succeedsWithin(LONG)
                .isInstanceOfSatisfying(
                        Conflict.class, moved -> assertThat(moved.unseen()).isNotEmpty());
        assertThat(store.head().next()).isEqualTo(2);
    }

    @Test
    void allThatCameDuringASyncIsOneBatch() throws InterruptedException {
        gate.shut();
        CompletableFuture<AppendResult> first = store.appendAsync(to("a-0", Expectation.NONE));
        gate.awaitSync();
        List<CompletableFuture<AppendResult>> rest =
                List.of(
                        store.appendAsync(to("a-1", Expectation.NONE)),
                        store.appendAsync(to("a-2", Expectation.NONE)),
                        store.appendAsync(to("a-3", Expectation.NONE)));
        gate.pass();
        assertThat(first).succeedsWithin(LONG);
        gate.pass();
        assertThat(rest).allSatisfy(answer -> assertThat(answer).succeedsWithin(LONG));
    }

    @Test
    void aFailedSyncEndsAllThatWasUnderWayBehindIt() throws InterruptedException {
        Append durable = to("a-0", Expectation.NONE);
        appendWithOthers(durable);
        Append first = to("a-1", Expectation.NONE);
        CompletableFuture<AppendResult> one = store.appendAsync(first);
        gate.awaitSync();
        CompletableFuture<AppendResult> durableAgain = store.appendAsync(durable);
        CompletableFuture<AppendResult> retry = store.appendAsync(first);
        CompletableFuture<AppendResult> conflict = store.appendAsync(to("a-1", Expectation.NONE));
        Append second = to("a-1", Expectation.revision(0));
        CompletableFuture<AppendResult> two = store.appendAsync(second);
        awaitWritten(OTHERS + 4);

        gate.fail();

        assertThat(failureOf(one))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        unknown -> assertThat(unknown.appendId()).isEqualTo(first.appendId()));
        assertThat(failureOf(retry)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(failureOf(two)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(failureOf(conflict)).isInstanceOf(UnavailableException.class);
        assertThat(durableAgain).succeedsWithin(LONG).isInstanceOf(Appended.class);
        assertThatThrownBy(() -> store.append(to("a-2", Expectation.NONE)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("open it again");
        assertThat(store.read(ReadLog.all()).toList()).hasSize(OTHERS + 2);

        store.close();
        EngineOptions mended =
                options()
                        .withEnvironment(
                                new Environment(disk, () -> new UUID(1, 2), Runnable::run));
        try (EmbeddedEventStore again = EmbeddedEventStore.open(Path.of("/simulated"), mended)) {
            assertThat(again.damage()).isEmpty();
            assertThat(again.append(second)) // it never reached the disk, whatever became of first
                    .isInstanceOfAny(Appended.class, Conflict.class);
            assertThat(again.findAppend(durable.appendId())).isPresent();
        }
    }

    /// In one batch with many others, so that the writer does not take its callers for few; leaves
    /// the gate shut.
    private void appendWithOthers(Append append) throws InterruptedException {
        gate.shut();
        List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
        answers.add(store.appendAsync(to("b-1", Expectation.NONE)));
        gate.awaitSync();
        answers.add(store.appendAsync(append));
        for (int i = 0; i < OTHERS; i++) {
            answers.add(store.appendAsync(to("b-2", Expectation.ANY)));
        }
        awaitWritten(OTHERS + 2);
        gate.pass();
        gate.awaitSync();
        gate.pass();
        assertThat(answers).allSatisfy(each -> assertThat(each).succeedsWithin(LONG));
    }

    private static @Nullable Throwable failureOf(CompletableFuture<AppendResult> answer) {
        try {
            return new AssertionError("was answered: " + answer.join());
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    @Test
    void closingFinishesWhatIsUnderWay() throws InterruptedException {
        gate.shut();
        CompletableFuture<AppendResult> one = store.appendAsync(to("a-1", Expectation.NONE));
        gate.awaitSync();
        CompletableFuture<AppendResult> two = store.appendAsync(to("a-1", Expectation.revision(0)));
        Thread closing = Thread.startVirtualThread(store::close);
        gate.open();

        assertThat(one).succeedsWithin(LONG).isInstanceOf(Appended.class);
        assertThat(two).succeedsWithin(LONG).isInstanceOf(Appended.class);
        assertThat(closing.join(LONG)).isTrue();
    }

    /// What goes on from an answer runs on a thread of the writer.
    @Test
    void aContinuationThatInterruptsItsThreadDoesNoHarm() throws InterruptedException {
        for (int i = 0; i < 4; i++) { // both threads get their turn
            gate.shut();
            CompletableFuture<Void> interrupted =
                    store.appendAsync(to("a-1", Expectation.ANY))
                            .thenAccept(result -> Thread.currentThread().interrupt());
            gate.awaitSync();
            gate.open();
            assertThat(interrupted).succeedsWithin(LONG);
            assertThat(store.append(to("a-1", Expectation.ANY))).isInstanceOf(Appended.class);
        }
    }
}
