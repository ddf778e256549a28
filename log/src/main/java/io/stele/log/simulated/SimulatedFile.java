package io.stele.log.simulated;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// The bytes of one file: as processes see them, and as they are on the platter.
final class SimulatedFile {

    static final int SECTOR_BYTES = 512;

    private byte[] visible = new byte[0];
    private byte[] durable = new byte[0];
    private final BitSet dirtySectors = new BitSet();

    byte[] visible() {
        return visible;
    }

    void write(byte[] bytes, int offset) {
        int end = offset + bytes.length;
        if (end > visible.length) {
            visible = Arrays.copyOf(visible, end);
        }
        System.arraycopy(bytes, 0, visible, offset, bytes.length);
        dirtySectors.set(offset / SECTOR_BYTES, (end + SECTOR_BYTES - 1) / SECTOR_BYTES);
    }

    void sync() {
        keep(dirtySectors);
        dirtySectors.clear();
    }

    /// The power goes: each sector that was not synced is on the platter, or is not.
    void crash(RandomGenerator random) {
        BitSet kept = new BitSet();
        dirtySectors.stream().filter(sector -> random.nextBoolean()).forEach(kept::set);
        keep(kept);
        visible = durable.clone();
        dirtySectors.clear();
    }

    private void keep(BitSet sectors) {
        sectors.stream()
                .forEach(sector -> {
                    int from = sector * SECTOR_BYTES;
                    int to = Math.min(from + SECTOR_BYTES, visible.length);
                    if (to > durable.length) {
                        durable = Arrays.copyOf(durable, to);
                    }
                    System.arraycopy(visible, from, durable, from, to - from);
                });
    }
}
