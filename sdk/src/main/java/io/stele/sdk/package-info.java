/// What a service author writes with: [io.stele.sdk.Decider], [io.stele.sdk.Decision] and the names
/// of events and commands.
@NullMarked
package io.stele.sdk;

import org.jspecify.annotations.NullMarked;
