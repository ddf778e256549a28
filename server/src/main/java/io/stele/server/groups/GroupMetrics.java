package io.stele.server.groups;

import io.stele.groups.GroupMember;
import io.stele.groups.GroupName;
import io.stele.groups.GroupStatus;
import io.stele.groups.UnknownGroupException;
import io.stele.http.metrics.MetricFamily.Kind;
import io.stele.http.metrics.Metrics;
import io.stele.model.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How the groups fare, as metrics. All of a page is told from one look at them.
public final class GroupMetrics {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final String GROUP = "group";
    private static final double MILLIS = 1_000.0;

    private final HostedGroups hosted;
    private final Metrics metrics;
    private List<GroupStatus> seen = List.of();
    private Instant seenAt = Instant.MIN;

    private GroupMetrics(HostedGroups hosted, Metrics metrics) {
        this.hosted = hosted;
        this.metrics = metrics;
    }

    public static void of(HostedGroups hosted, Metrics metrics) {
        GroupMetrics here = new GroupMetrics(hosted, metrics);
        here.ofGroups();
        here.ofMembers();
    }

    private void ofGroups() {
        group(
                Kind.GAUGE,
                "stele_group_lag_events",
                "Positions between the first event that a group has not finished and the end of the"
                        + " log; 0 when there is nothing to do.",
                GroupStatus::lag);
        group(
                Kind.GAUGE,
                "stele_group_lag_seconds",
                "How long ago the first event was recorded that a group has not finished.",
                GroupMetrics::lagSeconds);
        group(
                Kind.GAUGE,
                "stele_group_members",
                "Members of a group.",
                status -> status.members().size());
        group(
                Kind.GAUGE,
                "stele_group_in_flight_events",
                "Events that members have.",
                GroupStatus::inFlight);
        group(
                Kind.GAUGE,
                "stele_group_held_streams",
                "Streams that a group got stuck in, parked ones among them.",
                status -> status.held().size());
        group(
                Kind.GAUGE,
                "stele_group_parked_streams",
                "Streams that wait for somebody.",
                status -> status.parked().size());
        group(
                Kind.COUNTER,
                "stele_group_delivered_total",
                "Events given to members; again when tried again.",
                status -> status.counts().delivered());
        group(
                Kind.COUNTER,
                "stele_group_finished_total",
                "Events that members acknowledged.",
                status -> status.counts().finished());
        group(
                Kind.COUNTER,
                "stele_group_retried_total",
                "Deliveries that led to another try.",
                status -> status.counts().retried());
        group(
                Kind.COUNTER,
                "stele_group_parked_total",
                "Deliveries that led to a parked stream.",
                status -> status.counts().parked());
    }

    private void ofMembers() {
        member(
                Kind.GAUGE,
                "stele_group_member_in_flight_events",
                "Events that a member has.",
                GroupMember::inFlight);
        member(
                Kind.COUNTER,
                "stele_group_member_delivered_total",
                "Events given to a member since it joined.",
                each -> each.counts().delivered());
        member(
                Kind.COUNTER,
                "stele_group_member_finished_total",
                "Events that a member acknowledged since it joined.",
                each -> each.counts().finished());
        member(
                Kind.COUNTER,
                "stele_group_member_retried_total",
                "Deliveries of a member that led to another try, since it joined.",
                each -> each.counts().retried());
        member(
                Kind.COUNTER,
                "stele_group_member_parked_total",
                "Deliveries of a member that led to a parked stream, since it joined.",
                each -> each.counts().parked());
    }

    private static double lagSeconds(GroupStatus status) {
        return status.waitingSince()
                .map(since -> Math.max(0, Duration.between(since, Instant.now()).toMillis()))
                .map(millis -> millis / MILLIS)
                .orElse(0.0);
    }

    private void group(Kind kind, String name, String help, ToDoubleFunction<GroupStatus> value) {
        metrics.observed(
                kind,
                name,
                help,
                () -> {
                    Map<List<String>, Double> series = new HashMap<>();
                    for (GroupStatus status : look()) {
                        series.put(List.of(status.name().value()), value.applyAsDouble(status));
                    }
                    return series;
                },
                GROUP);
    }

    private void member(Kind kind, String name, String help, ToDoubleFunction<GroupMember> value) {
        metrics.observed(
                kind,
                name,
                help,
                () -> {
                    Map<List<String>, Double> series = new HashMap<>();
                    for (GroupStatus status : look()) {
                        for (GroupMember each : status.members()) {
                            series.put(
                                    List.of(status.name().value(), each.name()),
                                    value.applyAsDouble(each));
                        }
                    }
                    return series;
                },
                GROUP,
                "member");
    }

    /// A page has many metrics, and one look is enough for them.
    private synchronized List<GroupStatus> look() {
        Instant now = Instant.now();
        if (Duration.between(seenAt, now).compareTo(LOOK_EVERY) >= 0) {
            seen = all();
            seenAt = now;
        }
        return seen;
    }

    private List<GroupStatus> all() {
        List<GroupStatus> all = new ArrayList<>();
        try {
            for (GroupName name : hosted.all().list()) {
                try {
                    all.add(hosted.all().status(name));
                } catch (UnknownGroupException | IllegalStateException e) {
                    // deleted meanwhile, or somebody else wrote to its stream: the others are told
                }
            }
        } catch (StoreException e) {
            return List.of(); // nobody knows at this moment
        }
        return all;
    }
}
