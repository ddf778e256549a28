/// From an append to a durable frame: the writer decides, writes, syncs, and answers.
@NullMarked
package io.stele.engine.append;

import org.jspecify.annotations.NullMarked;
