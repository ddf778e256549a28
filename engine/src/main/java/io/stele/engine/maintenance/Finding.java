package io.stele.engine.maintenance;

import io.stele.log.SegmentReader.Checksums;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Something that is not as it should be, or at least worth a line.
///
/// @param file where it is
/// @param offsetBytes where in the file, where that means something
/// @param position of the event that it is about, where that is known
/// @param checksums the one stored and the one computed, where that is what is wrong
/// @param message what was found and what was expected
public record Finding(
        Kind kind,
        Path file,
        OptionalLong offsetBytes,
        OptionalLong position,
        Optional<Checksums> checksums,
        String message) {

    private static final String RESTORE =
            "change nothing; restore the last backup that verifies into another directory, and"
                    + " compare";
    private static final String REPORT =
            "change nothing; a store never writes this by itself: report it with this line";
    private static final String BACKUP_AGAIN =
            "make a backup into another directory, and keep this one for what is whole in it";

    /// What can be found. A note is no fault: the store is sound with it.
    public enum Kind {
        /// Bytes that were durable are not what was written.
        FRAME_DAMAGED(false, RESTORE),
        /// Positions that nothing has, though the log goes on behind them.
        POSITIONS_MISSING(false, RESTORE),
        /// A whole frame that says other positions than its place.
        POSITION_WRONG(false, REPORT),
        /// The first bytes of a segment are not what was written.
        HEADER_DAMAGED(false, RESTORE),
        /// The file is shorter or longer than it was made.
        SIZE_WRONG(false, RESTORE),
        /// The file belongs to another place of this log.
        NAME_WRONG(false, "give the file the name that its header says, if that one is missing"),
        /// The file is part of another log.
        OTHER_LOG(false, "move the file to the store that it belongs to"),
        /// The system cannot read the file, or a part of it.
        FILE_UNREADABLE(false, "look at the disk's own messages; then restore a backup"),
        /// A whole frame whose content is no append.
        APPEND_UNREADABLE(false, REPORT),
        /// A stream's revisions do not go 0, 1, 2 and so on.
        REVISION_WRONG(
                false,
                "if frames are damaged or missing, this is what they had; otherwise " + REPORT),
        /// An append that its own expectation should have kept out.
        EXPECTATION_NOT_MET(false, REPORT),
        /// An append that was recorded earlier than the one before it.
        TIME_GOES_BACK(false, REPORT),
        /// Two appends with one id.
        APPEND_ID_TWICE(false, REPORT),
        /// One event written twice to a stream, with the same expectation.
        EVENT_ID_TWICE(false, REPORT),
        /// A snapshot of events that the log does not have.
        SNAPSHOT_AHEAD(false, "delete the snapshot; a state is made anew from its events"),
        /// A file that the backup's manifest names is missing.
        BACKUP_FILE_MISSING(false, BACKUP_AGAIN),
        /// A file of a backup is not what was written.
        BACKUP_FILE_CHANGED(false, BACKUP_AGAIN),

        /// The rest of a batch that nobody was told of; opening the store cuts it.
        TORN_TAIL(true, "nothing; opening the store cuts it"),
        /// Bytes that no frame covers, behind the end of a segment that is complete.
        BYTES_BEHIND_END(true, "nothing; no reader looks there"),
        /// A snapshot that is as good as none.
        SNAPSHOT_UNREADABLE(true, "nothing, or delete it; it is left out and made anew"),
        /// An index file that is as good as none.
        INDEX_UNREADABLE(true, "nothing, or delete it; opening the store makes it anew"),
        /// A file that no store has made.
        STRAY_FILE(true, "move it elsewhere, if it is not known what it is for");

        private final boolean note;
        private final String advice;

        Kind(boolean note, String advice) {
            this.note = note;
            this.advice = advice;
        }

        /// Whether a store with this is sound.
        public boolean isNote() {
            return note;
        }

        /// What to do about it.
        public String advice() {
            return advice;
        }

        /// As machines read it, for example `frame-damaged`.
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Finding of(Kind kind, Path file, String message) {
        return new Finding(
                kind, file, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), message);
    }

    Finding at(long offset) {
        return new Finding(kind, file, OptionalLong.of(offset), position, checksums, message);
    }

    Finding position(long of) {
        return new Finding(kind, file, offsetBytes, OptionalLong.of(of), checksums, message);
    }

    Finding checksums(Optional<Checksums> both) {
        return new Finding(kind, file, offsetBytes, position, both, message);
    }
}
