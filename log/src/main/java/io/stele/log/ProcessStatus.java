package io.stele.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What Linux says of this process: proc_pid_status(5). Asked often, so the file stays open; it is
/// not a channel, which an interrupted thread would close.
final class ProcessStatus {

    private static final String PATH = "/proc/self/status";
    private static final byte[] RSS_FILE = "\nRssFile:".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES_MAX = 4096;
    private static final @Nullable RandomAccessFile STATUS = open();

    private ProcessStatus() {}

    private static @Nullable RandomAccessFile open() {
        try {
            return new RandomAccessFile(PATH, "r");
        } catch (IOException e) { // another system
            return null;
        }
    }

    /// How much of mapped files is in memory; -1 where the system does not say.
    static long residentFileBytes() {
        RandomAccessFile status = STATUS;
        if (status == null) {
            return -1;
        }
        byte[] text = new byte[BYTES_MAX];
        try {
            synchronized (status) {
                status.seek(0);
                return residentFileBytes(text, status.read(text));
            }
        } catch (IOException e) {
            return -1;
        }
    }

    private static long residentFileBytes(byte[] text, int length) {
        for (int at = 0; at < length - RSS_FILE.length; at++) {
            if (isAt(text, at)) {
                return kibibytes(text, at + RSS_FILE.length, length) << 10;
            }
        }
        return -1;
    }

    private static boolean isAt(byte[] text, int at) {
        for (int i = 0; i < RSS_FILE.length; i++) {
            if (text[at + i] != RSS_FILE[i]) {
                return false;
            }
        }
        return true;
    }

    private static long kibibytes(byte[] text, int from, int length) {
        long number = 0;
        for (int at = from; at < length && text[at] != '\n'; at++) {
            if (text[at] >= '0' && text[at] <= '9') {
                number = number * 10 + (text[at] - '0');
            }
        }
        return number;
    }
}
