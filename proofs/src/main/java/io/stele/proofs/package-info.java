/// What proves to an outsider that an event is in the log and that the log only ever grew.
@NullMarked
package io.stele.proofs;

import org.jspecify.annotations.NullMarked;
