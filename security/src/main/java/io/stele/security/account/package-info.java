/// Users and keys, kept as events in the store that they open.
@NullMarked
package io.stele.security.account;

import org.jspecify.annotations.NullMarked;
