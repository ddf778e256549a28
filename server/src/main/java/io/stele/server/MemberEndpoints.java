package io.stele.server;

import io.stele.groups.Delivery;
import io.stele.groups.GroupName;
import io.stele.groups.Outcome;
import io.stele.http.BodyWriter;
import io.stele.http.Failures;
import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.http.Sse;
import io.stele.model.Bytes;
import io.stele.protocol.ProblemKind;
import io.stele.security.Right;
import io.stele.server.groups.GroupProblems;
import io.stele.server.groups.HostedGroups;
import io.stele.server.groups.SecuredGroups;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The work of a group's members over HTTP. A member is there from its first poll on until it leaves,
/// or its polls stop; one that follows live, until its connection ends.
final class MemberEndpoints {

    private static final String MEMBER = "/v1/groups/{group}/members/{member}";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int MAX = 1_000;
    private static final int MAX_USUAL = 10;
    private static final int WAIT_SECONDS_MAX = 30;
    private static final int WAIT_SECONDS_USUAL = 20;
    private static final int LEASE_SECONDS_MAX = 600;
    private static final int LEASE_SECONDS_USUAL = 30;

    private final HostedGroups groups;
    private final LeasedMembers members;

    private MemberEndpoints(HostedGroups groups) {
        this.groups = groups;
        this.members = new LeasedMembers();
        groups.eachSecond(members::sweep);
    }

    static void addTo(Router router, HostedGroups groups) {
        MemberEndpoints here = new MemberEndpoints(groups);
        router.add(
                        Method.GET,
                        MEMBER + "/deliveries",
                        Right.CONSUME,
                        Handler.direct(here::deliveries))
                .add(
                        Method.POST,
                        MEMBER + "/outcomes",
                        Right.CONSUME,
                        Handler.blocking(
                                request -> GroupProblems.asking(() -> here.outcomes(request))))
                .add(
                        Method.DELETE,
                        MEMBER,
                        Right.CONSUME,
                        Handler.blocking(
                                request -> GroupProblems.asking(() -> here.leave(request))));
    }

    private Response deliveries(Request request) {
        Parameters parameters = Parameters.of(request, "max", "wait", "lease");
        Work work =
                new Work(
                        groups.of(request.principal()),
                        GroupEndpoints.name(request),
                        member(request),
                        request.principal().name(),
                        Math.toIntExact(parameters.number("max", 1, MAX).orElse(MAX_USUAL)),
                        Duration.ofSeconds(
                                parameters
                                        .number("wait", 0, WAIT_SECONDS_MAX)
                                        .orElse(WAIT_SECONDS_USUAL)),
                        Duration.ofSeconds(
                                parameters
                                        .number("lease", 1, LEASE_SECONDS_MAX)
                                        .orElse(LEASE_SECONDS_USUAL)));
        EventFormat format = EventFormat.of(request);
        Response response =
                switch (format) {
                    case PAGE ->
                            Response.stream(OK, Response.JSON, out -> told(() -> poll(work, out)));
                    case LIVE ->
                            Response.stream(
                                    OK, format.contentType(), out -> told(() -> follow(work, out)));
                    case LINES ->
                            throw ProblemKind.NOT_ACCEPTABLE.exception(
                                    "deliveries come as application/json or text/event-stream");
                };
        return response.header("cache-control", "no-store");
    }

    /// What a member asks for.
    private record Work(
            SecuredGroups groups,
            GroupName group,
            String member,
            String principal,
            int max,
            Duration patience,
            Duration lease) {}

    private interface Body {
        void write() throws Exception;
    }

    private static void told(Body body) throws Exception {
        var _ =
                GroupProblems.asking(() -> {
                    body.write();
                    return true;
                });
    }

    private LeasedMember attach(Work work) {
        return members.attach(work.groups(), work.group(), work.member(), work.principal());
    }

    private void poll(Work work, BodyWriter out) throws IOException, InterruptedException {
        LeasedMember member = attach(work);
        List<Delivery> taken;
        try {
            member.want(work.max());
            taken = member.take(work.max(), work.patience(), out::shouldEnd);
        } finally {
            member.want(0);
            members.detach(member, work.lease());
        }
        ObjectNode json = GroupJson.object();
        ArrayNode all = json.putArray("deliveries");
        taken.forEach(each -> all.add(GroupJson.write(member.token(each), each)));
        out.write(GroupJson.bytes(json).toByteArray());
    }

