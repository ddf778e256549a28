/// Views, as a service sees them: what they are, how far they are, and how to ask them. The engine
/// that keeps them in a database is found by [io.stele.sdk.view.ViewEngineProvider].
@NullMarked
package io.stele.sdk.view;

import org.jspecify.annotations.NullMarked;
