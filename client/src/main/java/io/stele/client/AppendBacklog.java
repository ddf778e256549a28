package io.stele.client;

import io.stele.grpc.MessageLimits;
import io.stele.grpc.v1.Wire;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The appends of a client whose outcome is not known: those that wait to be sent, those that were
/// sent, and those that rest until they are sent again. Guarded by the lane that has it.
final class AppendBacklog {

    private static final int SENT_MAX = 4_096;
    private static final int BATCH_APPENDS = 256;
    private static final long BYTES_MAX = 64L << 20;
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    /// What a message needs around an append.
    private static final int ENVELOPE_BYTES = 64;

    private final int batchBytes;
    private final Deque<PendingAppend> waiting = new ArrayDeque<>();
    private final Map<Long, PendingAppend> sent = new LinkedHashMap<>();
    private final Set<PendingAppend> resting = new LinkedHashSet<>();
    private long lastNumber;
    private long bytes;
    private int count;

    /// @param batchBytes of one message; an append that is larger goes alone
    AppendBacklog(int batchBytes) {
        this.batchBytes = batchBytes;
    }

    /// Of those, too, that are in no list at the moment, because somebody looks what to do with them.
    boolean isEmpty() {
        return count == 0;
    }

    /// @throws RejectedException when it is too large to be sent
    /// @throws UnavailableException when there is no room for it
    void add(PendingAppend added) {
        if (added.bytes() > MessageLimits.REQUEST_BYTES_MAX - ENVELOPE_BYTES) {
            throw new RejectedException(
                    Reason.LIMIT_EXCEEDED,
                    "%,d bytes in an append with its names, but at most %,d go over the network"
                            .formatted(
                                    added.bytes(),
                                    MessageLimits.REQUEST_BYTES_MAX - ENVELOPE_BYTES));
        }
        if (count > 0 && bytes + added.bytes() > BYTES_MAX) {
            throw UnavailableException.overloaded(
                    "overloaded: %,d bytes of appends wait for the server, and no more than %,d may"
                            .formatted(bytes, BYTES_MAX),
                    RETRY_AFTER);
        }
        waiting.add(added);
        bytes += added.bytes();
        count++;
    }

    /// The outcome of an append is known.
    void finished(PendingAppend append) {
        bytes -= append.bytes();
        count--;
    }

    /// Whether something waits, and may be sent.
    boolean hasNext() {
        return !waiting.isEmpty() && sent.size() < SENT_MAX;
    }

    /// To be asked when there is a next one; takes as many as go into a message.
    Wire.AppendStreamRequest takeBatch() {
        Wire.AppendStreamRequest.Builder message = Wire.AppendStreamRequest.newBuilder();
        long taken = 0;
        while (hasNext()
                && message.getAppendsCount() < BATCH_APPENDS
                && (taken == 0 || taken + waiting.element().bytes() < batchBytes)) {
            PendingAppend next = waiting.remove();
            taken += next.bytes();
            sent.put(++lastNumber, next);
            message.addAppends(
                    Wire.NumberedAppend.newBuilder()
                            .setNumber(lastNumber)
                            .setAppend(next.message()));
        }
        return message.build();
    }

    /// @return one for each answer; null for what was given up meanwhile
    List<@Nullable PendingAppend> takeAnswered(Wire.AppendStreamResponse response) {
        List<@Nullable PendingAppend> answered = new ArrayList<>(response.getAnswersCount());
        for (Wire.NumberedAnswer answer : response.getAnswersList()) {
            answered.add(sent.remove(answer.getNumber()));
        }
        return answered;
    }

    /// In the order in which they were sent.
    List<PendingAppend> takeSent() {
        List<PendingAppend> unanswered = new ArrayList<>(sent.values());
        sent.clear();
        return unanswered;
    }

    /// They are sent again before all others, in the order that they had.
    void sendAgain(List<PendingAppend> unanswered) {
        unanswered.reversed().forEach(waiting::addFirst);
    }

    /// @return false when it rests already
    boolean rest(PendingAppend append) {
        return resting.add(append);
    }

    /// Of no effect on what was given up meanwhile.
    void endRest(PendingAppend append) {
        if (resting.remove(append)) {
            waiting.add(append);
        }
    }

    /// Takes what is out of time; what was sent may be written.
    List<PendingAppend> takeLate() {
        List<PendingAppend> late = new ArrayList<>();
        removeLate(waiting.iterator(), late);
        int unsent = late.size();
        removeLate(sent.values().iterator(), late);
        removeLate(resting.iterator(), late);
        late.subList(unsent, late.size()).forEach(PendingAppend::mayBeWritten);
        return late;
    }

    private static void removeLate(Iterator<PendingAppend> all, List<PendingAppend> late) {
        while (all.hasNext()) {
            PendingAppend append = all.next();
            if (append.isLate()) {
                all.remove();
                late.add(append);
            }
        }
    }

    /// Takes all; what was sent may be written.
    List<PendingAppend> takeAll() {
        List<PendingAppend> all = takeSent();
        all.forEach(PendingAppend::mayBeWritten);
        all.addAll(waiting);
        all.addAll(resting);
        waiting.clear();
        resting.clear();
        return all;
    }
}
