package io.stele.server;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.proofs.log.MerkleLog;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.Tile;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.security.Right;
import io.stele.security.SecuredEventStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The Merkle tree over the log, in the formats of C2SP; docs/formats/proofs.md.
///
/// Hashes tell nothing of events, since each has a salt, so whoever may read anything gets those.
/// Entries tell where and when there was an event of which type, in `$`-streams too: they are for
/// admins. A proof has all of its event, and is for whoever may read that.
final class LogEndpoints {

    private static final int OK = 200;
    private static final String BINARY = "application/octet-stream";
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final HostedLog hosted;
    private final EventStore store;

    private LogEndpoints(HostedLog hosted, EventStore store) {
        this.hosted = hosted;
        this.store = store;
    }

    static void addTo(Router router, HostedLog hosted, EventStore store) {
        LogEndpoints here = new LogEndpoints(hosted, store);
        router.add(Method.GET, "/v1/log/checkpoint", Right.READ, Handler.blocking(here::checkpoint))
                .add(Method.GET, "/v1/log/keys", Right.READ, Handler.blocking(here::keys))
                .add(
                        Method.GET,
                        "/v1/log/tile/{level}/{tile...}",
                        Right.READ,
                        Handler.blocking(here::tile))
                .add(
                        Method.GET,
                        "/v1/log/tile/entries/{tile...}",
                        Right.ADMIN,
                        Handler.blocking(here::entries))
                .add(Method.GET, "/v1/log/proof", Right.READ, Handler.blocking(here::proof))
                .add(
                        Method.GET,
                        "/v1/log/consistency",
                        Right.READ,
                        Handler.blocking(here::consistency));
    }

    private Response checkpoint(Request request) throws InterruptedException {
        Parameters.of(request);
        return Response.text(OK, hosted.log().checkpoint().write());
    }

    private Response keys(Request request) {
        Parameters.of(request);
        return Response.text(
                OK,
                hosted.log().verifiers().stream()
                        .map(VerifierKey::text)
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private Response tile(Request request) throws InterruptedException {
        Parameters.of(request);
        int level =
                Parameters.parse(
                        "level",
                        "a level from 0 to 7",
                        request.pathParameter("level"),
                        text -> (int) Parameters.wholeNumber(text, 0, Tile.LEVELS - 1));
        return tile(request, level, hosted.log()::tile);
    }

    private Response entries(Request request) throws InterruptedException {
        Parameters.of(request);
        return tile(request, 0, hosted.log()::entries);
    }

    private Response tile(Request request, int level, Function<Tile, Optional<Bytes>> content)
            throws InterruptedException {
        Tile tile =
                Parameters.parse(
                        "tile",
                        "the path of a tile, such as x001/x234/067 or 067.p/112",
                        request.pathParameter("tile"),
                        text -> Tile.parse(level, text));
        if (!tile.isWithin(hosted.log().size())) {
            var _ = hosted.log().checkpoint(); // it may still be reading the log
        }
        return content.apply(tile)
                .map(bytes -> Response.bytes(OK, BINARY, bytes))
                .orElseThrow(() ->
                        ProblemKind.TILE_NOT_FOUND.exception(
                                "the tree over %d events has no tile %s on level %d"
                                        .formatted(hosted.log().size(), tile.path(), level)));
    }

    private Response proof(Request request) throws InterruptedException {
        Position position =
                Parameters.of(request, "position")
                        .required(
                                "position",
                                "a whole number of 0 or more",
                                text ->
                                        Position.of(
                                                Parameters.wholeNumber(text, 0, Long.MAX_VALUE)));
        checkReadable(request, position);
        return Response.text(OK, hosted.log().prove(position, WAIT).write());
    }

    /// One that may not be read is as one that is not there.
    private void checkReadable(Request request, Position position) {
        ReadLog one = ReadLog.all().from(new Checkpoint(position.value())).limit(1);
        EventStore view = SecuredEventStore.of(store, request.principal());
        try (EventCursor events = view.read(one)) {
            if (!events.hasNext() || !events.next().position().equals(position)) {
                throw noEvent(position);
            }
        }
    }

    private static ProblemException noEvent(Position position) {
        return ProblemKind.EVENT_NOT_FOUND.exception(
                "there is no event at %s that you may read".formatted(position));
    }

    /// @return the hashes that show that the tree over the first `to` events goes on from that over
    ///     the first `from`
    private Response consistency(Request request) throws InterruptedException {
        Parameters parameters = Parameters.of(request, "from", "to");
        MerkleLog log = hosted.log();
        long signed = TreeHead.parse(log.checkpoint().text()).size();
        long to = parameters.number("to", 0, signed).orElse(signed);
        long from =
                parameters
                        .number("from", 0, to)
                        .orElseThrow(() ->
                                Problems.invalidParameter("from", "a whole number", "")
                                        .exception());
        List<String> hashes =
                log.tree(to).consistency(from).hashes().stream().map(Hash::base64).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", from);
        json.put("to", to);
        json.put("hashes", hashes);
        return Response.json(OK, json);
    }
}
