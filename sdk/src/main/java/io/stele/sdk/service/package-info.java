/// How a service is served: options, routes, its description. Not API.
@NullMarked
package io.stele.sdk.service;

import org.jspecify.annotations.NullMarked;
