package io.stele.sdk.command;

import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.Bytes;
import io.stele.model.EventStore;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.sdk.command.CommandResult.Accepted;
import io.stele.sdk.command.CommandResult.KeyReused;
import io.stele.sdk.command.CommandResult.WrittenEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The answer that a command got before under the same idempotency key. It is made from what stands
/// in the log, so it needs no table of keys and is there as long as the events are.
///
/// @param appendId follows from stream and key
/// @param digest of the command, to tell it from another one with the same key
record EarlierAnswer(
        EventStore store, StreamName stream, String key, UUID appendId, String digest) {

    /// The metadata name under which the digest stands.
    static final String DIGEST = "commandDigest";

    private static final int DIGEST_BYTES = 16;

    /// @param json the same for equal commands
    static String digest(String name, Bytes json) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(name.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) '\n');
            sha256.update(json.asByteBuffer());
            return HexFormat.of().formatHex(Arrays.copyOf(sha256.digest(), DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// @return empty when the key was not used before
    Optional<CommandResult> find() {
        return store.findAppend(appendId).map(this::answer);
    }

    private CommandResult answer(Appended appended) {
        StreamRange range = appended.streams().getFirst();
        long count = range.last().value() - range.first().value() + 1;
        List<RecordedEvent> events =
                store.read(ReadStream.of(stream).from(range.first()).limit(count)).toList();
        boolean same =
                range.stream().equals(stream)
                        && events.stream()
                                .allMatch(event ->
                                        event.metadata().text(DIGEST).equals(Optional.of(digest)));
        if (!same) {
            return new KeyReused(stream, key);
        }
        return new Accepted(
                stream,
                Optional.of(new StreamHead(range.last(), appended.last())),
                events.stream()
                        .map(e -> new WrittenEvent(e.type(), e.data(), e.revision()))
                        .toList(),
                true);
    }
}
