package io.stele.grpc;

import io.stele.grpc.v1.Wire;
import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.protocol.EventIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Appends as messages. Reading throws as in [EventMessages].
public final class AppendMessages {

    private AppendMessages() {}

    public static Wire.AppendRequest write(Append append) {
        Wire.AppendRequest.Builder message =
                Wire.AppendRequest.newBuilder()
                        .setAppendId(append.appendId().toString())
                        .setActor(append.actor());
        for (StreamAppend part : append.streams()) {
            message.addStreams(write(part));
        }
        append.condition().ifPresent(condition -> message.setCondition(write(condition)));
        return message.build();
    }

    private static Wire.StreamAppend write(StreamAppend part) {
        Wire.StreamAppend.Builder message =
                Wire.StreamAppend.newBuilder().setStream(part.stream().value());
        if (!part.expected().equals(Expectation.ANY)) {
            message.setExpected(write(part.expected()));
        }
        for (NewEvent event : part.events()) {
            message.addEvents(EventMessages.write(event));
        }
        return message.build();
    }

    private static Wire.AppendCondition write(AppendCondition condition) {
        Wire.AppendCondition.Builder message =
                Wire.AppendCondition.newBuilder()
                        .setFailIfEventsMatch(ReadMessages.write(condition.failIfEventsMatch()));
        condition.after().ifPresent(after -> message.setAfter(after.value()));
        return message.build();
    }

    /// Makes the ids that were left out.
    public static Append read(Wire.AppendRequest message) {
        Optional<UUID> given =
                message.getAppendId().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Read.uuid("append_id", message.getAppendId()));
        EventIds ids = new EventIds(given);
        List<StreamAppend> streams = new ArrayList<>(message.getStreamsCount());
        for (Wire.StreamAppend part : message.getStreamsList()) {
            streams.add(read(part, ids));
        }
        return new Append(
                given.orElseGet(UUID::randomUUID),
                message.getActor().isEmpty() ? Append.ANONYMOUS : message.getActor(),
                streams,
                message.hasCondition()
                        ? Optional.of(read(message.getCondition()))
                        : Optional.empty());
    }

    private static StreamAppend read(Wire.StreamAppend part, EventIds ids) {
        List<NewEvent> events = new ArrayList<>(part.getEventsCount());
        for (Wire.NewEvent event : part.getEventsList()) {
            events.add(EventMessages.read(event, ids.next()));
        }
        return new StreamAppend(StreamName.of(part.getStream()), read(part.getExpected()), events);
    }

    private static AppendCondition read(Wire.AppendCondition message) {
        return new AppendCondition(
                ReadMessages.read(message.getFailIfEventsMatch()),
                message.hasAfter()
                        ? Optional.of(Position.of(message.getAfter()))
                        : Optional.empty());
    }

    static Wire.Expected write(Expectation expectation) {
        Wire.Expected.Builder message = Wire.Expected.newBuilder();
        switch (expectation) {
            case Expectation.Any any -> message.setState(Wire.Expected.State.STATE_ANY);
            case Expectation.None none -> message.setState(Wire.Expected.State.STATE_NONE);
            case Expectation.Exists exists -> message.setState(Wire.Expected.State.STATE_EXISTS);
            case Expectation.Exactly exactly -> message.setRevision(exactly.last().value());
        }
        return message.build();
    }

    static Expectation read(Wire.Expected message) {
        return switch (message.getExpectedCase()) {
            case EXPECTED_NOT_SET -> Expectation.ANY;
            case REVISION -> new Expectation.Exactly(Revision.of(message.getRevision()));
            case STATE ->
                    switch (message.getState()) {
                        case STATE_ANY -> Expectation.ANY;
                        case STATE_NONE -> Expectation.NONE;
                        case STATE_EXISTS -> Expectation.EXISTS;
                        case UNRECOGNIZED ->
                                throw new IllegalArgumentException(
                                        "no such expected state: " + message.getStateValue());
                    };
        };
    }
}
