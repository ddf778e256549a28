/// Load on a running store or service, in closed and open loops, and what came of it.
@NullMarked
package io.stele.bench.load;

import org.jspecify.annotations.NullMarked;
