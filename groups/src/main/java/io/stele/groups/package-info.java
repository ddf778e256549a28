/// Consumer groups: named readers of the log whose members share the work.
@NullMarked
package io.stele.groups;

import org.jspecify.annotations.NullMarked;
