package io.stele.publish.kafka;

import io.stele.model.RecordedEvent;
import io.stele.publish.TargetUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Which topic an event goes to, and that this topic is there and fit for events. For one thread.
final class Topics {

    /// What stands for the category in a topic's name.
    static final String CATEGORY = "{category}";

    /// The largest event and all that stands beside it.
    static final int MESSAGE_BYTES_MAX = 2 << 20;

    private static final int NAME_CHARS_MAX = 249;
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]+");

    /// How topics are named and made.
    ///
    /// @param pattern of their names
    /// @param replication 0: as the cluster does by itself
    record Settings(String pattern, int partitions, short replication) {

        Settings withPattern(String other) {
            return new Settings(other, partitions, replication);
        }

        NewTopic topic(String name, int count, Map<String, String> configs) {
            return new NewTopic(
                            name,
                            Optional.of(count),
                            Optional.of(replication).filter(replicas -> replicas > 0))
                    .configs(configs);
        }
    }

    private final Settings settings;
    private final Admin admin;
    private final Map<String, String> byCategory = new HashMap<>();

    Topics(Settings settings, Admin admin) {
        this.settings = settings;
        this.admin = admin;
    }

    /// @throws IllegalArgumentException when it is no topic's name
    static void check(String pattern) {
        String plain = pattern.replace(CATEGORY, "c");
        if (!LEGAL.matcher(plain).matches() || plain.length() > NAME_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "a topic's name has 1 to 249 letters, digits, '.', '_' and '-', and may have"
                            + " {category} in it: \""
                            + pattern
                            + "\"");
        }
    }

    /// The topic of an event, made where it is not there yet.
    ///
    /// @throws TargetUnavailableException when it cannot be made, or would lose events
    String of(RecordedEvent event) {
        String category = event.stream().category();
        String known = byCategory.get(category);
        if (known != null) {
            return known;
        }
        String topic = name(settings.pattern(), category);
        KafkaFailures.translate(() -> ensure(topic));
        byCategory.put(category, topic);
        return topic;
    }

    /// A byte that no topic's name may have becomes `_` and its two hexadecimal digits.
    static String name(String pattern, String category) {
        StringBuilder legal = new StringBuilder();
        for (byte b : category.getBytes(StandardCharsets.UTF_8)) {
            String one = Character.toString(b & 0xff);
            legal.append(LEGAL.matcher(one).matches() ? one : "_%02x".formatted(b & 0xff));
        }
        String name = pattern.replace(CATEGORY, legal);
        if (name.length() > NAME_CHARS_MAX) {
            throw new TargetUnavailableException(
                    "the category %s is too long for a topic's name; name one without {category}"
                            .formatted(category));
        }
        return name;
    }

    private void ensure(String topic) throws InterruptedException, ExecutionException {
        if (!exists(topic)) {
            create(
                    settings.topic(
                            topic,
                            settings.partitions(),
                            Map.of(
                                    TopicConfig.CLEANUP_POLICY_CONFIG,
                                    TopicConfig.CLEANUP_POLICY_DELETE,
                                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                    Integer.toString(MESSAGE_BYTES_MAX))));
        }
        checkFit(topic);
    }

    boolean exists(String topic) throws InterruptedException, ExecutionException {
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().containsKey(topic);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    void create(NewTopic topic) throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(Set.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /* The key is the stream, so compaction would leave each stream its last event alone. */
    private void checkFit(String topic) throws InterruptedException, ExecutionException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Collection<Config> configs = admin.describeConfigs(List.of(resource)).all().get().values();
        for (Config config : configs) {
            ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (policy != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                throw new TargetUnavailableException(
                        "the topic %s is compacted (cleanup.policy=%s), which would lose events"
                                .formatted(topic, policy.value()));
            }
        }
    }
}
