/// Who did what, when and why: the log asked by those who look into it.
@NullMarked
package io.stele.proofs.audit;

import org.jspecify.annotations.NullMarked;
