/// What publishing takes, beside producers that do nothing else.
@NullMarked
package io.stele.bench.publish;

import org.jspecify.annotations.NullMarked;
