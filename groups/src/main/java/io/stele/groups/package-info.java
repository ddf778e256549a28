/// Consumer groups: named readers of the log whose members share the work. [io.stele.groups.Group]
/// is the heart, a state machine without threads, clocks or files.
@NullMarked
package io.stele.groups;

import org.jspecify.annotations.NullMarked;
