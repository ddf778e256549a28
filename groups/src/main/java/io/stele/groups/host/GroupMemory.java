package io.stele.groups.host;

import io.stele.groups.GroupOptions;
import io.stele.groups.HeldStream;
import io.stele.model.StreamName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A group as its stream tells it.
record GroupMemory(GroupOptions options, GroupState state) {

    /// After one more event; empty where there is no group.
    static Optional<GroupMemory> after(Optional<GroupMemory> before, GroupEvent event) {
        return switch (event) {
            case GroupEvent.GroupCreated created ->
                    Optional.of(
                            new GroupMemory(
                                    created.options(), GroupState.startingAt(created.start())));
            case GroupEvent.GroupSummarized all ->
                    Optional.of(new GroupMemory(all.options(), all.state()));
            case GroupEvent.GroupDeleted deleted -> Optional.empty();
            case GroupEvent.GroupReset reset ->
                    before.map(memory -> memory.at(GroupState.startingAt(reset.start())));
            case GroupEvent.GroupAdvanced advanced ->
                    before.map(memory -> memory.advanced(advanced));
            case GroupEvent.StreamHeld held ->
                    before.map(memory -> {
                        Map<StreamName, HeldStream> streams = memory.held();
                        streams.put(held.held().stream(), held.held());
                        return memory.with(streams);
                    });
            case GroupEvent.StreamReleased released ->
                    before.map(memory -> {
                        Map<StreamName, HeldStream> streams = memory.held();
                        streams.remove(released.stream());
                        return memory.with(streams);
                    });
        };
    }

    private GroupMemory at(GroupState other) {
        return new GroupMemory(options, other);
    }

    private GroupMemory advanced(GroupEvent.GroupAdvanced to) {
        return at(new GroupState(to.readTo(), to.unfinished(), state.held()));
    }

    private Map<StreamName, HeldStream> held() {
        return new LinkedHashMap<>(state.held());
    }

    private GroupMemory with(Map<StreamName, HeldStream> held) {
        return at(new GroupState(state.readTo(), state.unfinished(), held));
    }
}
