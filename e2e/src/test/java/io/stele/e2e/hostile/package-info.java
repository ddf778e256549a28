/// Clients that mean ill, or write nonsense, against a server with little memory.
@NullMarked
package io.stele.e2e.hostile;

import org.jspecify.annotations.NullMarked;
