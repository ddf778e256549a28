package io.stele.protocol;

import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/// What the tests of this package write and read.
final class Examples {

    static final UUID ID = UUID.fromString("01920000-0000-7000-8000-000000000001");

    private Examples() {}

    static RecordedEvent event(EventData data, Metadata metadata) {
        return new RecordedEvent(
                Position.of(17),
                StreamName.of("account-42"),
                Revision.of(3),
                ID,
                "MoneyDeposited",
                Instant.parse("2026-11-23T10:00:00Z"),
                "alice",
                data,
                metadata,
                Set.of(Tag.of("account:42")));
    }

    static RecordedEvent event(String json) {
        return event(EventData.json(json), Metadata.EMPTY);
    }
}
