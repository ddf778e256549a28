package io.stele.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.groups.GroupCounts;
import io.stele.groups.GroupMember;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.groups.Outcome;
import io.stele.grpc.v1.WireGroups;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupMessagesTest {

    @Test
    void aStatusReadsBackAsItWas() {
        GroupStatus status =
                new GroupStatus(
                        GroupName.of("mail"),
                        GroupOptions.DEFAULT
                                .withFilter(EventFilter.category("a").withStreamPrefix("a-1"))
                                .withWindow(7)
                                .withAckTimeout(Duration.ofMillis(1_500)),
                        new Checkpoint(3),
                        new Checkpoint(9),
                        new Checkpoint(12),
                        Optional.of(Instant.parse("2026-11-29T10:00:00.000001Z")),
                        List.of(new GroupMember("m", 4, 2, new GroupCounts(5, 4, 3, 2))),
                        List.of(
                                new HeldStream(
                                        StreamName.of("a-1"),
                                        Revision.of(4),
                                        3,
                                        "why not",
                                        true,
                                        Instant.parse("2026-11-29T10:00:00Z"))),
                        new GroupCounts(50, 40, 30, 20));
        assertThat(GroupMessages.read(GroupMessages.write(status))).isEqualTo(status);
    }

    @Test
    void whatIsLeftOutOfOptionsIsAsItIsWithout() {
        assertThat(GroupMessages.read(WireGroups.GroupOptions.getDefaultInstance()))
                .isEqualTo(GroupOptions.DEFAULT);
    }

    @Test
    void outcomesReadBackAsTheyWere() {
        for (Outcome outcome :
                List.of(
                        Outcome.ACK,
                        Outcome.retry("busy"),
                        Outcome.retry("busy", Duration.ofMillis(3)),
                        Outcome.park("poison"))) {
            assertThat(GroupMessages.read(GroupMessages.write(7, outcome))).isEqualTo(outcome);
        }
        assertThatThrownBy(
                        () -> GroupMessages.read(WireGroups.DeliveryOutcome.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ack, retry or park");
    }

    @Test
    void aGroupStartsAtAPositionOrTheEnd() {
        Checkpoint head = new Checkpoint(17);
        assertThat(GroupMessages.read(GroupMessages.write(Checkpoint.START), () -> head))
                .isEqualTo(Checkpoint.START);
        WireGroups.GroupStart end = WireGroups.GroupStart.newBuilder().setEnd(true).build();
        assertThat(GroupMessages.read(end, () -> head)).isEqualTo(head);
        assertThatThrownBy(() ->
                        GroupMessages.read(WireGroups.GroupStart.getDefaultInstance(), () -> head))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
