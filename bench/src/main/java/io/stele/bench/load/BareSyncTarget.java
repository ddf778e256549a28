package io.stele.bench.load;

import io.stele.bench.BareSync;
import io.stele.bench.Scratch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// One thread that writes and syncs the same bytes, one after the other.
final class BareSyncTarget implements LoadTarget {

    private final BareSync sync;
    private final Scratch files;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    /// Closes both in the end.
    BareSyncTarget(BareSync sync, Scratch files) {
        this.sync = sync;
        this.files = files;
    }

    @Override
    public void begin(int caller, Answer answer) {
        thread.execute(() -> {
            sync.append(0);
            answer.done(1);
        });
    }

    @Override
    public void close() {
        thread.close();
        sync.close();
        files.close();
    }
}
