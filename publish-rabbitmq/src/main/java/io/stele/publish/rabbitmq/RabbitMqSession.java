package io.stele.publish.rabbitmq;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import io.stele.publish.TargetException;
import io.stele.publish.TargetSession;
import io.stele.publish.TargetUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/*
 * A wave is sent, then all of it is confirmed, refused or returned, and only then comes the next. What a
 * broker cannot route it returns before it confirms it, so when a wave is confirmed all that was returned
 * is known. Anything else than a confirmation ends the session: the publisher begins again behind its
 * checkpoint, and what had arrived arrives again, under the same message id and position.
 */
/// At least once, with publisher confirms.
final class RabbitMqSession implements TargetSession {

    private static final long CONFIRM_MILLIS_MAX = 60_000;

    private final RabbitMqTarget target;
    private final Connection connection;
    private final Channel channel;
    private final Queue<String> returned = new ConcurrentLinkedQueue<>();

    private RabbitMqSession(RabbitMqTarget target, Connection connection, Channel channel) {
        this.target = target;
        this.connection = connection;
        this.channel = channel;
    }

    static RabbitMqSession open(RabbitMqTarget target) {
        return translated(() -> {
            Connection connection =
                    target.factory().newConnection("stele-publisher-" + target.publisher());
            try {
                Channel channel = connection.createChannel();
                RabbitMqSession session = new RabbitMqSession(target, connection, channel);
                session.prepare();
                return session;
            } catch (IOException | RuntimeException e) {
                connection.abort(RabbitMqTarget.CLOSE_MILLIS);
                throw e;
            }
        });
    }

    private void prepare() throws IOException {
        channel.exchangeDeclare(target.exchange(), BuiltinExchangeType.TOPIC, true);
        if (target.queue().isPresent()) {
            String queue = target.queue().get();
            channel.queueDeclare(queue, true, false, false, Map.of());
            channel.queueBind(queue, target.exchange(), "#");
        }
        channel.addReturnListener(back ->
                returned.add("%s (%s)".formatted(back.getRoutingKey(), back.getReplyText())));
        channel.confirmSelect();
    }

    private interface Work<T> {
        T run() throws IOException, TimeoutException, InterruptedException;
    }

    /// @throws TargetException whatever goes wrong
    private static <T> T translated(Work<T> work) {
        try {
            return work.run();
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            throw new TargetUnavailableException("rabbitmq: " + said(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException("interrupted", e);
        }
    }

    private static String said(Exception failure) {
        Throwable cause = failure.getCause();
        boolean empty = failure.getMessage() == null;
        return empty && cause != null ? String.valueOf(cause.getMessage()) : failure.toString();
    }

    @Override
    public boolean keepsCheckpoint() {
        return false;
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return Optional.empty();
    }

    @Override
    public void publish(List<RecordedEvent> events, Checkpoint after) {
        List<List<RecordedEvent>> waves = target.strict() ? Waves.of(events) : List.of(events);
        for (List<RecordedEvent> wave : waves) {
            boolean confirmed = translated(() -> confirmed(wave));
            if (!confirmed) {
                throw new TargetUnavailableException("rabbitmq has refused a message");
            }
            checkReturned();
        }
    }

    private boolean confirmed(List<RecordedEvent> wave)
            throws IOException, TimeoutException, InterruptedException {
        for (RecordedEvent event : wave) {
            channel.basicPublish(
                    target.exchange(),
                    target.routingKey(event),
                    true,
                    AmqpMessages.properties(event),
                    event.data().bytes().toByteArray());
        }
        return channel.waitForConfirms(CONFIRM_MILLIS_MAX);
    }

    private void checkReturned() {
        String first = returned.peek();
        returned.clear();
        if (first != null && !target.drops()) {
            throw new TargetUnavailableException(
                    "no queue is bound to the exchange %s for %s"
                            .formatted(target.exchange(), first));
        }
    }

    @Override
    public void close() {
        connection.abort(RabbitMqTarget.CLOSE_MILLIS);
    }
}
