package io.stele.engine.index;

import io.stele.engine.codec.StoredAppend;
import io.stele.log.Environment;
import io.stele.log.LogCorruptException;
import io.stele.log.ResidentPages;
import io.stele.log.Segment;
import io.stele.log.SegmentEnd;
import io.stele.model.Append;
import io.stele.model.CorruptException;
import io.stele.model.EventFilter;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/*
 * The index is a list of parts, the oldest first: files for sealed segments, and behind them what is
 * in memory, of the segment that is written to and of those whose file is not there yet. The list is
 * replaced as a whole, so a look-up works on one list; when a file of it is closed meanwhile, because
 * a merge has taken its place, the look-up is made again on the new list.
 */
/// What is where in the log. One thread adds; any number look up.
public final class LogIndex implements AutoCloseable {

    private static final long NONE = PositionSet.NONE;

    private final Hashes hashes;
    private final KeyCache keys;
    private final IndexFiles files;
    private final IndexMaintenance maintenance;
    private final List<Segment> segments = new CopyOnWriteArrayList<>();
    private volatile List<IndexPart> parts = List.of();
    private volatile @Nullable ActiveIndex active;
    private volatile long comingSegment = -1; // while opening: where the next one begins
    private volatile boolean closed;

    LogIndex(Path directory, Segment first, Environment environment) {
        this(directory, first.logId(), first.pages(), environment);
    }

    /// Of a log without a segment.
    LogIndex(Path directory, Environment environment) {
        this(directory, new UUID(0, 0), new ResidentPages(0, environment.disk()), environment);
    }

    private LogIndex(Path directory, UUID logId, ResidentPages pages, Environment environment) {
        this.hashes = new Hashes(logId);
        this.keys = new KeyCache(hashes);
        this.files = new IndexFiles(directory, environment.disk(), logId, hashes, pages);
        this.maintenance = new IndexMaintenance(this, files, environment.background());
    }

    // Putting the parts together; see IndexOpening.

    List<SealedIndex> openFiles() throws IOException {
        return files.open();
    }

    synchronized void addOnce(SealedIndex file) {
        if (!parts.contains(file)) {
            parts = with(parts, file);
        }
    }

    /// @param coming the segment that is opened next
    void drop(SealedIndex file, Segment coming) {
        comingSegment = coming.firstPosition();
        if (parts.contains(file)) {
            makeAnew(file);
        } else {
            file.close();
        }
    }

    void sealForOpening() {
        maintenance.sealForOpening();
    }

    void maintain() {
        maintenance.begin();
    }

    /// @param empty whether nothing is known of it, and appends will be added
    synchronized void addSegment(Segment segment, boolean empty) {
        dropReplaced(segment.firstPosition());
        segments.add(segment);
        comingSegment = -1;
        if (empty) {
            ActiveIndex next = new ActiveIndex(segment);
            parts = with(parts, next);
            active = next;
        }
    }

    /// A last segment without frames may be replaced by a larger one.
    private void dropReplaced(long firstPosition) {
        if (!segments.isEmpty() && segments.getLast().firstPosition() == firstPosition) {
            segments.removeLast();
            parts = parts.stream().filter(part -> part.firstPosition() < firstPosition).toList();
        }
    }

    private static List<IndexPart> with(List<IndexPart> parts, IndexPart part) {
        List<IndexPart> more = new ArrayList<>(parts);
        more.add(part);
        return List.copyOf(more);
    }

    synchronized void replace(List<? extends IndexPart> old, List<? extends IndexPart> by) {
        List<IndexPart> changed = new ArrayList<>(parts);
        int at = changed.indexOf(old.getFirst());
        changed.subList(at, at + old.size()).clear();
        changed.addAll(at, by);
        parts = List.copyOf(changed);
    }

    /// What a look-up may have to ask.
    public int partCount() {
        return parts.size();
    }

    /// Of all index files.
    public long fileBytes() {
        return parts.stream().mapToLong(IndexPart::fileBytes).sum();
    }

    List<IndexPart> parts() {
        return parts;
    }

    long lastSegmentBytes() {
        return segments.getLast().sizeBytes();
    }

    /// The segments that `part` covers.
    List<Segment> segments(IndexPart part) {
        return segments.stream()
                .filter(segment -> segment.firstPosition() >= part.firstPosition())
                .filter(segment -> segment.firstPosition() < part.endPosition())
                .toList();
    }

    /// The index of one sealed segment, read from it.
    ActiveIndex read(Segment segment) throws LogCorruptException {
        ActiveIndex read = new ActiveIndex(segment);
        SegmentEnd end =
                segment.walk(frame -> add(read, StoredAppend.decode(frame), frame.offsetBytes()));
        int next = segments.indexOf(segment) + 1;
        long expected = next < segments.size() ? segments.get(next).firstPosition() : comingSegment;
        if (expected >= 0 && expected != end.position()) {
            throw new LogCorruptException(
                    "the segment cannot be read beyond position " + (end.position() - 1),
                    segment.path(),
                    end.offsetBytes());
        }
        return read;
    }

    // Adding.

    /// What is added from here on is in `segment`. The index of the one before is written to a file
    /// in the background.
    public void addSegment(Segment segment) {
        addSegment(segment, true);
        maintain();
    }

    /// Adds an append at the end.
    ///
    /// @param firstRevisions of each of its streams, in order
    public void add(AppendKeys append, long offsetBytes, long[] firstRevisions) {
        ActiveIndex to = active;
        if (to == null) {
            throw new IllegalStateException("there is no segment to add to");
        }
        to.add(append, offsetBytes, firstRevisions);
    }

