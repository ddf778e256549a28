/// Those who say that a log shows the same history to everybody: C2SP tlog-witness.
@NullMarked
package io.stele.proofs.witness;

import org.jspecify.annotations.NullMarked;
