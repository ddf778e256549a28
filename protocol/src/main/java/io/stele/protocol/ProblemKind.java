package io.stele.protocol;

import java.util.Map;
import java.util.Optional;

/// Every kind of problem that Stele answers with. `docs/errors.md` has a section for each one.
public enum ProblemKind {
    INVALID_REQUEST(400, "The request is malformed"),
    MALFORMED_JSON(400, "The body is not valid JSON"),
    INVALID_FIELD(400, "A field of the body is wrong"),
    INVALID_PARAMETER(400, "A parameter is wrong"),
    UNKNOWN_PARAMETER(400, "A parameter is not known here"),
    REJECTED(400, "The input cannot be taken"),
    LIMIT_EXCEEDED(400, "A limit is exceeded"),
    UNAUTHENTICATED(401, "It is not known who is asking"),
    FORBIDDEN(403, "This is not allowed"),
    CROSS_ORIGIN(403, "Pages of other sites are not served"),
    NOT_FOUND(404, "There is nothing at this path"),
    STREAM_NOT_FOUND(404, "The stream has no events"),
    APPEND_NOT_FOUND(404, "No such append is in the log"),
    SNAPSHOT_NOT_FOUND(404, "There is no such snapshot"),
    EVENT_NOT_FOUND(404, "There is no such event"),
    TILE_NOT_FOUND(404, "The Merkle tree has no such tile"),
    NO_PROOFS(404, "This store has no Merkle tree"),
    UNKNOWN_CATEGORY(404, "No decider has this category"),
    UNKNOWN_COMMAND(404, "The category has no such command"),
    VIEW_NOT_FOUND(404, "There is no such view"),
    ROW_NOT_FOUND(404, "The view has no such row"),
    ACCOUNT_NOT_FOUND(404, "There is no such user or key"),
    GROUP_NOT_FOUND(404, "There is no such consumer group"),
    MEMBER_NOT_FOUND(404, "The group has no such member"),
    STREAM_NOT_PARKED(404, "The stream is not parked there"),
    PUBLISHER_NOT_FOUND(404, "There is no such publisher"),
    METHOD_NOT_ALLOWED(405, "The path does not take this method"),
    NOT_ACCEPTABLE(406, "No answer in an accepted format"),
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    CONFLICT(409, "The stream has moved on"),
    IDEMPOTENCY_KEY_REUSED(409, "The idempotency key belongs to another command"),
    CONDITION_FAILED(409, "An event matches the append condition"),
    ACCOUNT_EXISTS(409, "There is such a user already"),
    MEMBER_EXISTS(409, "The group has a member of that name"),
    GROUP_MOVED(409, "The group moved or was changed"),
    PROJECTION_REFUSED(409, "The projection cannot do that as things are"),
    REPLAY_UNDER_WAY(409, "The publisher replays already"),
    PRECONDITION_FAILED(412, "The revision is not the expected one"),
    BODY_TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The request line is too long"),
    EXPECTATION_FAILED(417, "The Expect header cannot be met"),
    REFUSED(422, "The command was refused"),
    APPEND_ID_REUSED(422, "The append id names another append"),
    EVENT_ID_REUSED(422, "An event id is in the stream already"),
    OVERLOADED(429, "There is too much to do at this moment"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL(500, "Something went wrong here"),
    VIEW_FAILED(500, "The view has stopped at an event"),
    CORRUPT(500, "What is stored is damaged"),
    OUTCOME_UNKNOWN(500, "It is not known whether the append was written"),
    UNAVAILABLE(503, "The store cannot do this at this time"),
    VIEW_BEHIND(504, "The view did not get there in time"),
    HTTP_VERSION_NOT_SUPPORTED(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here");

    /// What the `type` of every problem begins with.
    public static final String BASE = "https://stele.io/problems/";

    private final int status;
    private final String title;
    private final String type;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
        this.type = BASE + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// The URI that names this kind.
    public String type() {
        return type;
    }

    /// The kind with this type URI; empty when it is none of ours.
    public static Optional<ProblemKind> of(String type) {
        for (ProblemKind kind : values()) {
            if (kind.type.equals(type)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /// @param detail what happened this time: what was wrong, what was expected, what to do
    public Problem problem(String detail) {
        return new Problem(type, title, status, detail, Map.of());
    }

    /// As [#problem], ready to throw.
    public ProblemException exception(String detail) {
        return new ProblemException(problem(detail));
    }
}
