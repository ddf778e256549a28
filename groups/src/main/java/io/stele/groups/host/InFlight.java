package io.stele.groups.host;

import io.stele.groups.Delivery;
import java.time.Instant;

/// An event that a member has.
record InFlight(Delivery delivery, Lane lane, Member member, Instant deadline) {}
