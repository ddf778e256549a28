package io.stele.client;

import io.grpc.ManagedChannel;
import io.stele.groups.ConsumerGroups;
import io.stele.groups.GroupStore;
import io.stele.grpc.ReadMessages;
import io.stele.grpc.ResultMessages;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Checkpoint;
import io.stele.model.Direction;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A store that a Stele server keeps.
///
/// An append whose answer got lost is sent again under its append id until an answer comes, so that
/// it is written once; only when none comes for [ClientOptions#retry] the outcome is left unknown.
/// Reads and subscriptions whose connection breaks go on where they were.
public final class RemoteEventStore implements EventStore, GroupStore {

    private final Servers servers;
    private final AppendLane appends;
    private final RemoteGroups groups;

    /// Does not connect.
    ///
    /// @param address `stele://host:port`, or `steles://host:port` for TLS; or several servers
    ///     separated by commas. Parameters behind a question mark go before `options`: `trust`,
    ///     `certificate`, `key`, `user`, `password-file`, `api-key-file`, `token-file`
    /// @throws IllegalArgumentException when it has another form, the files for TLS cannot be used,
    ///     or credentials would go to another machine without TLS
    public RemoteEventStore(String address, ClientOptions options) {
        servers = Servers.of(StoreAddress.parse(address), options);
        appends = new AppendLane(servers);
        groups = new RemoteGroups(servers);
    }

    private EventStoreGrpc.EventStoreBlockingStub stub(ManagedChannel connection) {
        return EventStoreGrpc.newBlockingStub(connection)
                .withDeadlineAfter(servers.options().answer().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        return appends.send(append);
    }

    @Override
    public Optional<AppendResult.Appended> findAppend(UUID appendId) {
        var request = Wire.FindAppendRequest.newBuilder().setAppendId(appendId.toString()).build();
        return servers.ask(connection -> {
            var answer = stub(connection).findAppend(request);
            return answer.hasAppended()
                    ? Optional.of(ResultMessages.read(answer.getAppended()))
                    : Optional.empty();
        });
    }

    @Override
    public EventCursor read(ReadStream request) {
        return new RemoteCursor(
                servers, (last, given) -> rest(request, last, given).map(ReadMessages::write));
    }

    private static Optional<ReadStream> rest(
            ReadStream request, @Nullable RecordedEvent last, long given) {
        if (last == null) {
            return Optional.of(request);
        }
        boolean forward = request.direction() == Direction.FORWARD;
        long at = last.revision().value();
        if (given >= request.limit() || at == (forward ? Long.MAX_VALUE : 0)) {
            return Optional.empty();
        }
        return Optional.of(
                request.from(Revision.of(forward ? at + 1 : at - 1))
                        .limit(left(request.limit(), given)));
    }

    @Override
    public EventCursor read(ReadLog request) {
        return new RemoteCursor(
                servers, (last, given) -> rest(request, last, given).map(ReadMessages::write));
    }

    private static Optional<ReadLog> rest(
            ReadLog request, @Nullable RecordedEvent last, long given) {
        if (last == null) {
            return Optional.of(request);
        }
        Position at = last.position();
        return given >= request.limit()
                ? Optional.empty()
                : Optional.of(request.after(at).limit(left(request.limit(), given)));
    }

    private static long left(long limit, long given) {
        return limit == ReadLog.NO_LIMIT ? limit : limit - given;
    }

    @Override
    public Optional<StreamHead> head(StreamName stream) {
        var request = Wire.HeadRequest.newBuilder().setStream(stream.value()).build();
        return servers.ask(connection -> {
            var answer = stub(connection).head(request);
            return answer.hasStream()
                    ? Optional.of(
                            new StreamHead(
                                    Revision.of(answer.getStream().getRevision()),
                                    Position.of(answer.getStream().getPosition())))
                    : Optional.empty();
        });
    }

    @Override
    public Checkpoint head() {
        var request = Wire.HeadRequest.getDefaultInstance();
        return servers.ask(
                connection -> new Checkpoint(stub(connection).head(request).getCheckpoint()));
    }

    @Override
    public Subscription subscribe(Checkpoint after, EventFilter filter) {
        return new RemoteSubscription(servers, after, filter);
    }

    @Override
    public SnapshotStore snapshots() {
        return new RemoteSnapshots(servers);
    }

    /// The groups that the server runs.
    @Override
    public ConsumerGroups groups() {
        return groups;
    }

    @Override
    public void close() {
        groups.close();
        appends.close();
        servers.close();
    }
}
