package io.stele.http;

import io.netty.buffer.ByteBuf;
import io.stele.model.Bytes;
import io.stele.protocol.ProblemKind;
import java.util.Arrays;

/// Collects the body of one request.
final class BodyBuffer {

    private static final byte[] NOTHING = new byte[0];

    private final HttpLimits limits;
    private final BodyBudget budget;
    private byte[] bytes = NOTHING;
    private int size;

    BodyBuffer(HttpLimits limits, BodyBudget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    /// @throws io.stele.protocol.ProblemException when the body gets too large, or all bodies do
    void add(ByteBuf part) {
        int more = part.readableBytes();
        if (more > limits.bodyBytesMax() - size) {
            throw RequestHead.bodyTooLarge(limits);
        }
        if (more > bytes.length - size) {
            grow(size + more);
        }
        part.readBytes(bytes, size, more);
        size += more;
    }

    private void grow(int needed) {
        int capacity = Math.min(limits.bodyBytesMax(), Math.max(needed, 2 * bytes.length));
        if (!budget.take(capacity - bytes.length)) {
            throw ProblemKind.OVERLOADED.exception("too many bytes of requests at this moment");
        }
        bytes = Arrays.copyOf(bytes, capacity);
    }

    Bytes bytes() {
        return Bytes.wrap(bytes, 0, size);
    }

    void release() {
        budget.giveBack(bytes.length);
        bytes = NOTHING;
        size = 0;
    }
}
