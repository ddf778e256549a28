package io.stele.log.simulated;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The bytes of one file: as processes see them, and as they are on the platter.
final class SimulatedFile {

    static final int SECTOR_BYTES = 512;

    private byte[] visible = new byte[0];
    private byte[] durable = new byte[0];
    private final BitSet dirtySectors = new BitSet();
    private final SortedMap<Integer, byte[]> formerSectors = new TreeMap<>();

    byte[] visible() {
        return visible;
    }

    int sectors() {
        return visible.length / SECTOR_BYTES;
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

    /// Some of what was not synced reaches the platter.
    void writeBackSome(RandomGenerator random) {
        BitSet some = some(random, 1);
        keep(some);
        dirtySectors.andNot(some);
    }

    /// A sync fails: some of it was written, and the rest is no longer known to be unwritten.
    /// Processes see it until the page is dropped, by chance at once.
    void failSync(RandomGenerator random) {
        writeBackSome(random);
        dirtySectors.stream()
                .filter(sector -> random.nextBoolean())
                .filter(sector -> (sector + 1) * SECTOR_BYTES <= durable.length)
                .forEach(sector -> copySector(durable, visible, sector));
        dirtySectors.clear();
    }

    /// The power goes: each sector that was not synced is on the platter, or is not.
    ///
    /// @param together how many sectors share one fate
    void crash(RandomGenerator random, int together) {
        keep(some(random, together));
        visible = durable.clone();
        dirtySectors.clear();
    }

    private BitSet some(RandomGenerator random, int together) {
        BitSet chosen = new BitSet();
        int fateOf = -1;
        boolean kept = false;
        for (int sector : dirtySectors.stream().toArray()) {
            if (sector / together != fateOf) {
                fateOf = sector / together;
                kept = random.nextBoolean();
            }
            chosen.set(sector, kept);
        }
        return chosen;
    }

    private void keep(BitSet sectors) {
        sectors.stream()
                .forEach(sector -> {
                    int from = sector * SECTOR_BYTES;
                    int to = Math.min(from + SECTOR_BYTES, visible.length);
                    if (to > durable.length) {
                        durable = Arrays.copyOf(durable, to);
                    } else {
                        formerSectors.put(sector, Arrays.copyOfRange(durable, from, to));
                    }
                    System.arraycopy(visible, from, durable, from, to - from);
                });
    }

    private static void copySector(byte[] from, byte[] to, int sector) {
        int offset = sector * SECTOR_BYTES;
        System.arraycopy(from, offset, to, offset, SECTOR_BYTES);
    }

    byte[] sector(int sector) {
        return Arrays.copyOfRange(visible, sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES);
    }

    /// Changes bytes behind everybody's back, on the platter too.
    void damage(byte[] bytes, int offset) {
        System.arraycopy(bytes, 0, visible, offset, bytes.length);
        if (offset + bytes.length > durable.length) {
            durable = Arrays.copyOf(durable, offset + bytes.length);
        }
        System.arraycopy(bytes, 0, durable, offset, bytes.length);
    }

    /// A sector goes back to what it was before its last change.
    void age(RandomGenerator random) {
        if (!formerSectors.isEmpty()) {
            Integer[] candidates = formerSectors.keySet().toArray(Integer[]::new);
            int sector = candidates[random.nextInt(candidates.length)];
            byte[] former = formerSectors.get(sector);
            if (former != null && sector * SECTOR_BYTES + former.length <= visible.length) {
                damage(former, sector * SECTOR_BYTES);
            }
        }
    }
}
