package io.stele.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Files that are filled before they are measured, as the log's own segments are.
final class ZeroFilled {

    private ZeroFilled() {}

    static void fill(FileChannel file, int bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        while (file.position() < bytes) {
            file.write(zeros.clear());
        }
        file.force(true);
    }
}
