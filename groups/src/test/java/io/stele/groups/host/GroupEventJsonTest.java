package io.stele.groups.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.HeldStream;
import io.stele.groups.host.GroupEvent.GroupAdvanced;
import io.stele.groups.host.GroupEvent.GroupCreated;
import io.stele.groups.host.GroupEvent.GroupDeleted;
import io.stele.groups.host.GroupEvent.GroupReset;
import io.stele.groups.host.GroupEvent.GroupSummarized;
import io.stele.groups.host.GroupEvent.StreamHeld;
import io.stele.groups.host.GroupEvent.StreamReleased;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupEventJsonTest {

    private static final GroupOptions OPTIONS =
            GroupOptions.DEFAULT
                    .withFilter(
                            EventFilter.category("account")
                                    .withQuery(new Query.AnyOf(List.of(QueryItem.types("Opened"))))
                                    .withStreamPrefix("account-4")
                                    .withoutSystem())
                    .withWindow(7)
                    .withAckTimeout(Duration.ofMillis(1500));

    private static final HeldStream HELD =
            new HeldStream(
                    StreamName.of("account-42"),
                    Revision.of(17),
                    10,
                    "no such \"customer\"",
                    true,
                    Instant.parse("2026-11-24T03:00:00Z"));

    private static final GroupAdvanced ADVANCED =
            new GroupAdvanced(new Checkpoint(1207), List.of(Position.of(1180), Position.of(1206)));

    static List<GroupEvent> all() {
        return List.of(
                new GroupCreated(OPTIONS, new Checkpoint(5)),
                ADVANCED,
                new StreamHeld(HELD),
                new StreamReleased(HELD.stream()),
                new GroupSummarized(
                        OPTIONS,
                        new GroupState(
                                ADVANCED.readTo(),
                                ADVANCED.unfinished(),
                                Map.of(HELD.stream(), HELD))),
                new GroupReset(Checkpoint.START),
                new GroupDeleted());
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyEventReadsBackAsItWasWritten(GroupEvent event) {
        assertThat(GroupEventJson.read(recorded(GroupEventJson.write(event)))).isEqualTo(event);
    }

    @Test
    void theJsonStaysAsItIs() {
        assertThat(json(ADVANCED)).isEqualTo("{\"readTo\":1207,\"unfinished\":[1180,1206]}");
        assertThat(json(new StreamHeld(HELD)))
                .isEqualTo(
                        "{\"stream\":\"account-42\",\"next\":17,\"attempts\":10,"
                                + "\"reason\":\"no such \\\"customer\\\"\",\"parked\":true,"
                                + "\"since\":\"2026-11-24T03:00:00Z\"}");
        assertThat(json(new GroupCreated(OPTIONS, new Checkpoint(5))))
                .isEqualTo(
                        "{\"options\":{\"filter\":{\"query\":[{\"types\":[\"Opened\"]}],"
                                + "\"category\":\"account\",\"prefix\":\"account-4\","
                                + "\"system\":false,\"direction\":\"forward\"},\"window\":7,"
                                + "\"attemptsMax\":10,\"ackTimeoutMillis\":1500,"
                                + "\"retryAfterMinMillis\":200,\"retryAfterMaxMillis\":30000},"
                                + "\"start\":5}");
    }

    @Test
    void anEventOfSomebodyElseIsNamed() {
        assertThatThrownBy(() -> GroupEventJson.read(recorded(NewEvent.json("Opened", "{}"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("$group-g@0 of type Opened is not an event of a consumer");
        assertThatThrownBy(() -> GroupEventJson.read(recorded(NewEvent.json("$GroupReset", "{}"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start");
    }

    private static String json(GroupEvent event) {
        return GroupEventJson.write(event).data().bytes().utf8();
    }

    private static RecordedEvent recorded(NewEvent event) {
        return new RecordedEvent(
                Position.of(0),
                GroupName.of("g").stream(),
                Revision.FIRST,
                event.id(),
                event.type(),
                Instant.EPOCH,
                Append.ANONYMOUS,
                event.data(),
                Metadata.EMPTY,
                Set.of());
    }
}
