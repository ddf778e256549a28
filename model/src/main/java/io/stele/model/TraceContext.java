package io.stele.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The place in a distributed trace from which a request came: the two headers of W3C Trace Context
/// (https://www.w3.org/TR/trace-context/). Events keep it in their metadata, so that what handles
/// them carries the trace on.
///
/// @param traceparent of version 00: `00-<32 hex>-<16 hex>-<2 hex>`, in lower case, trace and span
///     not all zeros
/// @param tracestate what tracing systems add: `key=value`, joined by commas; at most 512
///     characters; may be empty
public record TraceContext(String traceparent, String tracestate) {

    private static final int STATE_CHARS_MAX = 512;
    private static final int STATE_MEMBERS_MAX = 32;
    private static final int VERSION_00_CHARS = 55;

    private static final Pattern PARENT =
            Pattern.compile(
                    "(?!ff)([0-9a-f]{2})"
                            + "-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final Pattern MEMBER =
            Pattern.compile("[a-z0-9][a-z0-9_*/@-]{0,255}=[ -~&&[^,=]]{1,256}");

    /// @throws IllegalArgumentException when one of them is not as said above
    public TraceContext {
        if (!version00(traceparent).equals(Optional.of(traceparent))) {
            throw new IllegalArgumentException("not a traceparent: \"" + traceparent + "\"");
        }
        if (!state(tracestate).equals(tracestate)) {
            throw new IllegalArgumentException("not a tracestate: \"" + tracestate + "\"");
        }
    }

    /// Reads the headers of a request as the specification wants it: of a later version what version
    /// 00 knows is taken; a wrong `tracestate` is dropped, and one that is too long loses its last
    /// members.
    ///
    /// @param traceparents all headers of the name `traceparent`
    /// @param tracestates all headers of the name `tracestate`
    /// @return empty where there is not exactly one `traceparent`, or an invalid one: then the
    ///     request is part of no trace
    public static Optional<TraceContext> parse(
            List<String> traceparents, List<String> tracestates) {
        if (traceparents.size() != 1) {
            return Optional.empty();
        }
        return version00(traceparents.getFirst())
                .map(parent -> new TraceContext(parent, state(String.join(",", tracestates))));
    }

    /// The trace that an event is part of.
    ///
    /// @param metadata of the event
    /// @return empty where it names none
    public static Optional<TraceContext> of(Metadata metadata) {
        return parse(
                metadata.text(Metadata.TRACEPARENT).stream().toList(),
                metadata.text(Metadata.TRACESTATE).stream().toList());
    }

    /// The metadata with this trace; as it is, where it has a `traceparent` already.
    public Metadata addTo(Metadata metadata) {
        if (metadata.values().containsKey(Metadata.TRACEPARENT)) {
            return metadata;
        }
        Metadata traced = metadata.with(Metadata.TRACEPARENT, traceparent);
        return tracestate.isEmpty() ? traced : traced.with(Metadata.TRACESTATE, tracestate);
    }

    /// The append with this trace in the metadata of all its events that name none.
    public Append addTo(Append append) {
        List<StreamAppend> streams = append.streams().stream().map(this::addTo).toList();
        return new Append(append.appendId(), append.actor(), streams, append.condition());
    }

    private StreamAppend addTo(StreamAppend part) {
        List<NewEvent> events =
                part.events().stream()
                        .map(event -> event.withMetadata(addTo(event.metadata())))
                        .toList();
        return new StreamAppend(part.stream(), part.expected(), events);
    }

    /// What all spans of the trace have in common: 32 hexadecimal digits.
    public String traceId() {
        return traceparent.substring(3, 35);
    }

    /// The span that sent the request: 16 hexadecimal digits.
    public String spanId() {
        return traceparent.substring(36, 52);
    }

    /// Whether the sender may have recorded its part of the trace.
    public boolean isSampled() {
        return (Integer.parseInt(traceparent.substring(53), 16) & 1) != 0;
    }

    private static Optional<String> version00(String text) {
        Matcher parent = PARENT.matcher(text);
        if (!parent.matches()) {
            return Optional.empty();
        }
        if (parent.group(1).equals("00")) {
            return text.length() == VERSION_00_CHARS ? Optional.of(text) : Optional.empty();
        }
        int sampled = Integer.parseInt(parent.group(3), 16) & 1; // no other flag is known to last
        return Optional.of("00-" + parent.group(2) + "-0" + sampled);
    }

    private static String state(String text) {
        List<String> members = new ArrayList<>();
        for (String part : text.split(",")) {
            String member = part.strip();
            if (!member.isEmpty()) {
                members.add(member);
            }
        }
        boolean valid =
                members.size() <= STATE_MEMBERS_MAX
                        && members.stream().allMatch(member -> MEMBER.matcher(member).matches());
        return valid ? bounded(String.join(",", members)) : "";
    }

    private static String bounded(String state) {
        if (state.length() <= STATE_CHARS_MAX) {
            return state;
        }
        int end = state.lastIndexOf(',', STATE_CHARS_MAX);
        return end < 0 ? "" : state.substring(0, end);
    }
}
