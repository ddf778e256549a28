package io.stele.proofs.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// No proof that was changed in any place proves anything. `-Dstele.proofs.forged=1000000` for more.
class ForgedProofFuzz {

    private static final int FORGED = Integer.getInteger("stele.proofs.forged", 20_000);

    @Test
    void noneIsAccepted() {
        GrownTree grown = new GrownTree();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 700; i++) {
            grown.add(new byte[] {(byte) i, (byte) (i >> 8)});
        }
        for (int i = 0; i < FORGED; i++) {
            MerkleTree tree = grown.of(random.nextLong(1, grown.entries.size() + 1));
            String forged =
                    random.nextBoolean()
                            ? inclusion(tree, grown, random)
                            : consistency(tree, grown, random);
            assertThat(forged).as("round " + i).isEmpty();
        }
    }

    /// @return what was accepted, or nothing
    private static String inclusion(MerkleTree tree, GrownTree grown, SplittableRandom random) {
        long index = random.nextLong(tree.size());
        InclusionProof proof = tree.inclusion(index);
        Hash leaf = new TreeHasher().leaf(grown.entries.get((int) index));
        Hash root = tree.root();
        InclusionProof other = proof;
        switch (random.nextInt(5)) {
            case 0 -> other = with(proof, mutated(proof.hashes(), random));
            case 1 -> leaf = flipped(leaf, random);
            case 2 -> root = flipped(root, random);
            case 3 -> leaf = root; // an inner node is no leaf
            default ->
                    other =
                            new InclusionProof(
                                    random.nextLong(tree.size()), proof.size(), proof.hashes());
        }
        boolean same =
                other.equals(proof)
                        && leaf.equals(new TreeHasher().leaf(grown.entries.get((int) index)))
                        && root.equals(tree.root());
        boolean rootOfOne = tree.size() == 1 && leaf.equals(root);
        return !same && !rootOfOne && other.proves(leaf, root) ? other.toString() : "";
    }

    private static InclusionProof with(InclusionProof proof, List<Hash> hashes) {
        return new InclusionProof(proof.index(), proof.size(), hashes);
    }

    private static String consistency(MerkleTree tree, GrownTree grown, SplittableRandom random) {
        MerkleTree old = grown.of(random.nextLong(1, tree.size() + 1));
        ConsistencyProof proof = tree.consistency(old.size());
        ConsistencyProof other = proof;
        Hash oldRoot = old.root();
        Hash newRoot = tree.root();
        switch (random.nextInt(4)) {
            case 0 ->
                    other =
                            new ConsistencyProof(
                                    proof.oldSize(),
                                    proof.newSize(),
                                    mutated(proof.hashes(), random));
            case 1 -> oldRoot = flipped(oldRoot, random);
            case 2 -> newRoot = flipped(newRoot, random);
            default ->
                    other =
                            new ConsistencyProof(
                                    random.nextLong(1, proof.newSize() + 1),
                                    proof.newSize(),
                                    proof.hashes());
        }
        boolean same =
                other.equals(proof) && oldRoot.equals(old.root()) && newRoot.equals(tree.root());
        return !same && other.proves(oldRoot, newRoot) ? other.toString() : "";
    }

    private static List<Hash> mutated(List<Hash> hashes, SplittableRandom random) {
        List<Hash> other = new ArrayList<>(hashes);
        Hash any = new TreeHasher().leaf(new byte[] {(byte) random.nextInt()});
        if (other.isEmpty()) {
            other.add(any);
            return other;
        }
        int place = random.nextInt(other.size());
        switch (random.nextInt(5)) {
            case 0 -> other.remove(place);
            case 1 -> other.add(place, any);
            case 2 -> other.set(place, flipped(other.get(place), random));
            case 3 -> other.add(other.get(place));
            default -> other.add(other.removeFirst());
        }
        return other;
    }

    private static Hash flipped(Hash hash, SplittableRandom random) {
        byte[] bytes = hash.toByteArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Hash.wrap(bytes);
    }
}
