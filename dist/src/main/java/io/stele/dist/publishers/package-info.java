/// `stele publishers`: looks after the publishers of a server.
@NullMarked
package io.stele.dist.publishers;

import org.jspecify.annotations.NullMarked;
