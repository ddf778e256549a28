/// The Merkle tree of a store's log: kept in files beside the log, followed as it grows, signed.
@NullMarked
package io.stele.proofs.log;

import org.jspecify.annotations.NullMarked;
