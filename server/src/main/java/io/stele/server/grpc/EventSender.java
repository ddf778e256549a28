package io.stele.server.grpc;

import io.stele.grpc.EventMessages;
import io.stele.grpc.v1.Wire;
import io.stele.model.EventCursor;

/// Sends the events of a walk, many in a message: a message costs as much as several events.
final class EventSender {

    /// A message with more than this goes out.
    static final int BATCH_BYTES = 64 << 10;

    static final int BATCH_EVENTS_MAX = 500;

    private EventSender() {}

    static void send(EventCursor walk, Outflow<Wire.ReadResponse> client)
            throws InterruptedException {
        try (walk) {
            Wire.ReadResponse.Builder batch = Wire.ReadResponse.newBuilder();
            int bytes = 0;
            while (!client.isCancelled() && walk.hasNext()) {
                Wire.RecordedEvent event = EventMessages.write(walk.next());
                batch.addEvents(event);
                bytes += event.getSerializedSize();
                if (bytes >= BATCH_BYTES || batch.getEventsCount() == BATCH_EVENTS_MAX) {
                    client.send(batch.build());
                    batch = Wire.ReadResponse.newBuilder();
                    bytes = 0;
                }
            }
            if (batch.getEventsCount() > 0) {
                client.send(batch.build());
            }
        }
    }
}
