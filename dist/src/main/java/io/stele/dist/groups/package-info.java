/// The commands about consumer groups.
@NullMarked
package io.stele.dist.groups;

import org.jspecify.annotations.NullMarked;
