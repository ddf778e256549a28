package io.stele.engine.append;

import io.stele.engine.append.AppendDecider.Decision;
import io.stele.engine.codec.EncodedAppend;
import io.stele.engine.index.Outlook;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An append on its way through the writer.
final class PendingAppend {

    private final EncodedAppend encoded;
    private final Outlook outlook;
    private final long submittedNanos = System.nanoTime();
    private final CompletableFuture<AppendResult> answer = new CompletableFuture<>();

    /// The one behind it in the [AppendQueue].
    @Nullable PendingAppend next;

    private @Nullable Decision decision;
    private long basePosition;

    PendingAppend(EncodedAppend encoded, Outlook outlook) {
        this.encoded = encoded;
        this.outlook = outlook;
    }

    long nanosSinceSubmitted() {
        return System.nanoTime() - submittedNanos;
    }

    Outlook outlook() {
        return outlook;
    }

    EncodedAppend encoded() {
        return encoded;
    }

    Append append() {
        return encoded.append();
    }

    CompletableFuture<AppendResult> answer() {
        return answer;
    }

    /// What is to become of it. For the thread that has it, as all below.
    Decision decision() {
        return Objects.requireNonNull(decision);
    }

    void decided(Decision what) {
        decision = what;
    }

    /// Where its first event goes; of use once it is decided that it is written.
    long basePosition() {
        return basePosition;
    }

    void basePosition(long position) {
        basePosition = position;
    }

    /// What the log says of it once its frame is durable.
    Appended appended(boolean duplicate) {
        List<StreamAppend> streams = append().streams();
        long last = basePosition + append().eventCount() - 1;
        if (streams.size() == 1) {
            return new Appended(List.of(range(0)), Position.of(last), duplicate);
        }
        List<StreamRange> ranges = new ArrayList<>(streams.size());
        for (int i = 0; i < streams.size(); i++) {
            ranges.add(range(i));
        }
        return new Appended(ranges, Position.of(last), duplicate);
    }

    private StreamRange range(int index) {
        StreamAppend part = append().streams().get(index);
        long first = encoded.firstRevision(index);
        return new StreamRange(
                part.stream(), Revision.of(first), Revision.of(first + part.events().size() - 1));
    }
}
