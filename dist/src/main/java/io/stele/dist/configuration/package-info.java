/// Typed settings, and where their values come from. One table of [Setting]s makes the flags of a
/// command, the environment variables, the keys of the file, and the table in the docs.
@NullMarked
package io.stele.dist.configuration;

import org.jspecify.annotations.NullMarked;
