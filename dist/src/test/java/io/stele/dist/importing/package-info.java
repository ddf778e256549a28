/// Tests of the command line, in this process.
@NullMarked
package io.stele.dist.importing;

import org.jspecify.annotations.NullMarked;
