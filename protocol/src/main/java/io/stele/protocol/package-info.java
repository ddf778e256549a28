/// JSON as it goes over the wire: events, appends and their results, and problems (RFC 9457).
///
/// Readers are strict: what they do not know they refuse, naming the field. They throw
/// [ProblemException].
@NullMarked
package io.stele.protocol;

import org.jspecify.annotations.NullMarked;
