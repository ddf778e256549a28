package io.stele.publish.kafka;

import io.stele.publish.PublisherName;
import io.stele.publish.Target;
import io.stele.publish.TargetKind;
import io.stele.publish.TargetSetting;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// Apache Kafka as a target.
public final class Kafka implements TargetKind {

    static final String EXACTLY_ONCE = "exactly-once";
    static final String AT_LEAST_ONCE = "at-least-once";

    static final TargetSetting SERVERS =
            TargetSetting.text(
                    "servers",
                    "host:port, several separated by commas",
                    "",
                    "Where the cluster answers. Must be set.");

    static final TargetSetting MODE =
            TargetSetting.oneOf(
                    "mode",
                    List.of(EXACTLY_ONCE, AT_LEAST_ONCE),
                    "In transactions that hold the checkpoint too, or quicker and, after a crash,"
                            + " some events once more.");

    static final TargetSetting TOPIC =
            new TargetSetting(
                    "topic",
                    "a topic's name, which may have {category} in it",
                    "stele.{category}",
                    "Where events go; {category} stands for that of the event's stream.",
                    false,
                    Topics::check);

    static final TargetSetting PARTITIONS =
            TargetSetting.number(
                    "partitions", 1, 10_000, 6, "Of topics that are made; those of a topic stay.");

    static final TargetSetting REPLICATION =
            TargetSetting.number(
                    "replication",
                    0,
                    100,
                    0,
                    "Replicas of topics that are made; 0: as the cluster does by itself.");

    static final TargetSetting COMPRESSION =
            TargetSetting.oneOf(
                    "compression",
                    List.of("lz4", "zstd", "gzip", "snappy", "none"),
                    "Of what is sent and kept.");

    static final TargetSetting PROPERTIES =
            TargetSetting.text(
                    "properties",
                    "a file",
                    "",
                    "Settings of Kafka's own client, such as those of TLS and SASL.");

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public List<TargetSetting> settings() {
        return List.of(SERVERS, MODE, TOPIC, PARTITIONS, REPLICATION, COMPRESSION, PROPERTIES);
    }

    @Override
    public Target target(PublisherName publisher, Map<String, String> settings) {
        String servers = SERVERS.in(settings);
        if (servers.isBlank()) {
            throw new IllegalArgumentException("kafka.servers must be set");
        }
        Properties client = clientProperties(PROPERTIES.in(settings));
        client.setProperty("bootstrap.servers", servers);
        return new KafkaTarget(
                publisher,
                client,
                new Topics.Settings(
                        TOPIC.in(settings),
                        Integer.parseInt(PARTITIONS.in(settings)),
                        Short.parseShort(REPLICATION.in(settings))),
                COMPRESSION.in(settings),
                MODE.in(settings).equals(EXACTLY_ONCE));
    }

    private static Properties clientProperties(String file) {
        Properties properties = new Properties();
        if (!file.isBlank()) {
            try (Reader reader = Files.newBufferedReader(Path.of(file))) {
                properties.load(reader);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "the file of kafka.properties cannot be read: " + e, e);
            }
        }
        return properties;
    }
}
