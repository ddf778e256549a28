package io.stele.engine;

import io.stele.engine.append.Appender;
import io.stele.engine.append.DurableEnd;
import io.stele.engine.codec.EncodedAppend;
import io.stele.engine.codec.StoredAppend;
import io.stele.engine.index.IndexOpening;
import io.stele.engine.index.LogIndex;
import io.stele.engine.maintenance.Backup;
import io.stele.engine.maintenance.BackupOptions;
import io.stele.engine.read.Frames;
import io.stele.engine.read.LogWalk;
import io.stele.engine.read.ReadScope;
import io.stele.engine.read.StreamWalk;
import io.stele.engine.read.Unseen;
import io.stele.engine.snapshot.FileSnapshotStore;
import io.stele.log.Environment;
import io.stele.log.Frame;
import io.stele.log.Log;
import io.stele.log.Segment;
import io.stele.log.SegmentEnd;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Cause;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Checkpoint;
import io.stele.model.CorruptException;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.FollowingSubscription;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.RejectedException;
import io.stele.model.SnapshotStore;
import io.stele.model.StoreException;
import io.stele.model.StoreMonitor;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The event store on a log in a directory of this machine.
///
/// The directory has the log in `log/` and snapshots in `snapshots/`; a service keeps its read
/// models beside them. One process at a time may have it open.
public final class EmbeddedEventStore implements EventStore {

    private static final System.Logger LOGGER =
            System.getLogger(EmbeddedEventStore.class.getName());

    private final Path directory;
    private final EngineOptions options;
    private final Log log;
    private final LogIndex index;
    private final Frames frames = new Frames();
    private final DurableEnd durableEnd = new DurableEnd();
    private final Optional<CorruptException> damage;
    private final @Nullable Appender appender;
    private final SnapshotStore snapshots;
    private volatile boolean closed;

