/// Reading: the whole log, one stream, a few events among many.
@NullMarked
package io.stele.bench.read;

import org.jspecify.annotations.NullMarked;
