/// Who somebody is (`Principal`, found by an `Authenticator`), and what they may do (`Access`).
@NullMarked
package io.stele.security;

import org.jspecify.annotations.NullMarked;
