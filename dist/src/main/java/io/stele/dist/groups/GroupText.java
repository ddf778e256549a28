package io.stele.dist.groups;

import io.stele.dist.Jsons;
import io.stele.groups.GroupMember;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Groups as a command prints them.
final class GroupText {

    static final String HEAD =
            "%-28s %10s %10s %8s %9s %6s %7s"
                    .formatted("GROUP", "LAG", "SINCE", "MEMBERS", "IN FLIGHT", "HELD", "PARKED");

    private GroupText() {}

    /// Below [#HEAD].
    static String line(GroupStatus status) {
        return "%-28s %10d %10s %8d %9d %6d %7d"
                .formatted(
                        status.name(),
                        status.lag(),
                        since(status),
                        status.members().size(),
                        status.inFlight(),
                        status.held().size(),
                        status.parked().size());
    }

    private static String since(GroupStatus status) {
        return status.waitingSince().map(GroupText::ago).orElse("-");
    }

    private static String ago(Instant time) {
        long seconds = Math.max(0, Duration.between(time, Instant.now()).toSeconds());
        return seconds < 120
                ? seconds + " s"
                : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }

    /// All of a group, a line each.
    static List<String> lines(GroupStatus status) {
        List<String> lines = new ArrayList<>();
        lines.add("group       " + status.name());
        lines.add("reads       " + status.options().filter());
        lines.add(
                "lag         %d events, %s (checkpoint %s, log ends at %s)"
                        .formatted(
                                status.lag(),
                                since(status),
                                status.checkpoint().next(),
                                status.head().next()));
        lines.add(
                "patience    %d attempts, %s for each; window %d"
                        .formatted(
                                status.options().attemptsMax(),
                                status.options().ackTimeout(),
                                status.options().window()));
        lines.add(
                "since open  %d delivered, %d finished, %d retried, %d parked"
                        .formatted(
                                status.counts().delivered(),
                                status.counts().finished(),
                                status.counts().retried(),
                                status.counts().parked()));
        for (GroupMember member : status.members()) {
            lines.add(
                    "member      %s: %d in flight of %d, %d finished"
                            .formatted(
                                    member.name(),
                                    member.inFlight(),
                                    member.credit(),
                                    member.counts().finished()));
        }
        for (HeldStream held : status.held()) {
            lines.add(line(held));
        }
        return lines;
    }

    static String line(HeldStream held) {
        return "%-11s %s @%s, %d attempts, since %s: %s"
                .formatted(
                        held.parked() ? "parked" : "held",
                        held.stream(),
                        held.next(),
                        held.attempts(),
                        held.since(),
                        held.reason());
    }

    static String json(GroupStatus status) {
        List<Object> members = new ArrayList<>();
        for (GroupMember member : status.members()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("member", member.name());
            json.put("credit", member.credit());
            json.put("inFlight", member.inFlight());
            json.put("counts", member.counts());
            members.add(json);
        }
        return Jsons.object(
                "group",
                status.name().value(),
                "checkpoint",
                status.checkpoint().next(),
                "head",
                status.head().next(),
                "lag",
                status.lag(),
                "waitingSince",
                status.waitingSince().map(Object::toString).orElse(""),
                "inFlight",
                status.inFlight(),
                "held",
                status.held().size(),
                "parked",
                status.parked().size(),
                "counts",
                status.counts(),
                "members",
                members);
    }
}
