package io.stele.protocol;

import io.stele.model.DerivedIds;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Ids for the events of one append whose caller gave none.
///
/// When the caller names the append they derive from its id and the place in it (RFC 9562, version
/// 5), so that the same request sent again is the same append. Otherwise they are random.
public final class EventIds {

    private final Optional<UUID> appendId;
    private int index;

    public EventIds(Optional<UUID> appendId) {
        this.appendId = appendId;
    }

    /// The id for the next event of the append, whether it is used or not; made when it is.
    public Supplier<UUID> next() {
        int at = index++;
        return () -> appendId.map(id -> derived(id, at)).orElseGet(UUID::randomUUID);
    }

    static UUID derived(UUID namespace, int index) {
        return DerivedIds.of(namespace, Integer.toString(index));
    }
}
