package io.stele.grpc;

import io.stele.grpc.v1.Wire;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Cause;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Answers to appends as messages. Reading throws as in [EventMessages].
public final class ResultMessages {

    /// What a conflict brings along at most; the first event always.
    private static final int UNSEEN_BYTES_MAX = 4 << 20;

    private ResultMessages() {}

    public static Wire.AppendResponse write(UUID appendId, AppendResult result) {
        Wire.AppendResponse.Builder message =
                Wire.AppendResponse.newBuilder().setAppendId(appendId.toString());
        switch (result) {
            case Appended done -> message.setAppended(write(done));
            case Conflict conflict -> message.setConflict(write(conflict));
        }
        return message.build();
    }

    public static Wire.Appended write(Appended done) {
        Wire.Appended.Builder message =
                Wire.Appended.newBuilder()
                        .setPosition(done.last().value())
                        .setDuplicate(done.duplicate());
        for (StreamRange range : done.streams()) {
            message.addStreams(
                    Wire.StreamRange.newBuilder()
                            .setStream(range.stream().value())
                            .setFirstRevision(range.first().value())
                            .setLastRevision(range.last().value()));
        }
        return message.build();
    }

    private static Wire.Conflict write(Conflict conflict) {
        Wire.Conflict.Builder message = Wire.Conflict.newBuilder();
        switch (conflict.cause()) {
            case Cause.StreamMoved moved -> message.setStreamMoved(write(moved));
            case Cause.ConditionFailed failed ->
                    message.setConditionFailed(
                            Wire.ConditionFailed.newBuilder().setPosition(failed.match().value()));
        }
        long bytes = 0;
        for (RecordedEvent event : conflict.unseen()) {
            Wire.RecordedEvent next = EventMessages.write(event);
            bytes += next.getSerializedSize();
            if (bytes > UNSEEN_BYTES_MAX && message.getEventsCount() > 0) {
                break;
            }
            message.addEvents(next);
        }
        return message.build();
    }

    private static Wire.StreamMoved write(Cause.StreamMoved moved) {
        Wire.StreamMoved.Builder message =
                Wire.StreamMoved.newBuilder()
                        .setStream(moved.stream().value())
                        .setExpected(AppendMessages.write(moved.expected()));
        moved.actual().ifPresent(actual -> message.setActual(actual.value()));
        return message.build();
    }

    /// @param append what was answered so
    public static AppendResult read(Wire.AppendResponse message, Append append) {
        return switch (message.getResultCase()) {
            case APPENDED -> read(message.getAppended());
            case CONFLICT -> read(message.getConflict(), append);
            case RESULT_NOT_SET -> throw Read.missing("the result of an append");
        };
    }

    public static Appended read(Wire.Appended message) {
        List<StreamRange> streams = new ArrayList<>(message.getStreamsCount());
        for (Wire.StreamRange range : message.getStreamsList()) {
            streams.add(
                    new StreamRange(
                            StreamName.of(range.getStream()),
                            Revision.of(range.getFirstRevision()),
                            Revision.of(range.getLastRevision())));
        }
        return new Appended(streams, Position.of(message.getPosition()), message.getDuplicate());
    }

    private static Conflict read(Wire.Conflict message, Append append) {
        Cause cause =
                switch (message.getCauseCase()) {
                    case STREAM_MOVED -> read(message.getStreamMoved());
                    case CONDITION_FAILED ->
                            new Cause.ConditionFailed(
                                    append.condition()
                                            .orElseThrow(() -> Read.missing("the condition")),
                                    Position.of(message.getConditionFailed().getPosition()));
                    case CAUSE_NOT_SET -> throw Read.missing("the cause of a conflict");
                };
        return new Conflict(cause, events(message.getEventsList()));
    }

    private static Cause read(Wire.StreamMoved message) {
        return new Cause.StreamMoved(
                StreamName.of(message.getStream()),
                AppendMessages.read(message.getExpected()),
                message.hasActual()
                        ? Optional.of(Revision.of(message.getActual()))
                        : Optional.empty());
    }

    private static List<RecordedEvent> events(List<Wire.RecordedEvent> messages) {
        List<RecordedEvent> events = new ArrayList<>(messages.size());
        messages.forEach(message -> events.add(EventMessages.read(message)));
        return events;
    }
}
