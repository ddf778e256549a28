/// The command line. Each command is a class; what they share is in [Terminal] (input and output),
/// [StoreOption] (which store) and [Failures] (what went wrong, and the exit code).
@NullMarked
package io.stele.dist;

import org.jspecify.annotations.NullMarked;
