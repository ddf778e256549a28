package io.stele.engine.read;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.index.FrameRef;
import io.stele.log.Frame;
import io.stele.log.LogCorruptException;
import io.stele.model.CorruptException;
import io.stele.model.UnavailableException;

/// Reads appends from their frames; every checksum is checked on every read.
public final class Frames {

    /// @throws CorruptException when the frame is damaged
    /// @throws UnavailableException when the store was closed
    public StoredAppend read(FrameRef frame) {
        try {
            return decode(frame.segment().read(frame.offsetBytes()));
        } catch (LogCorruptException e) {
            throw corrupt(e);
        } catch (IllegalStateException e) {
            throw new UnavailableException("the store is closed", e);
        }
    }

    /// What a whole frame says.
    ///
    /// @throws CorruptException when that is not an append
    public static StoredAppend decode(Frame frame) {
        try {
            return StoredAppend.decode(frame);
        } catch (IllegalArgumentException e) {
            throw notAnAppend(frame, e);
        }
    }

    /// The frame is whole, and yet no store of ours wrote such an append.
    public static CorruptException notAnAppend(Frame frame, IllegalArgumentException why) {
        return new CorruptException(
                String.valueOf(why.getMessage()),
                frame.segment().path().toString(),
                frame.offsetBytes(),
                why);
    }

    public static CorruptException corrupt(LogCorruptException e) {
        return new CorruptException(
                String.valueOf(e.getMessage()), e.file().toString(), e.offsetBytes(), e);
    }
}
