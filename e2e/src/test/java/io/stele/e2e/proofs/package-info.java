/// Stores that somebody has been at.
@NullMarked
package io.stele.e2e.proofs;

import org.jspecify.annotations.NullMarked;
