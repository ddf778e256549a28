package io.stele.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.stele.model.RecordedEvent;
import io.stele.publish.rabbitmq.AmqpMessages;
import io.stele.testkit.DeliveryCheck;
import io.stele.testkit.PrivateRabbitMq;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `-Dstele.publisherKills=200` for more kills.
class KilledRabbitMqPublisherE2E {

    private static final int KILLS = Integer.getInteger("stele.publisherKills", 3);
    private static final String QUEUE = "work";

    @TempDir Path directory;

    @Test
    @Timeout(3 * 60 * 60)
    void nothingIsMissingAndWhatComesTwiceIsTheSame() throws Exception {
        PrivateRabbitMq.missing().ifPresent(why -> assumeTrue(false, why));
        try (PrivateRabbitMq rabbit = PrivateRabbitMq.start()) {
            Map<String, String> target = Map.of("uri", rabbit.uri(), "queue", QUEUE);
            List<RecordedEvent> written =
                    new PublisherStory(directory, "rabbitmq", target, broker(rabbit)).tell(KILLS);
            List<RecordedEvent> read = read(rabbit.uri());
            System.out.printf(
                    "%,d events through %d kills; %,d messages%n",
                    written.size(), KILLS, read.size());
            assertThat(DeliveryCheck.wrong(written, read, false)).isEmpty();
        }
    }

    private static PublisherStory.Broker broker(PrivateRabbitMq rabbit) {
        return new PublisherStory.Broker() {
            @Override
            public void kill() {
                rabbit.kill();
            }

            @Override
            public void restart() {
                rabbit.restart();
            }
        };
    }

    private static List<RecordedEvent> read(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        List<RecordedEvent> events = new ArrayList<>();
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            GetResponse one = channel.basicGet(QUEUE, true);
            while (one != null) {
                RecordedEvent event = AmqpMessages.read(one.getProps(), one.getBody());
                assertThat(one.getProps().getMessageId()).isEqualTo(event.id().toString());
                events.add(event);
                one = channel.basicGet(QUEUE, true);
            }
        }
        return events;
    }
}
