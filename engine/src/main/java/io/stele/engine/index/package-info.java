/// Where things are: which frames belong to a stream, an id, a type, a tag. Always re-derivable from
/// the log.
@NullMarked
package io.stele.engine.index;

import org.jspecify.annotations.NullMarked;