    void add(StoredAppend stored, long offsetBytes) {
        ActiveIndex to = active;
        if (to == null) {
            throw new IllegalStateException("there is no segment to add to");
        }
        add(to, stored, offsetBytes);
    }

    private void add(ActiveIndex to, StoredAppend stored, long offsetBytes) {
        long[] firstRevisions =
                stored.parts().stream().mapToLong(StoredAppend.Part::firstRevision).toArray();
        to.add(keysOf(stored.append()), offsetBytes, firstRevisions);
    }

    AppendKeys keysOf(Append append) {
        return keys.of(append);
    }

    /// What it says of appends that are to be decided on.
    public Grounds grounds() {
        return new Grounds(this);
    }

    // Looking up.

    Hashes hashes() {
        return hashes;
    }

    /// Asks the parts; again, when one of them was closed or had to be made anew.
    ///
    /// @param forget called before asking again: what was kept of the parts is of no use
    long ask(Runnable forget, ToLongFunction<List<IndexPart>> question) {
        while (true) {
            List<IndexPart> now = parts;
            try {
                return question.applyAsLong(now);
            } catch (StaleIndexException e) {
                if (closed) {
                    throw new UnavailableException("the store is closed", e);
                }
            } catch (IndexDamagedException e) {
                makeAnew(e.index());
            } catch (InternalError e) { // see IndexBytes: a block that was believed
                sealed(now).forEach(SealedIndex::distrust);
                throw new UnavailableException("an index file cannot be read", e);
            }
            forget.run();
        }
    }

    long ask(ToLongFunction<List<IndexPart>> question) {
        return ask(() -> {}, question);
    }

    private void makeAnew(SealedIndex damaged) {
        try {
            maintenance.rebuild(damaged);
        } catch (LogCorruptException e) {
            throw new CorruptException(
                    String.valueOf(e.getMessage()), e.file().toString(), e.offsetBytes(), e);
        } catch (IOException e) {
            throw new UnavailableException("an index file is damaged: " + e.getMessage(), e);
        }
    }

    /// The last part that begins at or below `position`; -1 when there is none.
    static int partOf(List<IndexPart> parts, long position) {
        int at = parts.size() - 1;
        while (at >= 0 && parts.get(at).firstPosition() > position) {
            at--;
        }
        return at;
    }

    /// The frame that has `position`, which is in the log.
    public FrameRef frameAt(long position) {
        Segment segment = segmentOf(position);
        long[] base = new long[1];
        long offset =
                ask(parts -> {
                    IndexPart part = parts.get(partOf(parts, position));
                    long at = part.offsetOf(position);
                    base[0] = position;
                    while (base[0] > segment.firstPosition() && part.offsetOf(base[0] - 1) == at) {
                        base[0]--;
                    }
                    return at;
                });
        return new FrameRef(segment, base[0], offset);
    }

    private Segment segmentOf(long position) {
        int low = 0;
        int high = segments.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).firstPosition() <= position) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return segments.get(high);
    }

    /// Where the events of a stream are.
    public StreamCursor stream(StreamName stream) {
        return new StreamCursor(this, stream);
    }

    /// Where events are that may pass `filter`.
    public MatchCursor matching(EventFilter filter) {
        return new MatchCursor(this, filter);
    }

    /// Where the stream ends among the positions below `end`.
    public Optional<StreamHead> headBelow(StreamName stream, long end) {
        StreamCursor cursor = stream(stream);
        long last = cursor.lastRevisionBelow(end);
        return last == NONE
                ? Optional.empty()
                : Optional.of(
                        new StreamHead(Revision.of(last), Position.of(cursor.position(last))));
    }

    /// The first frame that is accepted among those whose append may have this id, the newest
    /// first.
    public @Nullable FrameRef findAppend(UUID appendId, Predicate<FrameRef> accept) {
        return findId(hashes.ofAppend(appendId), 0, accept);
    }

    /// @param from parts that end there or before are not asked
    @Nullable FrameRef findId(long hash, long from, Predicate<FrameRef> accept) {
        IdSearch search = new IdSearch(hash, from, accept);
        return ask(search) == NONE ? null : search.found;
    }

    /// A search for the frame that has an id, the newest first. One object for all of it, since
    /// every append makes one.
    private final class IdSearch implements ToLongFunction<List<IndexPart>>, LongPredicate {

        private final long hash;
        private final long from;
        private final Predicate<FrameRef> accept;
        private @Nullable IndexPart asked;
        private @Nullable FrameRef found;

        IdSearch(long hash, long from, Predicate<FrameRef> accept) {
            this.hash = hash;
            this.from = from;
            this.accept = accept;
        }

        @Override
        public long applyAsLong(List<IndexPart> parts) {
            for (int i = parts.size() - 1; i >= 0 && parts.get(i).endPosition() > from; i--) {
                asked = parts.get(i);
                if (asked.findId(hash, this)) {
                    return 0;
                }
            }
            return NONE;
        }

        @Override
        public boolean test(long base) {
            long offset = Objects.requireNonNull(asked).offsetOf(base);
            found = new FrameRef(segmentOf(base), base, offset);
            return accept.test(found);
        }
    }

    static List<SealedIndex> sealed(List<IndexPart> parts) {
        return parts.stream()
                .filter(SealedIndex.class::isInstance)
                .map(SealedIndex.class::cast)
                .toList();
    }

    /// Ends the work in the background and closes the files.
    @Override
    public void close() {
        closed = true;
        maintenance.close();
        sealed(parts).forEach(SealedIndex::close);
    }
}
