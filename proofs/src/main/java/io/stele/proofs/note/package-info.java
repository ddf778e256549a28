/// Signed notes, checkpoints and cosignatures, in the text formats of C2SP.
@NullMarked
package io.stele.proofs.note;

import org.jspecify.annotations.NullMarked;
