/// The Merkle tree of RFC 6962: hashes, tiles, and proofs that an entry is in a tree and that one
/// tree goes on from another. Knows no events and no files.
@NullMarked
package io.stele.proofs.tree;

import org.jspecify.annotations.NullMarked;
