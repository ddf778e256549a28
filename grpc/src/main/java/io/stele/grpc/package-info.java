/// The messages of `stele.v1`, made from values of the model and read as such.
@NullMarked
package io.stele.grpc;

import org.jspecify.annotations.NullMarked;
