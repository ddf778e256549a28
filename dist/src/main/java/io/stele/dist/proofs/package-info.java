/// Commands about the Merkle tree over a log.
@NullMarked
package io.stele.dist.proofs;

import org.jspecify.annotations.NullMarked;
