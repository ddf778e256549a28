/// Small files that survive a power loss.
@NullMarked
package io.stele.proofs.durable;

import org.jspecify.annotations.NullMarked;
