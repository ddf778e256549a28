/// Measures queries on a large view while it is written to.
@NullMarked
package io.stele.bench.query;

import org.jspecify.annotations.NullMarked;
