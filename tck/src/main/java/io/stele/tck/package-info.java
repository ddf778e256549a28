/// The technology compatibility kit: extend [EventStoreConformance] and run it.
@NullMarked
package io.stele.tck;

import org.jspecify.annotations.NullMarked;
