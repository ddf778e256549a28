/// A small HTTP/1.1 server. A [io.stele.http.Router] holds the handlers, an
/// [io.stele.http.HttpServer] serves them; whatever goes wrong is answered with a problem
/// (RFC 9457).
@NullMarked
package io.stele.http;

import org.jspecify.annotations.NullMarked;
