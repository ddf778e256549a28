package io.stele.model;

import java.nio.charset.StandardCharsets;

/// How large things may be. All sizes are bytes of the UTF-8 text or of the data itself.
///
/// @param eventDataBytesMax one event's data
/// @param appendBytesMax everything in one append together
/// @param appendEventsMax events in one append
/// @param streamNameBytesMax a stream's name
/// @param typeBytesMax an event's type; also bounds an actor and a content type
/// @param tagsMax tags on an event
/// @param tagBytesMax one tag
/// @param metadataBytesMax an event's metadata: names and values as text
public record Limits(
        int eventDataBytesMax,
        int appendBytesMax,
        int appendEventsMax,
        int streamNameBytesMax,
        int typeBytesMax,
        int tagsMax,
        int tagBytesMax,
        int metadataBytesMax) {

    public static final Limits DEFAULT =
            new Limits(1 << 20, 4 << 20, 1_000, 256, 256, 32, 256, 64 << 10);

    /// @throws RejectedException naming the first limit that `append` exceeds
    public void check(Append append) {
        checkAtMost("events in an append", append.eventCount(), appendEventsMax, "appendEventsMax");
        checkText("the actor", append.actor(), typeBytesMax, "typeBytesMax");
        long total = 0;
        for (StreamAppend part : append.streams()) {
            total +=
                    checkText(
                            "a stream name",
                            part.stream().value(),
                            streamNameBytesMax,
                            "streamNameBytesMax");
            for (NewEvent event : part.events()) {
                total += check(event);
            }
        }
        checkAtMost("bytes in an append", total, appendBytesMax, "appendBytesMax");
    }

    /// @return the event's size in bytes
    private long check(NewEvent event) {
        int dataBytes = event.data().bytes().size();
        checkAtMost("bytes of event data", dataBytes, eventDataBytesMax, "eventDataBytesMax");
        long bytes = dataBytes;
        bytes += checkText("an event type", event.type(), typeBytesMax, "typeBytesMax");
        bytes +=
                checkText(
                        "a content type", event.data().contentType(), typeBytesMax, "typeBytesMax");
        checkAtMost("tags on an event", event.tags().size(), tagsMax, "tagsMax");
        for (Tag tag : event.tags()) {
            bytes += checkText("a tag", tag.value(), tagBytesMax, "tagBytesMax");
        }
        return bytes + check(event.metadata());
    }

    private long check(Metadata metadata) {
        long bytes = 0;
        for (var entry : metadata.values().entrySet()) {
            bytes += utf8Bytes(entry.getKey()) + utf8Bytes(entry.getValue().toString());
        }
        checkAtMost("bytes of metadata", bytes, metadataBytesMax, "metadataBytesMax");
        return bytes;
    }

    private static long checkText(String what, String text, int max, String limit) {
        // No UTF-8 text is longer than three bytes a char, so short ones need no counting.
        long bytes = text.length() * 3L <= max ? text.length() : utf8Bytes(text);
        checkAtMost("bytes of " + what, bytes, max, limit);
        return bytes;
    }

    private static long utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkAtMost(String what, long actual, long max, String limit) {
        if (actual > max) {
            throw new RejectedException(
                    RejectedException.Reason.LIMIT_EXCEEDED,
                    "%,d %s, but at most %,d are taken (limit %s)"
                            .formatted(actual, what, max, limit));
        }
    }
}
