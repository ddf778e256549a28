/// What clients of a store saw, and whether the store's log agrees with it.
@NullMarked
package io.stele.tck.history;

import org.jspecify.annotations.NullMarked;
