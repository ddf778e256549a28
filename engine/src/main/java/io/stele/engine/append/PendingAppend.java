package io.stele.engine.append;

import io.stele.engine.codec.EncodedAppend;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An append on its way through the writer.
final class PendingAppend {

    private final EncodedAppend encoded;
    private final CompletableFuture<AppendResult> answer = new CompletableFuture<>();

    /// What the caller is told once the batch is durable; set by the writer's decision.
    @Nullable Appended decided;

    PendingAppend(EncodedAppend encoded) {
        this.encoded = encoded;
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
}
