/// What events look like: which types and versions there are, whether a change of them is safe, and
/// whether what is appended fits.
@NullMarked
package io.stele.sdk.schema;

import org.jspecify.annotations.NullMarked;