    private EmbeddedEventStore(Path directory, EngineOptions options, Log log, Recovery recovered) {
        this.directory = directory;
        this.options = options;
        this.log = log;
        this.damage = log.damage().map(Frames::corrupt);
        this.index = recovered.opening.finish(damage.isEmpty());
        this.snapshots = new FileSnapshotStore(directory.resolve("snapshots"));
        durableEnd.advance(recovered.end);
        if (damage.isPresent()) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "{0}: {1}. Nothing was changed. The store is open for reading up to position"
                            + " {2}; restore a backup, or ask for help before doing anything else",
                    directory,
                    damage.get().getMessage(),
                    recovered.end - 1);
            appender = null;
        } else {
            appender =
                    new Appender(
                            log.writer(),
                            index,
                            durableEnd,
                            new Appender.AppenderOptions(
                                    options.pendingBytesMax(),
                                    options.idleBeforeMark(),
                                    options.clock()),
                            recovered.end == 0
                                    ? 0
                                    : frames.read(index.frameAt(recovered.end - 1))
                                            .recordedAtMicros(),
                            this::conflict);
            appender.start();
        }
    }

    /// Opens the store in `directory`, and makes one where there is none.
    ///
    /// A torn tail, which nobody was told of, is cut. A damaged log is open for reading up to the
    /// damage, and refuses appends with a [CorruptException]; nothing is deleted.
    ///
    /// @throws UnavailableException when another process has it open, or the files cannot be read
    ///     or made
    public static EmbeddedEventStore open(Path directory, EngineOptions options) {
        Path logDirectory = directory.resolve("log");
        Recovery recovery = new Recovery(logDirectory, options.environment());
        try {
            Log log = Log.open(logDirectory, options.log(), options.environment(), recovery);
            return open(directory, options, log, recovery);
        } catch (RuntimeException e) {
            recovery.opening.abandon();
            throw e;
        } catch (IOException e) {
            recovery.opening.abandon();
            throw new UnavailableException(
                    "cannot open the store in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static EmbeddedEventStore open(
            Path directory, EngineOptions options, Log log, Recovery recovered) throws IOException {
        try {
            return new EmbeddedEventStore(directory, options, log, recovered);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /// Puts the index together while the log is opened.
    private static final class Recovery implements Log.Visitor {

        private final IndexOpening opening;
        private long end;

        Recovery(Path logDirectory, Environment environment) {
            opening = new IndexOpening(logDirectory, environment);
        }

        @Override
        public Optional<SegmentEnd> knownEnd(Segment segment) {
            Optional<SegmentEnd> known = opening.knownEnd(segment);
            known.ifPresent(at -> end = at.position());
            return known;
        }

        @Override
        public void segment(Segment segment) {
            opening.segment(segment);
        }

        @Override
        public void frame(Frame frame) {
            StoredAppend stored = Frames.decode(frame);
            try {
                opening.frame(frame, stored);
            } catch (IllegalArgumentException e) {
                throw Frames.notAnAppend(frame, e); // a name that no append can have
            }
            end = frame.endPosition();
        }
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        try {
            options.limits().check(append);
            EncodedAppend encoded = encode(append);
            if (encoded.size() > options.log().payloadBytesMax()) {
                throw new RejectedException(
                        RejectedException.Reason.LIMIT_EXCEEDED,
                        "the append takes %,d bytes, but at most %,d are taken (limit payloadBytesMax)"
                                .formatted(encoded.size(), options.log().payloadBytesMax()));
            }
            return writer().submit(encoded);
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static EncodedAppend encode(Append append) {
        try {
            return EncodedAppend.of(append);
        } catch (IllegalArgumentException e) { // a name beyond what the format has room for
            throw new RejectedException(
                    RejectedException.Reason.LIMIT_EXCEEDED,
                    "the append has a name or a count that the log cannot hold: " + e.getMessage());
        }
    }

    private Appender writer() {
        if (appender == null) {
            CorruptException cause = damage.orElseThrow();
            throw new CorruptException(
                    "the log is damaged and takes no appends: " + cause.getMessage(),
                    cause.file(),
                    cause.offsetBytes(),
                    cause);
        }
        return appender;
    }

    private Conflict conflict(Cause cause) {
        return new Conflict(cause, Unseen.events(cause, this));
    }

    @Override
    public Optional<Appended> findAppend(UUID appendId) {
        ReadScope scope = scope();
        StoredAppend[] found = new StoredAppend[1];
        index.findAppend(
                appendId,
                frame -> {
                    if (frame.basePosition() >= scope.end()) {
                        return false;
                    }
                    StoredAppend stored = frames.read(frame);
                    found[0] = stored;
                    return stored.appendId().equals(appendId);
                });
        StoredAppend stored = found[0];
        if (stored != null && stored.appendId().equals(appendId)) {
            return Optional.of(stored.answerAgain());
        }
        // It may be behind the damage, or in the batch that the writer failed on: no answer then.
        scope.reachedEnd();
        if (appender != null) {
            appender.checkNotFailed();
        }
        return Optional.empty();
    }

    @Override
    public EventCursor read(ReadStream request) {
        return new StreamWalk(scope(), request);
    }

    @Override
    public EventCursor read(ReadLog request) {
        return new LogWalk(scope(), request);
    }

    @Override
    public Optional<StreamHead> head(StreamName stream) {
        ReadScope scope = scope();
        if (damage.isEmpty()) {
            Optional<StreamHead> head = index.headBelow(stream, scope.end());
            if (head.isPresent()) {
                return head;
            }
        }
        try (EventCursor last = read(ReadStream.of(stream).backward().limit(1))) {
            return last.hasNext() ? Optional.of(headOf(last.next())) : Optional.empty();
        }
    }

    private static StreamHead headOf(RecordedEvent last) {
        return new StreamHead(last.revision(), last.position());
    }

    @Override
    public Checkpoint head() {
        return new Checkpoint(scope().end());
    }

    private ReadScope scope() {
        if (closed) {
            throw new UnavailableException("the store is closed");
        }
        return new ReadScope(index, frames, durableEnd.position(), damage);
    }

    @Override
    public Subscription subscribe(Checkpoint after, EventFilter filter) {
        return new FollowingSubscription(new Source(), after, filter);
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public Optional<StoreMonitor> monitor() {
        return Optional.of(
                new EngineMonitor(
                        directory, options.environment().disk(), log, index, appender, damage));
    }

    /// Names this log for as long as it lives.
    public UUID logId() {
        return log.id();
    }

    /// Brings the backup in `target` up to all that is durable at this moment, or begins one.
    ///
    /// @throws IllegalArgumentException when `target` has a backup that this log does not go on from
    /// @throws CorruptException when the log or the backup is damaged; the backup is as before
    /// @throws IOException when files cannot be read or written; the backup is as before
    public Backup.Result backup(Path target) throws IOException {
        BackupOptions how =
                BackupOptions.defaults()
                        .withDisk(options.environment().disk())
                        .withDurableEnd(scope().end());
        return Backup.run(directory, target, how);
    }

    /// What is wrong with the log; empty when nothing was found.
    public Optional<CorruptException> damage() {
        return damage;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (appender != null) {
            appender.close();
        }
        closed = true;
        durableEnd.close();
        try (log) {
            index.close();
        } catch (IOException e) {
            throw new UnavailableException("the store was not closed well: " + e.getMessage(), e);
        }
    }

    /// The log up to its durable end, for subscriptions.
    private final class Source implements FollowingSubscription.Source {
        @Override
        public Checkpoint head() {
            return EmbeddedEventStore.this.head();
        }

        @Override
        public EventCursor read(Checkpoint from, Checkpoint to, EventFilter filter) {
            ReadLog all = ReadLog.all().matching(filter);
            return new LogWalk(scope().below(to.next()), from.last().map(all::after).orElse(all));
        }

        @Override
        public boolean awaitBeyond(Checkpoint seen, Duration timeout, BooleanSupplier giveUp)
                throws InterruptedException {
            return durableEnd.awaitAbove(seen.next(), timeout, giveUp);
        }

        @Override
        public void wake() {
            durableEnd.wake();
        }
    }
}
