@NullMarked
package io.stele.bench.load;

import org.jspecify.annotations.NullMarked;
