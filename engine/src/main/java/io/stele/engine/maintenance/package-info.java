/// Checking a store, backing it up and restoring it, without opening it as a store.
@NullMarked
package io.stele.engine.maintenance;

import org.jspecify.annotations.NullMarked;
