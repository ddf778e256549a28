package io.stele.publish.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import io.stele.publish.PublisherName;
import io.stele.publish.Target;
import io.stele.publish.TargetKind;
import io.stele.publish.TargetSetting;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// RabbitMQ as a target.
public final class RabbitMq implements TargetKind {

    static final String STRICT = "strict";
    static final String PIPELINED = "pipelined";
    static final String WAIT = "wait";
    static final String DROP = "drop";

    static final TargetSetting URI =
            TargetSetting.text(
                            "uri",
                            "amqp://user:password@host:5672/vhost, or amqps://",
                            "amqp://127.0.0.1",
                            "Where the broker answers.")
                    .asSecret();

    static final TargetSetting EXCHANGE =
            new TargetSetting(
                    "exchange",
                    "an exchange's name",
                    "stele",
                    "A durable topic exchange, made where it is not there.",
                    false,
                    RabbitMqTarget::checkName);

    static final TargetSetting ROUTING_KEY =
            TargetSetting.text(
                    "routing-key",
                    "a text with {category}, {type} or {stream} in it",
                    "{category}.{type}",
                    "What queues bind to.");

    static final TargetSetting QUEUE =
            TargetSetting.text(
                    "queue",
                    "a queue's name, or nothing",
                    "",
                    "A durable queue for all events, made and bound where it is not there.");

    static final TargetSetting ORDER =
            TargetSetting.oneOf(
                    "order",
                    List.of(STRICT, PIPELINED),
                    "Whether an event waits until the broker has confirmed the one before it in its"
                            + " stream, so that nothing can change their places.");

    static final TargetSetting UNROUTABLE =
            TargetSetting.oneOf(
                    "unroutable",
                    List.of(WAIT, DROP),
                    "What becomes of an event that no queue is bound for: tried again until one is,"
                            + " or left out.");

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public List<TargetSetting> settings() {
        return List.of(URI, EXCHANGE, ROUTING_KEY, QUEUE, ORDER, UNROUTABLE);
    }

    @Override
    public Target target(PublisherName publisher, Map<String, String> settings) {
        return new RabbitMqTarget(
                publisher,
                factory(URI.in(settings)),
                EXCHANGE.in(settings),
                ROUTING_KEY.in(settings),
                Optional.of(QUEUE.in(settings)).filter(name -> !name.isBlank()),
                ORDER.in(settings).equals(STRICT),
                UNROUTABLE.in(settings).equals(DROP));
    }

    /// The client's own recovery is off: it would go on with a channel that has forgotten what was not
    /// confirmed.
    private static ConnectionFactory factory(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "rabbitmq.uri must be amqp://user:password@host:port/vhost", null);
        }
        if (uri.startsWith("amqps:")) {
            verifyPeer(factory);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(RabbitMqTarget.PATIENCE_MILLIS);
        factory.setHandshakeTimeout(RabbitMqTarget.PATIENCE_MILLIS);
        factory.setChannelRpcTimeout(RabbitMqTarget.PATIENCE_MILLIS);
        factory.setShutdownTimeout(RabbitMqTarget.CLOSE_MILLIS);
        return factory;
    }

    /// The client by itself trusts any certificate.
    private static void verifyPeer(ConnectionFactory factory) {
        try {
            factory.useSslProtocol(SSLContext.getDefault());
            factory.enableHostnameVerification();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("there is no TLS here: " + e, e);
        }
    }
}
