package io.stele.client;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.stele.grpc.v1.Wire;
import org.jspecify.annotations.Nullable;

/// One stream of appends to a server, for as long as it lasts. One thread at a time sends.
final class AppendStream
        implements ClientResponseObserver<Wire.AppendStreamRequest, Wire.AppendStreamResponse> {

    private final ManagedChannel connection;
    private final AppendLane lane;
    private volatile @Nullable ClientCallStreamObserver<Wire.AppendStreamRequest> call;

    AppendStream(ManagedChannel connection, AppendLane lane) {
        this.connection = connection;
        this.lane = lane;
    }

    ManagedChannel connection() {
        return connection;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Wire.AppendStreamRequest> starting) {
        starting.setOnReadyHandler(lane::ready);
        call = starting;
    }

    /// Whether more may be sent without it piling up here.
    boolean isReady() {
        ClientCallStreamObserver<Wire.AppendStreamRequest> open = call;
        return open != null && open.isReady();
    }

    void send(Wire.AppendStreamRequest message) {
        ClientCallStreamObserver<Wire.AppendStreamRequest> open = call;
        if (open != null) {
            open.onNext(message);
        }
    }

    /// No more comes from here.
    void end() {
        ClientCallStreamObserver<Wire.AppendStreamRequest> open = call;
        if (open != null) {
            open.onCompleted();
        }
    }

    @Override
    public void onNext(Wire.AppendStreamResponse response) {
        lane.answered(response);
    }

    @Override
    public void onError(Throwable failure) {
        lane.broken(this, failure);
    }

    @Override
    public void onCompleted() {
        lane.broken(
                this,
                Status.UNAVAILABLE
                        .withDescription("the server ended the stream")
                        .asRuntimeException());
    }
}
