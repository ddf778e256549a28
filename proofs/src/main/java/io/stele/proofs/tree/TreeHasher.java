package io.stele.proofs.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Hashes leaves and nodes as RFC 6962, section 2.1, does. For one thread at a time.
public final class TreeHasher {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The root of a tree without leaves.
    public Hash empty() {
        return Hash.wrap(digest.digest());
    }

    public Hash leaf(byte[] entry) {
        digest.update(LEAF);
        return Hash.wrap(digest.digest(entry));
    }

    public Hash node(Hash left, Hash right) {
        digest.update(NODE);
        left.putInto(digest);
        right.putInto(digest);
        return Hash.wrap(digest.digest());
    }

    /// The root over `count` hashes that stand one behind the other, which are the roots of full
    /// subtrees of one height.
    ///
    /// @param count a power of two
    Hash root(byte[] hashes, int first, int count) {
        return count == 1
                ? Hash.at(hashes, first)
                : node(root(hashes, first, count / 2), root(hashes, first + count / 2, count / 2));
    }
}
