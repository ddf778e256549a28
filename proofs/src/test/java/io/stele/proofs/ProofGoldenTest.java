package io.stele.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Pins docs/formats/proofs.md: what was signed once must have the same hash for ever.
class ProofGoldenTest {

    private static final Salts SALTS =
            new Salts(Bytes.wrap(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f")));

    private static final RecordedEvent EVENT =
            new RecordedEvent(
                    Position.of(17),
                    StreamName.of("account-42"),
                    Revision.of(3),
                    UUID.fromString("0192a0b0-0000-7000-8000-000000000001"),
                    "MoneyDeposited",
                    Instant.parse("2026-11-23T10:00:00Z"),
                    "alice",
                    EventData.json("{\"amount\":50}"),
                    Metadata.of("correlationId", "c-1")
                            .with("urgent", true)
                            .with("weight", new BigDecimal("1.50")),
                    Set.of(Tag.of("account:42")));

    @Test
    void anEntryIsWhatTheFormatSays() {
        assertThat(EventEntry.of(EVENT, SALTS.of(EVENT.position())).bytes().utf8())
                .isEqualTo(
                        """
                        stele.io/event@v1
                        17
                        account-42
                        3
                        MoneyDeposited
                        2026-11-23T10:00:00.000000Z
                        wPNZjAOs+XlMkceiSAhFhSRA0SIZ0oxBVCQQp9dI0TY=
                        2BQtHzQ9jvQ8LmZOPudVxYStiieMBIdJOGUNDgDkQj8=
                        """);
    }

    @Test
    void saltsAreDerivedAsTheFormatSays() {
        assertThat(HexFormat.of().formatHex(SALTS.of(Position.of(17)).data().toByteArray()))
                .isEqualTo("929e3fdbe0ccb047f3da99d8e99ff927");
    }
}
