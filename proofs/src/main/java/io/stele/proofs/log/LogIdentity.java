package io.stele.proofs.log;

import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.CorruptException;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.proofs.Salts;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a log is called in its checkpoints, and the secret of its salts. An event of the log itself,
/// in the stream `$proofs`: so it is as durable as the log, in each of its backups and copies, and
/// never changes.
///
/// @param origin the first line of each checkpoint
public record LogIdentity(String origin, Salts salts) {

    public static final StreamName STREAM = StreamName.of("$proofs");

    static final String BEGUN = "$ProofsBegun";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /// That of `store`; empty as long as nobody has asked it for proofs.
    ///
    /// @throws CorruptException when it is there and cannot be read
    public static Optional<LogIdentity> find(EventStore store) {
        try (EventCursor first = store.read(ReadStream.of(STREAM).limit(1))) {
            return first.hasNext() ? Optional.of(read(first.next())) : Optional.empty();
        }
    }

    /// That of `store`, which gets one now if it has none.
    ///
    /// @param origin for a new one; empty: a name by chance
    public static LogIdentity of(EventStore store, Optional<String> origin) {
        return find(store)
                .orElseGet(() -> {
                    append(store, origin.orElseGet(LogIdentity::byChance));
                    return find(store).orElseThrow(); // whoever was first
                });
    }

    private static void append(EventStore store, String origin) {
        String json =
                MAPPER.writeValueAsString(
                        Map.of("origin", origin, "secret", hex(Salts.SECRET_BYTES)));
        var unused =
                store.append(
                        Append.to(STREAM.value(), Expectation.NONE, NewEvent.json(BEGUN, json)));
    }

    private static String byChance() {
        return "stele.io/log/" + hex(8);
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static LogIdentity read(RecordedEvent event) {
        try {
            JsonNode json = MAPPER.readTree(event.data().bytes().toByteArray());
            return new LogIdentity(
                    json.required("origin").asString(),
                    new Salts(
                            Bytes.wrap(
                                    HexFormat.of().parseHex(json.required("secret").asString()))));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new CorruptException(
                    "the event that names the log cannot be read", STREAM.value(), 0, e);
        }
    }
}
