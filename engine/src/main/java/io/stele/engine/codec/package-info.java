/// How an append stands in the payload of a frame: docs/formats/append.md.
@NullMarked
package io.stele.engine.codec;

import org.jspecify.annotations.NullMarked;