    private void follow(Work work, BodyWriter out) throws IOException, InterruptedException {
        LeasedMember member = attach(work);
        try {
            out.flush();
            member.want(work.max());
            follow(member, work.max(), out);
        } finally {
            members.leave(member);
        }
    }

    private static void follow(LeasedMember member, int max, BodyWriter out)
            throws IOException, InterruptedException {
        BooleanSupplier ends = out::shouldEnd;
        int quiet = 0;
        while (!out.shouldEnd()) {
            List<Delivery> taken = member.take(max, Sse.LOOK, ends);
            for (Delivery each : taken) {
                String token = member.token(each);
                write(out, "delivery", token, GroupJson.bytes(GroupJson.write(token, each)));
            }
            quiet = taken.isEmpty() ? quiet + 1 : 0;
            if (quiet == Sse.QUIET_LOOKS) {
                Sse.writeComment(out);
                quiet = 0;
            }
            if (quiet == 0) {
                out.flush();
            }
            Optional<RuntimeException> end = member.end();
            if (end.isPresent()) {
                Bytes why = Failures.problem(GroupProblems.of(end.get())).toJson();
                write(out, "ended", "", why);
                return;
            }
        }
    }

    private static void write(BodyWriter out, String name, String id, Bytes data)
            throws IOException {
        String head = (id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: ";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(data.toByteArray());
        out.write(new byte[] {'\n', '\n'});
    }

    private Response outcomes(Request request) {
        var _ = Parameters.of(request);
        List<JsonBody> said =
                JsonBody.of(request, "outcomes")
                        .objects("outcomes", "delivery", "outcome", "reason", "afterMillis");
        record Said(String token, Outcome outcome) {}
        List<Said> all = new ArrayList<>();
        said.forEach(each -> all.add(new Said(each.text("delivery"), outcome(each))));
        LeasedMember member = known(request);
        List<CompletableFuture<Boolean>> answers =
                all.stream().map(each -> member.finish(each.token(), each.outcome())).toList();
        ObjectNode json = GroupJson.object();
        ArrayNode outcomes = json.putArray("outcomes");
        for (int i = 0; i < all.size(); i++) {
            ObjectNode answer = outcomes.addObject();
            answer.put("delivery", all.get(i).token());
            answer.put("taken", answers.get(i).join());
        }
        return GroupEndpoints.json(OK, json);
    }

    private static Outcome outcome(JsonBody body) {
        String reason = body.optionalText("reason").orElse("");
        var after = body.number("afterMillis", 0, Duration.ofDays(365).toMillis());
        return body.text(
                "outcome",
                word ->
                        switch (word) {
                            case "ack" -> Outcome.ACK;
                            case "retry" ->
                                    after.isPresent()
                                            ? Outcome.retry(
                                                    reason, Duration.ofMillis(after.getAsLong()))
                                            : Outcome.retry(reason);
                            case "park" -> Outcome.park(reason);
                            default ->
                                    throw new IllegalArgumentException(
                                            "expected ack, retry or park, found \"" + word + "\"");
                        });
    }

    private Response leave(Request request) {
        var _ = Parameters.of(request);
        members.leave(known(request));
        return Response.empty(NO_CONTENT);
    }

    private LeasedMember known(Request request) {
        GroupName group = GroupEndpoints.name(request);
        var _ = groups.of(request.principal()).status(group); // or it is not for them
        String member = member(request);
        return members.of(group, member, request.principal().name())
                .orElseThrow(() ->
                        ProblemKind.MEMBER_NOT_FOUND.exception(
                                "group %s has no member \"%s\" of yours over HTTP; a member is there from its first poll until 30 s (lease) after its last one"
                                        .formatted(group, member)));
    }

    private static String member(Request request) {
        return Parameters.parse(
                "member",
                "1 to 100 characters",
                request.pathParameter("member"),
                GroupName::checkedMember);
    }
}
