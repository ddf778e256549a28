package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.dist.configuration.Configuration;
import io.stele.dist.configuration.Configuration.Sources;
import io.stele.model.Tag;
import io.stele.publish.PublisherFilter;
import io.stele.publish.PublisherName;
import io.stele.publish.PublisherSettings;
import io.stele.publish.PublisherSettings.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishSettingsTest {

    private static final String TWO =
            """
            publishers = orders, letters
            publishers.orders.kind = kafka
            publishers.orders.kafka.servers = a:9092,b:9092
            publishers.orders.kafka.mode = at-least-once
            publishers.orders.categories = order, payment
            publishers.orders.tags = eu:yes
            publishers.letters.kind = rabbitmq
            publishers.letters.start = end
            """;

    @TempDir Path directory;

    private Configuration read(String file, Map<String, String> environment) throws IOException {
        Path path = Files.writeString(directory.resolve("s.properties"), file);
        Sources sources = new Sources(Map.of(), environment, Optional.of(path));
        return Configuration.read(ServeSettings.all(sources), Set.of(), sources);
    }

    @Test
    void eachNameHasSettingsOfItsOwn() throws IOException {
        String uri = "amqp://u:hunter2@mq";
        Configuration read = read(TWO, Map.of("STELE_PUBLISHERS_LETTERS_RABBITMQ_URI", uri));
        List<PublisherSettings> publishers = ServeSettings.serverOptions(read).publishers();
        assertThat(publishers).extracting(PublisherSettings::kind).contains("kafka", "rabbitmq");
        PublisherSettings orders = publishers.getFirst();
        assertThat(orders.name()).isEqualTo(PublisherName.of("orders"));
        assertThat(orders.filter())
                .isEqualTo(
                        new PublisherFilter(
                                Set.of("order", "payment"),
                                Set.of(),
                                Set.of(Tag.of("eu:yes")),
                                false));
        assertThat(orders.target())
                .containsEntry("servers", "a:9092,b:9092")
                .containsEntry("mode", "at-least-once")
                .containsEntry("topic", "stele.{category}");
        assertThat(publishers.getLast().start()).isEqualTo(Start.END);
        assertThat(publishers.getLast().target()).containsEntry("uri", uri);
        assertThat(read.lines())
                .noneMatch(line -> line.contains("hunter2"))
                .noneMatch(line -> line.contains("orders.rabbitmq"))
                .anyMatch(line -> line.matches("publishers.orders.kind +kafka +.*line 2"));
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void withoutNamesThereIsNothing() throws IOException {
        Configuration read = read("port = 9000", Map.of());
        assertThat(ServeSettings.serverOptions(read).publishers()).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidWithWhereItStands() {
        assertThatThrownBy(() -> read(TWO.replace("kafka.mode", "kafka.mod"), Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("line 4")
                .hasMessageContaining("did you mean publishers.orders.kafka.mode?");
        assertThatThrownBy(() -> read(TWO.replace("at-least-once", "twice"), Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("expected one of exactly-once, at-least-once");
        assertThatThrownBy(() -> read(TWO.replace("orders, ", "Or ders, "), Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("publishers: expected");
        assertThatThrownBy(() -> read(TWO.replace("= kafka", "= carrier-pigeon"), Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("expected one of kafka, rabbitmq");
    }

    @Test
    void aPublisherNeedsAKind() throws IOException {
        Configuration read = read("publishers = orders", Map.of());
        assertThatThrownBy(() -> ServeSettings.serverOptions(read))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("publishers.orders.kind must be set");
    }
}
