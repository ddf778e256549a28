package io.stele.proofs.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Trees of random sizes beside [Rfc6962], which was written apart. `-Dstele.proofs.trees=10000` for
/// more of them, `-Dstele.proofs.seed=N` to begin at one.
class MerkleTreeProperties {

    private static final int TREES = Integer.getInteger("stele.proofs.trees", 300);
    private static final long FIRST_SEED = Long.getLong("stele.proofs.seed", 1);

    @Test
    void everythingIsAsTheRfcSays() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + TREES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            GrownTree grown = random(random);
            int size = random.nextInt(1, grown.entries.size() + 1);
            List<byte[]> entries = grown.entries.subList(0, size);
            MerkleTree tree = grown.of(size);
            int index = random.nextInt(size);
            int old = random.nextInt(1, size + 1);

            String replay = "-Dstele.proofs.trees=1 -Dstele.proofs.seed=" + seed;
            assertThat(tree.root().toByteArray()).as(replay).isEqualTo(Rfc6962.root(entries));
            assertThat(bytes(tree.inclusion(index).hashes()))
                    .as(replay)
                    .usingRecursiveComparison()
                    .isEqualTo(Rfc6962.path(index, entries));
            assertThat(bytes(tree.consistency(old).hashes()))
                    .as(replay)
                    .usingRecursiveComparison()
                    .isEqualTo(Rfc6962.proof(old, entries));
        }
    }

    @Test
    void proofsProveWhatTheyAreMadeFor() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + TREES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            GrownTree grown = random(random);
            MerkleTree tree = grown.of(grown.entries.size());
            long index = random.nextLong(tree.size());
            MerkleTree old = grown.of(random.nextLong(tree.size() + 1));

            String replay = "-Dstele.proofs.trees=1 -Dstele.proofs.seed=" + seed;
            Hash leaf = new TreeHasher().leaf(grown.entries.get((int) index));
            assertThat(tree.inclusion(index).proves(leaf, tree.root())).as(replay).isTrue();
            assertThat(tree.consistency(old.size()).proves(old.root(), tree.root()))
                    .as(replay)
                    .isTrue();
        }
    }

    @Test
    void allSmallTreesAreRightAtEveryPlace() {
        GrownTree grown = new GrownTree();
        for (int size = 1; size <= 40; size++) {
            grown.add(new byte[] {(byte) size});
            MerkleTree tree = grown.of(size);
            assertThat(tree.root().toByteArray()).isEqualTo(Rfc6962.root(grown.entries));
            for (int place = 0; place < size; place++) {
                Hash leaf = new TreeHasher().leaf(grown.entries.get(place));
                assertThat(tree.inclusion(place).proves(leaf, tree.root())).isTrue();
                assertThat(tree.consistency(place).proves(grown.of(place).root(), tree.root()))
                        .isTrue();
            }
        }
    }

    private static GrownTree random(SplittableRandom random) {
        GrownTree grown = new GrownTree();
        int size =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(1, 20);
                    case 1 -> 256 + random.nextInt(-2, 3);
                    case 2 -> random.nextInt(1, 300);
                    default -> random.nextInt(1, 1500);
                };
        for (int i = 0; i < size; i++) {
            byte[] entry = new byte[random.nextInt(40)];
            random.nextBytes(entry);
            grown.add(entry);
            if (random.nextInt(200) == 0) {
                grown.reopen();
            }
        }
        return grown;
    }

    private static List<byte[]> bytes(List<Hash> hashes) {
        List<byte[]> all = new ArrayList<>();
        hashes.forEach(hash -> all.add(hash.toByteArray()));
        return all;
    }
}
