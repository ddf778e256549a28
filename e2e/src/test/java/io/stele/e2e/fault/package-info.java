/// The embedded store in processes that are killed, on disks that lose power, fail and fill up.
@NullMarked
package io.stele.e2e.fault;

import org.jspecify.annotations.NullMarked;
