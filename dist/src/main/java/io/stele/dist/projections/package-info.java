/// Commands about what keeps the views of a running service up to date.
@NullMarked
package io.stele.dist.projections;

import org.jspecify.annotations.NullMarked;
