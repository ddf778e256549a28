/// The consumer groups of a store behind a server: whose they are, over which protocol, and how they
/// fare.
@NullMarked
package io.stele.server.groups;

import org.jspecify.annotations.NullMarked;
