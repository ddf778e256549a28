package io.stele.e2e.publish;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import io.stele.publish.PublisherName;
import io.stele.publish.Target;
import io.stele.publish.TargetKind;
import io.stele.publish.TargetSession;
import io.stele.publish.TargetSetting;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A target that takes everything and keeps nothing, for tests that are not about it.
public final class Nowhere implements TargetKind {

    public static final String KIND = "nowhere";

    private record Sink() implements Target {

        @Override
        public TargetSession connect() {
            return new Session();
        }

        @Override
        public Target elsewhere(String destination) {
            return this;
        }

        @Override
        public String toString() {
            return KIND;
        }
    }

    private static final class Session implements TargetSession {

        @Override
        public boolean keepsCheckpoint() {
            return false;
        }

        @Override
        public Optional<Checkpoint> checkpoint() {
            return Optional.empty();
        }

        @Override
        public void publish(List<RecordedEvent> events, Checkpoint after) {}

        @Override
        public void close() {}
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public List<TargetSetting> settings() {
        return List.of();
    }

    @Override
    public Target target(PublisherName publisher, Map<String, String> settings) {
        return new Sink();
    }
}
