package io.stele.server.grpc;

import io.stele.grpc.EventMessages;
import io.stele.grpc.v1.Wire;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.time.Duration;
import java.util.Optional;

/// Sends what a subscription tells. Events that are there at once go out together; one that comes
/// alone goes out alone.
final class SubscriptionSender {

    /// How often to look whether to end.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Outflow<Wire.SubscribeResponse> client;
    private final Calls calls;
    private Wire.Events.Builder batch = Wire.Events.newBuilder();
    private int bytes;

    SubscriptionSender(Outflow<Wire.SubscribeResponse> client, Calls calls) {
        this.client = client;
        this.calls = calls;
    }

    /// Returns when the client is gone.
    ///
    /// @throws io.grpc.StatusRuntimeException when the server is closing
    void send(Subscription source) throws InterruptedException {
        try (source) {
            while (!client.isCancelled()) {
                Optional<Message> message = source.poll(Duration.ZERO);
                if (message.isEmpty()) {
                    flush();
                    message = source.poll(LOOK);
                }
                if (message.isPresent()) {
                    take(message.get());
                } else if (calls.draining()) {
                    throw Calls.closing();
                }
            }
        }
    }

    private void take(Message message) throws InterruptedException {
        switch (message) {
            case Message.Event(RecordedEvent event) -> add(event);
            case Message.CaughtUp caughtUp -> {
                flush();
                client.send(response().setCaughtUp(caughtUp.at().next()).build());
            }
            case Message.Progress progress -> {
                flush();
                client.send(response().setProgress(progress.at().next()).build());
            }
        }
    }

    private void add(RecordedEvent event) throws InterruptedException {
        Wire.RecordedEvent message = EventMessages.write(event);
        batch.addEvents(message);
        bytes += message.getSerializedSize();
        if (bytes >= EventSender.BATCH_BYTES
                || batch.getEventsCount() == EventSender.BATCH_EVENTS_MAX) {
            flush();
            if (calls.draining()) {
                throw Calls.closing();
            }
        }
    }

    private void flush() throws InterruptedException {
        if (batch.getEventsCount() > 0) {
            client.send(response().setEvents(batch).build());
            batch = Wire.Events.newBuilder();
            bytes = 0;
        }
    }

    private static Wire.SubscribeResponse.Builder response() {
        return Wire.SubscribeResponse.newBuilder();
    }
}
