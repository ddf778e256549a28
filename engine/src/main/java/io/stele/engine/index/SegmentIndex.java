package io.stele.engine.index;

import io.stele.log.Segment;
import io.stele.model.NewEvent;
import io.stele.model.QueryItem;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// What is where in one segment. The writer adds what it has decided, durable or not; readers look
/// only at what lies below the durable end that they know.
public final class SegmentIndex {

    private final Segment segment;
    private final FrameTable frames;
    private final ConcurrentHashMap<StreamName, StreamChain> streams = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, IntList> types = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Tag, IntList> tags = new ConcurrentHashMap<>();
    private final IdTable appends = new IdTable();
    private final IdTable events = new IdTable();

    SegmentIndex(Segment segment) {
        this.segment = segment;
        this.frames = new FrameTable(segment.firstPosition());
    }

    public Segment segment() {
        return segment;
    }

    public FrameTable frames() {
        return frames;
    }

    public @Nullable StreamChain chain(StreamName stream) {
        return streams.get(stream);
    }

    int addFrame(UUID appendId, long offsetBytes, long basePosition) {
        int frame = frames.add(offsetBytes, basePosition);
        appends.add(Hashes.ofAppend(appendId), frame);
        return frame;
    }

    void addPart(int frame, StreamAppend part, long firstRevision, long firstPosition) {
        int count = part.events().size();
        StreamChain chain = streams.get(part.stream());
        if (chain == null) {
            streams.put(
                    part.stream(),
                    new StreamChain(frame, firstRevision, count, firstPosition + count - 1));
        } else {
            chain.add(frame, firstRevision, count, firstPosition + count - 1);
        }
        int relative = Math.toIntExact(firstPosition - segment.firstPosition());
        for (NewEvent event : part.events()) {
            events.add(Hashes.ofEvent(part.stream(), event.id()), frame);
            posting(types, event.type()).add(relative);
            for (Tag tag : event.tags()) {
                posting(tags, tag).add(relative);
            }
            relative++;
        }
    }

    private static <K> IntList posting(ConcurrentHashMap<K, IntList> postings, K key) {
        IntList found = postings.get(key);
        return found != null ? found : postings.computeIfAbsent(key, k -> new IntList(1));
    }

    /// Offers the frames whose append may have this id, until one is accepted.
    boolean findAppend(UUID appendId, IntPredicate accept) {
        return appends.find(Hashes.ofAppend(appendId), accept);
    }

    /// Offers the frames that may have this event of this stream, until one is accepted.
    boolean findEvent(StreamName stream, UUID eventId, IntPredicate accept) {
        return events.find(Hashes.ofEvent(stream, eventId), accept);
    }

    /// The first position behind `after` whose event matches, or -1.
    long firstMatch(QueryItem item, long after) {
        int from = (int) Math.max(after + 1 - segment.firstPosition(), 0);
        int found =
                item.tags().isEmpty() ? firstOfTypes(item.types(), from) : firstOfTags(item, from);
        return found < 0 ? -1 : segment.firstPosition() + found;
    }

    private int firstOfTypes(Set<String> wanted, int from) {
        int first = -1;
        for (String type : wanted) {
            IntList positions = types.get(type);
            int at = positions == null ? -1 : firstFrom(positions, from);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    private static int firstFrom(IntList positions, int from) {
        int index = positions.floorIndex(from - 1) + 1;
        return index < positions.size() ? positions.get(index) : -1;
    }

    /// Walks the rarest tag's positions and asks the others about each.
    private int firstOfTags(QueryItem item, int from) {
        IntList rarest = null;
        for (Tag tag : item.tags()) {
            IntList positions = tags.get(tag);
            if (positions == null) {
                return -1;
            }
            if (rarest == null || positions.size() < rarest.size()) {
                rarest = positions;
            }
        }
        if (rarest == null) {
            return -1;
        }
        for (int i = rarest.floorIndex(from - 1) + 1; i < rarest.size(); i++) {
            int position = rarest.get(i);
            if (hasTags(item.tags(), position) && hasType(item.types(), position)) {
                return position;
            }
        }
        return -1;
    }

    private boolean hasTags(Set<Tag> wanted, int position) {
        for (Tag tag : wanted) {
            IntList positions = tags.get(tag);
            if (positions == null || !positions.contains(position)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasType(Set<String> wanted, int position) {
        if (wanted.isEmpty()) {
            return true;
        }
        for (String type : wanted) {
            IntList positions = types.get(type);
            if (positions != null && positions.contains(position)) {
                return true;
            }
        }
        return false;
    }
}
