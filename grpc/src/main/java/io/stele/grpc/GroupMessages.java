package io.stele.grpc;

import io.stele.groups.Delivery;
import io.stele.groups.GroupCounts;
import io.stele.groups.GroupMember;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.groups.Outcome;
import io.stele.grpc.v1.WireGroups;
import io.stele.model.Checkpoint;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Consumer groups as messages. Reading throws as in [EventMessages].
public final class GroupMessages {

    private static final WireGroups.Ack ACK = WireGroups.Ack.getDefaultInstance();

    private GroupMessages() {}

    public static WireGroups.GroupOptions write(GroupOptions options) {
        return WireGroups.GroupOptions.newBuilder()
                .setFilter(ReadMessages.write(options.filter()))
                .setWindow(options.window())
                .setAttemptsMax(options.attemptsMax())
                .setAckTimeoutMillis(options.ackTimeout().toMillis())
                .setRetryAfterMinMillis(options.retryAfterMin().toMillis())
                .setRetryAfterMaxMillis(options.retryAfterMax().toMillis())
                .build();
    }

    public static GroupOptions read(WireGroups.GroupOptions message) {
        GroupOptions usual = GroupOptions.DEFAULT;
        return new GroupOptions(
                message.hasFilter() ? ReadMessages.read(message.getFilter()) : usual.filter(),
                message.hasWindow() ? message.getWindow() : usual.window(),
                message.hasAttemptsMax() ? message.getAttemptsMax() : usual.attemptsMax(),
                message.hasAckTimeoutMillis()
                        ? Duration.ofMillis(message.getAckTimeoutMillis())
                        : usual.ackTimeout(),
                message.hasRetryAfterMinMillis()
                        ? Duration.ofMillis(message.getRetryAfterMinMillis())
                        : usual.retryAfterMin(),
                message.hasRetryAfterMaxMillis()
                        ? Duration.ofMillis(message.getRetryAfterMaxMillis())
                        : usual.retryAfterMax());
    }

    public static WireGroups.GroupStart write(Checkpoint start) {
        return WireGroups.GroupStart.newBuilder().setPosition(start.next()).build();
    }

    /// @param head asked where it is to begin at the end
    public static Checkpoint read(WireGroups.GroupStart message, Supplier<Checkpoint> head) {
        return switch (message.getStartCase()) {
            case POSITION -> new Checkpoint(message.getPosition());
            case END -> {
                if (!message.getEnd()) {
                    throw new IllegalArgumentException("end is true, or left out");
                }
                yield head.get();
            }
            case START_NOT_SET ->
                    throw new IllegalArgumentException("a start is a position or the end");
        };
    }

    public static WireGroups.GetGroupResponse write(GroupStatus status) {
        WireGroups.GetGroupResponse.Builder message =
                WireGroups.GetGroupResponse.newBuilder()
                        .setGroup(status.name().value())
                        .setOptions(write(status.options()))
                        .setCheckpoint(status.checkpoint().next())
                        .setReadTo(status.readTo().next())
                        .setHead(status.head().next())
                        .setCounts(write(status.counts()));
        status.waitingSince()
                .ifPresent(time -> message.setWaitingSinceMicros(EventMessages.micros(time)));
        status.members().forEach(member -> message.addMembers(write(member)));
        status.held().forEach(held -> message.addHeld(write(held)));
        return message.build();
    }

    public static GroupStatus read(WireGroups.GetGroupResponse message) {
        return new GroupStatus(
                GroupName.of(message.getGroup()),
                read(message.getOptions()),
                new Checkpoint(message.getCheckpoint()),
                new Checkpoint(message.getReadTo()),
                new Checkpoint(message.getHead()),
                message.hasWaitingSinceMicros()
                        ? Optional.of(EventMessages.instant(message.getWaitingSinceMicros()))
                        : Optional.empty(),
                message.getMembersList().stream().map(GroupMessages::read).toList(),
                message.getHeldList().stream().map(GroupMessages::read).toList(),
                read(message.getCounts()));
    }

    private static WireGroups.GroupMember write(GroupMember member) {
        return WireGroups.GroupMember.newBuilder()
                .setMember(member.name())
                .setCredit(member.credit())
                .setInFlight(member.inFlight())
                .setCounts(write(member.counts()))
                .build();
    }

    private static GroupMember read(WireGroups.GroupMember message) {
        return new GroupMember(
                message.getMember(),
                message.getCredit(),
                message.getInFlight(),
                read(message.getCounts()));
    }

    private static WireGroups.GroupCounts write(GroupCounts counts) {
        return WireGroups.GroupCounts.newBuilder()
                .setDelivered(counts.delivered())
                .setFinished(counts.finished())
                .setRetried(counts.retried())
                .setParked(counts.parked())
                .build();
    }

    private static GroupCounts read(WireGroups.GroupCounts message) {
        return new GroupCounts(
                message.getDelivered(),
                message.getFinished(),
                message.getRetried(),
                message.getParked());
    }

    private static WireGroups.HeldStream write(HeldStream held) {
        return WireGroups.HeldStream.newBuilder()
                .setStream(held.stream().value())
                .setNextRevision(held.next().value())
                .setAttempts(held.attempts())
                .setReason(held.reason())
                .setParked(held.parked())
                .setSinceMicros(EventMessages.micros(held.since()))
                .build();
    }

    private static HeldStream read(WireGroups.HeldStream message) {
        return new HeldStream(
                StreamName.of(message.getStream()),
                Revision.of(message.getNextRevision()),
                message.getAttempts(),
                message.getReason(),
                message.getParked(),
                EventMessages.instant(message.getSinceMicros()));
    }

    public static WireGroups.Delivery write(Delivery delivery) {
        return WireGroups.Delivery.newBuilder()
                .setId(delivery.id())
                .setAttempt(delivery.attempt())
                .setEvent(EventMessages.write(delivery.event()))
                .build();
    }

    /// @param member who gets it
    public static Delivery read(WireGroups.Delivery message, String member) {
        return new Delivery(
                message.getId(),
                member,
                EventMessages.read(message.getEvent()),
                message.getAttempt());
    }

    public static WireGroups.DeliveryOutcome write(long delivery, Outcome outcome) {
        WireGroups.DeliveryOutcome.Builder message =
                WireGroups.DeliveryOutcome.newBuilder().setDelivery(delivery);
        switch (outcome) {
            case Outcome.Ack ack -> message.setAck(ACK);
            case Outcome.Retry retry -> {
                WireGroups.Retry.Builder wire =
                        WireGroups.Retry.newBuilder().setReason(retry.reason());
                retry.after().ifPresent(after -> wire.setAfterMillis(after.toMillis()));
                message.setRetry(wire);
            }
            case Outcome.Park park ->
                    message.setPark(WireGroups.Park.newBuilder().setReason(park.reason()));
        }
        return message.build();
    }

    public static Outcome read(WireGroups.DeliveryOutcome message) {
        return switch (message.getOutcomeCase()) {
            case ACK -> Outcome.ACK;
            case RETRY ->
                    new Outcome.Retry(
                            message.getRetry().getReason(),
                            message.getRetry().hasAfterMillis()
                                    ? Optional.of(after(message.getRetry().getAfterMillis()))
                                    : Optional.empty());
            case PARK -> Outcome.park(message.getPark().getReason());
            case OUTCOME_NOT_SET ->
                    throw new IllegalArgumentException("an outcome is ack, retry or park");
        };
    }

    private static Duration after(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("after_millis must be 0 or more: " + millis);
        }
        return Duration.ofMillis(millis);
    }
}
