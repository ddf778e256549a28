/// Runs groups: [io.stele.groups.host.Group] is the heart, a state machine without threads, clocks or
/// files; [io.stele.groups.host.GroupHost] is its thread.
@NullMarked
package io.stele.groups.host;

import org.jspecify.annotations.NullMarked;
