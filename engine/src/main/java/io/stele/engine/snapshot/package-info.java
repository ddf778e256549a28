/// Snapshots in files.
@NullMarked
package io.stele.engine.snapshot;

import org.jspecify.annotations.NullMarked;
