/// How records become JSON and back, and how to say what does not fit. Not API.
@NullMarked
package io.stele.sdk.json;

import org.jspecify.annotations.NullMarked;
