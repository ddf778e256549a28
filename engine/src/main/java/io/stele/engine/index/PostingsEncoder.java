package io.stele.engine.index;

import java.io.IOException;
import java.util.List;

/*
 * Up to 128 positions: the differences, as varints, the first one against the beginning of the
 * stretch. More: blocks of 128, in front of them a table with each block's first position and where
 * its other differences begin. The size comes first, so the list is walked twice.
 */
/// Writes the positions of a key.
final class PostingsEncoder {

    private final long base;
    private final List<Postings> lists;
    private final int count;

    /// @param base where the stretch begins
    /// @param lists one behind the other, ascending
    PostingsEncoder(long base, List<Postings> lists) {
        this.base = base;
        this.lists = lists;
        this.count = lists.stream().mapToInt(Postings::size).reduce(0, Math::addExact);
    }

    int count() {
        return count;
    }

    private interface Visitor {
        void position(int index, int relative, int difference) throws IOException;
    }

    private void forEach(Visitor visitor) throws IOException {
        int index = 0;
        int before = 0;
        for (Postings list : lists) {
            for (int i = 0; i < list.size(); i++) {
                int relative = Math.toIntExact(list.get(i) - base);
                visitor.position(index++, relative, relative - before);
                before = relative;
            }
        }
    }

    void write(IndexOutput to) throws IOException {
        if (count <= IndexLayout.POSTINGS_PER_BLOCK) {
            int[] bytes = new int[1];
            forEach((i, at, difference) -> bytes[0] += IndexOutput.varintBytes(difference));
            to.varint(bytes[0]);
            forEach((i, at, difference) -> to.varint(difference));
        } else {
            writeBlocks(to);
        }
    }

    private void writeBlocks(IndexOutput to) throws IOException {
        int blocks = 1 + (count - 1) / IndexLayout.POSTINGS_PER_BLOCK;
        int[] firsts = new int[blocks];
        int[] offsets = new int[blocks];
        int[] bytes = new int[1];
        forEach((index, relative, difference) -> {
            if (index % IndexLayout.POSTINGS_PER_BLOCK == 0) {
                firsts[index / IndexLayout.POSTINGS_PER_BLOCK] = relative;
                offsets[index / IndexLayout.POSTINGS_PER_BLOCK] = bytes[0];
            } else {
                bytes[0] = Math.addExact(bytes[0], IndexOutput.varintBytes(difference));
            }
        });
        to.varint(bytes[0] + 8L * blocks);
        for (int i = 0; i < blocks; i++) {
            to.i32(firsts[i]);
            to.i32(offsets[i]);
        }
        forEach((index, relative, difference) -> {
            if (index % IndexLayout.POSTINGS_PER_BLOCK != 0) {
                to.varint(difference);
            }
        });
    }
}
