/// Walks over streams and the log.
@NullMarked
package io.stele.engine.read;

import org.jspecify.annotations.NullMarked;
