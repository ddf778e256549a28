package io.stele.engine.index;

import io.stele.engine.codec.StoredAppend;
import io.stele.log.Environment;
import io.stele.log.Frame;
import io.stele.log.LogCorruptException;
import io.stele.log.Segment;
import io.stele.log.SegmentEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * An index file is believed when it is whole and says the checksum of the last frame of each segment
 * that it covers: so one of an older log, or of a segment that was cut or replaced, is not. What no
 * file covers is read from the log; a file is written for it before the next segment is read, so
 * that memory holds two segments' index at most.
 */
/// Puts the index together while the log is opened: from files where there are any, from the log
/// where not.
public final class IndexOpening {

    private static final System.Logger LOGGER = System.getLogger(IndexOpening.class.getName());

    private final Path directory;
    private final Environment environment;
    private @Nullable LogIndex index;
    private List<SealedIndex> files = List.of();
    private boolean known;

    /// @param directory of the log
    public IndexOpening(Path directory, Environment environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /// Where `segment` ends, when an index file says so: its frames need not be read then. To be
    /// asked before [#segment], of all segments but the last.
    public Optional<SegmentEnd> knownEnd(Segment segment) {
        Optional<SealedIndex> file = fileOf(segment);
        Optional<SegmentEnd> end = file.flatMap(covering -> end(segment, covering));
        known = end.isPresent();
        if (end.isPresent()) {
            index(segment).addOnce(file.get());
        }
        return end;
    }

    private static Optional<SegmentEnd> end(Segment segment, SealedIndex file) {
        try {
            for (SealedIndex.Covered covered : file.segments()) {
                if (covered.firstPosition() == segment.firstPosition()) {
                    Frame last = segment.read(file.offsetOf(covered.endPosition() - 1));
                    return last.checksum() == covered.lastChecksum()
                                    && last.endPosition() == covered.endPosition()
                            ? Optional.of(new SegmentEnd(last.endOffsetBytes(), last.endPosition()))
                            : Optional.empty();
                }
            }
        } catch (LogCorruptException | IndexDamagedException | IndexOutOfBoundsException e) {
            return Optional.empty(); // reading the segment tells what is wrong
        }
        return Optional.empty();
    }

    /// The frames that follow are in `segment`; there are none when its end was known.
    public void segment(Segment segment) {
        LogIndex to = index(segment);
        if (!known) {
            fileOf(segment).ifPresent(file -> drop(file, segment));
            to.sealForOpening();
        }
        to.addSegment(segment, !known);
        known = false;
    }

    public void frame(Frame frame, StoredAppend stored) {
        if (index == null) {
            throw new IllegalStateException("a frame came before its segment");
        }
        index.add(stored, frame.offsetBytes());
    }

    private Optional<SealedIndex> fileOf(Segment segment) {
        index(segment);
        return files.stream()
                .filter(file -> file.firstPosition() <= segment.firstPosition())
                .filter(file -> file.endPosition() > segment.firstPosition())
                .findFirst();
    }

    private void drop(SealedIndex file, Segment coming) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "{0} does not fit the log, and is made anew from it",
                file.path());
        files = files.stream().filter(other -> other != file).toList();
        if (index != null) {
            index.drop(file, coming);
        }
    }

    private LogIndex index(Segment first) {
        if (index == null) {
            index = new LogIndex(directory, first, environment);
            try {
                files = index.openFiles();
            } catch (IOException e) {
                LOGGER.log(System.Logger.Level.WARNING, "index files cannot be read", e);
            }
        }
        return index;
    }

    /// The index, complete.
    ///
    /// @param writable whether files may be written and tidied; not beside a damaged log
    public LogIndex finish(boolean writable) {
        LogIndex done = index == null ? new LogIndex(directory, environment) : index;
        if (writable) {
            done.maintain();
        }
        return done;
    }

    /// Ends an opening that came to nothing.
    public void abandon() {
        if (index != null) {
            index.close();
        }
        files.forEach(SealedIndex::close);
    }
}
