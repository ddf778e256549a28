package io.stele.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.AppendMessages;
import io.stele.grpc.ReadMessages;
import io.stele.grpc.ResultMessages;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.StreamName;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Uuids;
import io.stele.security.SecuredEventStore;
import java.util.Optional;
import java.util.UUID;

/// `stele.v1.EventStore` in front of a store.
final class EventStoreService extends EventStoreGrpc.EventStoreImplBase {

    private final EventStore all;
    private final Calls calls;

    EventStoreService(EventStore store, Calls calls) {
        this.all = store;
        this.calls = calls;
    }

    /// The store as the caller at hand sees it.
    private EventStore view() {
        return SecuredEventStore.of(all, CallGate.caller());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // answered in every case
    public void append(Wire.AppendRequest request, StreamObserver<Wire.AppendResponse> client) {
        ServerCallStreamObserver<Wire.AppendResponse> call = Calls.call(client);
        try {
            Append append = CallTraces.addTo(Calls.understand(request, AppendMessages::read));
            view().appendAsync(append)
                    .whenComplete((result, failure) -> {
                        if (failure != null) {
                            Calls.fail(call, failure);
                        } else {
                            Calls.complete(call, ResultMessages.write(append.appendId(), result));
                        }
                    });
        } catch (RuntimeException e) {
            Calls.fail(call, e);
        }
    }

    @Override
    public StreamObserver<Wire.AppendStreamRequest> appendStream(
            StreamObserver<Wire.AppendStreamResponse> client) {
        return new AppendStreamCall(
                view(), calls, (ServerCallStreamObserver<Wire.AppendStreamResponse>) client);
    }

    @Override
    public void findAppend(
            Wire.FindAppendRequest request, StreamObserver<Wire.FindAppendResponse> client) {
        EventStore store = view();
        calls.answer(
                client,
                () -> {
                    UUID id = Calls.understand(request.getAppendId(), Uuids::parse);
                    Wire.FindAppendResponse.Builder answer = Wire.FindAppendResponse.newBuilder();
                    store.findAppend(id)
                            .ifPresent(found -> answer.setAppended(ResultMessages.write(found)));
                    return answer.build();
                });
    }

    @Override
    public void read(Wire.ReadRequest request, StreamObserver<Wire.ReadResponse> client) {
        EventStore store = view();
        try {
            switch (request.getSourceCase()) {
                case STREAM -> {
                    ReadStream read = Calls.understand(request, ReadMessages::readStream);
                    calls.stream(client, out -> EventSender.send(store.read(read), out));
                }
                case LOG -> {
                    ReadLog read = Calls.understand(request, ReadMessages::readLog);
                    calls.stream(client, out -> EventSender.send(store.read(read), out));
                }
                case SOURCE_NOT_SET ->
                        throw ProblemKind.INVALID_FIELD.exception(
                                "a read names a stream or the log");
            }
        } catch (ProblemException e) {
            Calls.fail(client, e);
        }
    }

    @Override
    public void subscribe(
            Wire.SubscribeRequest request, StreamObserver<Wire.SubscribeResponse> client) {
        EventStore store = view();
        try {
            Checkpoint after = Calls.understand(request.getCheckpoint(), Checkpoint::new);
            EventFilter filter = Calls.understand(request.getFilter(), ReadMessages::read);
            calls.stream(
                    client,
                    out -> new SubscriptionSender(out, calls).send(store.subscribe(after, filter)));
        } catch (ProblemException e) {
            Calls.fail(client, e);
        }
    }

    @Override
    public void head(Wire.HeadRequest request, StreamObserver<Wire.HeadResponse> client) {
        EventStore store = view();
        calls.answer(
                client,
                () -> {
                    Wire.HeadResponse.Builder answer = Wire.HeadResponse.newBuilder();
                    stream(request)
                            .flatMap(store::head)
                            .ifPresent(end ->
                                    answer.setStream(
                                            Wire.StreamEnd.newBuilder()
                                                    .setRevision(end.revision().value())
                                                    .setPosition(end.position().value())));
                    return answer.setCheckpoint(store.head().next()).build();
                });
    }

    private static Optional<StreamName> stream(Wire.HeadRequest request) {
        return request.hasStream()
                ? Optional.of(Calls.understand(request.getStream(), StreamName::of))
                : Optional.empty();
    }
}
