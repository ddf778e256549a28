/// The endpoints of a store, `/v1/…`, and a server that has nothing but these.
@NullMarked
package io.stele.server;

import org.jspecify.annotations.NullMarked;
