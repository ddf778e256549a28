package io.stele.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What others read is not to change.
class CloudEventsGoldenTest {

    private static final RecordedEvent PLAIN =
            new RecordedEvent(
                    Position.of(17),
                    StreamName.of("account-42"),
                    Revision.of(3),
                    UUID.fromString("0192f0c1-2345-7abc-8def-0123456789ab"),
                    "MoneyDeposited",
                    Instant.parse("2026-11-23T10:00:00.000001Z"),
                    "alice",
                    EventData.json("{\"amount\":50}"),
                    Metadata.EMPTY,
                    Set.of());

    @Test
    void anEventWithNothingBesideItsData() {
        assertThat(lines(PLAIN))
                .isEqualTo(
                        """
                        specversion: 1.0
                        id: 0192f0c1-2345-7abc-8def-0123456789ab
                        type: MoneyDeposited
                        source: /streams/account
                        subject: account-42
                        time: 2026-11-23T10:00:00.000001Z
                        sequence: 0000000000000000003
                        partitionkey: account-42
                        steleposition: 17
                        steleactor: alice\
                        """);
        assertThat(back(PLAIN)).isEqualTo(PLAIN);
    }

    @Test
    void anEventWithEverything() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("correlationId", "c-1");
        metadata.put("causationId", "é \"quoted\"");
        metadata.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        metadata.put("attempt", 2L);
        metadata.put("price", new BigDecimal("10.50"));
        metadata.put("large", new BigDecimal("7"));
        metadata.put("final", true);
        RecordedEvent event =
                new RecordedEvent(
                        Position.of(Long.MAX_VALUE - 1),
                        StreamName.of("öffent lich/x"),
                        Revision.of(Long.MAX_VALUE),
                        PLAIN.id(),
                        "Größe",
                        Instant.parse("2026-11-23T10:00:00Z"),
                        "service:bank",
                        new EventData(Bytes.EMPTY, "application/octet-stream"),
                        new Metadata(metadata),
                        new TreeSet<>(Set.of(Tag.of("b:2"), Tag.of("a:\"1\""))));
        assertThat(lines(event))
                .isEqualTo(
                        """
                        specversion: 1.0
                        id: 0192f0c1-2345-7abc-8def-0123456789ab
                        type: Größe
                        source: /streams/%C3%B6ffent%20lich%2Fx
                        subject: öffent lich/x
                        time: 2026-11-23T10:00:00.000000Z
                        sequence: 9223372036854775807
                        partitionkey: öffent lich/x
                        steleposition: 9223372036854775806
                        steleactor: service:bank
                        steletags: ["a:\\"1\\"","b:2"]
                        stelemetadata: {"correlationId":"c-1","causationId":"é \\"quoted\\"",\
                        "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",\
                        "attempt":2,"price":10.50,"large":7e0,"final":true}
                        correlationid: c-1
                        causationid: é "quoted"
                        traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\
                        """);
        assertThat(back(event)).isEqualTo(event);
    }

    @Test
    void whatIsNoEventOfSteleSaysWhatIsMissing() {
        Map<String, String> attributes = new HashMap<>(CloudEvents.attributes(PLAIN));
        attributes.remove("steleposition");
        assertThatThrownBy(() -> CloudEvents.event(attributes, "text/plain", Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steleposition");
    }

    private static String lines(RecordedEvent event) {
        return CloudEvents.attributes(event).entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static RecordedEvent back(RecordedEvent event) {
        return CloudEvents.event(
                CloudEvents.attributes(event), event.data().contentType(), event.data().bytes());
    }
}
