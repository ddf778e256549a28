/// Measures how fast read models are built from the log.
@NullMarked
package io.stele.bench.rebuild;

import org.jspecify.annotations.NullMarked;
