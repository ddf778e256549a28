package io.stele.bench;

import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Tag;
import java.util.Iterator;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/// What a store is filled with for a benchmark; the same each time but for the ids.
public interface Filling {

    /// Names the filling with all that it depends on, in one line; a store that was filled by
    /// another line is not used.
    String description();

    long eventCount();

    /// To be written in this order.
    Iterator<Append> appends();

    /// Makes events whose data is JSON of one size. For any number of threads, each with its own
    /// source of ids.
    final class Events {

        private final EventData data;

        /// @param sizeBytes of the data, 11 at least
        public Events(int sizeBytes) {
            this.data =
                    EventData.json(Bytes.utf8("{\"text\":\"" + "x".repeat(sizeBytes - 11) + "\"}"));
        }

        public NewEvent event(String type, Set<Tag> tags, SplittableRandom ids) {
            return new NewEvent(id(ids), type, data, Metadata.EMPTY, tags);
        }

        /// From a fast source: making ids is not what is measured.
        public static UUID id(SplittableRandom ids) {
            long high = (ids.nextLong() & ~0xf000L) | 0x4000L; // version 4
            long low = (ids.nextLong() >>> 2) | Long.MIN_VALUE; // the usual variant
            return new UUID(high, low);
        }
    }
}
