package io.stele.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A stream's frames in one segment.
class StreamChainTest {

    /// A backward read that was named a link without a frame would take the chain for ended, and
    /// leave out all that the segment has of the stream.
    @Test
    void aLinkThatIsNamedHasAFrameWhileTheWriterAdds() {
        StreamChain chain = new StreamChain(0, 0, 1, 0);
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> {
                    for (int i = 1; i < 3_000_000; i++) {
                        chain.add(i, i, 1, i);
                    }
                });
        long withoutFrame = 0;
        while (!writer.isDone()) {
            if (chain.linkOf(Long.MAX_VALUE) >= chain.size()) {
                withoutFrame++;
            }
        }
        writer.join();
        assertThat(withoutFrame).isZero();
    }
}
