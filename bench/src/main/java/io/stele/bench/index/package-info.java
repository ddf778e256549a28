/// What the index takes, on disk and in memory.
@NullMarked
package io.stele.bench.index;

import org.jspecify.annotations.NullMarked;
