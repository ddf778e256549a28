/// Segments of checksummed frames on disk: written at the end by one writer, read by anybody.
@NullMarked
package io.stele.log;

import org.jspecify.annotations.NullMarked;
