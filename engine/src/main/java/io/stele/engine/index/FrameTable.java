package io.stele.engine.index;

/// The frames of a segment in order: where each is and which position it begins with. 8 bytes a
/// frame. One thread adds while any number read.
public final class FrameTable {

    private final long firstPosition;
    private final IntList offsets = new IntList(256);
    private final IntList positions = new IntList(256); // relative to firstPosition

    FrameTable(long firstPosition) {
        this.firstPosition = firstPosition;
    }

    /// @return the frame's place in this table
    int add(long offsetBytes, long basePosition) {
        int frame = positions.size();
        offsets.add(Math.toIntExact(offsetBytes));
        positions.add(Math.toIntExact(basePosition - firstPosition));
        return frame;
    }

    public int size() {
        return positions.size();
    }

    public long offsetBytes(int frame) {
        return offsets.get(frame);
    }

    public long basePosition(int frame) {
        return firstPosition + positions.get(frame);
    }

    /// The frame that has `position`, or the last one when it lies beyond; -1 when there is none.
    public int frameOf(long position) {
        long relative = position - firstPosition;
        return relative < 0
                ? -1
                : positions.floorIndex((int) Math.min(relative, Integer.MAX_VALUE));
    }
}
