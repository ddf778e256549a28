/// A disk for simulations: it forgets what was not synced, tears, fills up and fails.
@NullMarked
package io.stele.log.simulated;

import org.jspecify.annotations.NullMarked;
