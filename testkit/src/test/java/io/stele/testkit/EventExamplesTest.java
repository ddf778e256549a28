package io.stele.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.sdk.Decider;
import io.stele.sdk.Decision;
import io.stele.sdk.EventType;
import io.stele.sdk.Upcaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventExamplesTest {

    /// As `stele export` writes it.
    private static final String OLD =
            "{\"position\":0,\"stream\":\"wallet-1\",\"revision\":0,\"id\":\"01939c5e-0000-7000-8000-000000000001\",\"type\":\"MoneyPut\",\"recordedAt\":\"2026-11-23T10:00:00.000000Z\",\"actor\":\"ann\",\"contentType\":\"application/json\",\"data\":{\"amount\":50},\"metadata\":{},\"tags\":[]}";

    private static final String CURRENT =
            OLD.replace("{\"amount\":50}", "{\"amount\":5,\"currency\":\"SEK\"}")
                    .replace("\"metadata\":{}", "\"metadata\":{\"schemaVersion\":2}");

    @TempDir Path directory;
    private Path file;

    @EventType(value = "MoneyPut", version = 2)
    record MoneyPut(long amount, String currency) {}

    private static final Decider<Void, MoneyPut, Long> WALLET =
            Decider.of(
                            "wallet",
                            Void.class,
                            MoneyPut.class,
                            Long.class,
                            0L,
                            (s, c) -> Decision.<MoneyPut>nothing(),
                            (s, e) -> s + e.amount())
                    .withUpcasters(Upcaster.of("MoneyPut", 1, json -> json.put("currency", "EUR")));

    @BeforeEach
    void file() {
        file = directory.resolve("wallet.jsonl");
    }

    private EventExamples<MoneyPut> examples(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
        return EventExamples.read(file, WALLET);
    }

    @Test
    void recordedEventsAreWhatTheCodeMakesOfThem() throws IOException {
        EventExamples<MoneyPut> examples = examples(OLD, CURRENT);
        examples.assertAllAreRead();
        assertThat(examples.of("MoneyPut", 1)).containsExactly(new MoneyPut(50, "EUR"));
        assertThat(examples.of("MoneyPut", 2)).containsExactly(new MoneyPut(5, "SEK"));
    }

    @Test
    void aVersionWithoutAnExampleIsMissed() throws IOException {
        EventExamples<MoneyPut> examples = examples(CURRENT);
        assertThatThrownBy(examples::assertAllAreRead)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no example of [MoneyPut of version 1]");
        assertThatThrownBy(() -> examples.of("MoneyPut", 1)).isInstanceOf(AssertionError.class);
    }

    @Test
    void anExampleThatIsNotReadFails() throws IOException {
        EventExamples<MoneyPut> examples =
                examples(OLD, CURRENT, OLD.replace("MoneyPut", "MoneyBurned"));
        assertThatThrownBy(examples::assertAllAreRead)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("MoneyBurned");
    }

    @Test
    void aLineThatIsNoEventIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> examples(OLD, "{}"))
                .withMessageContaining("event 2 is not as stele export writes it");
    }

    @Test
    void committedSchemasAreWrittenComparedAndKept() throws IOException {
        CommittedSchemas committed = CommittedSchemas.in(directory.resolve("events.json"));
        assertThatThrownBy(() -> committed.check(WALLET))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is not there")
                .hasMessageContaining("-Dstele.schemas=write");
        writing(() -> committed.check(WALLET));
        assertThatCode(() -> committed.check(WALLET)).doesNotThrowAnyException();

        Decider<?, ?, ?> other = WALLET.withUpcasters(Upcaster.of("MoneyPut", 1, json -> json));
        assertThatCode(() -> committed.check(other)).doesNotThrowAnyException();
        Decider<?, ?, ?> none = Decider.readOnly("other", 0L, EventExamplesTest::same);
        assertThatThrownBy(() -> writing(() -> committed.check(none)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("could not be read any more")
                .hasMessageContaining("wallet has no decider any more");
    }

    @EventType("Other")
    record Other() {}

    private static Long same(Long state, Other event) {
        return state;
    }

    private static void writing(Runnable check) {
        System.setProperty("stele.schemas", "write");
        try {
            check.run();
        } finally {
            System.clearProperty("stele.schemas");
        }
    }
}
