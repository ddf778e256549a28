package io.stele.grpc;

/// What the protocol allows, on both sides.
public final class MessageLimits {

    /// A message from a client: an append of 4 MiB, and as much again for names and ids.
    public static final int REQUEST_BYTES_MAX = 8 << 20;

    /// A message from a server: a conflict with what it brings along, or one large event.
    public static final int RESPONSE_BYTES_MAX = 16 << 20;

    private MessageLimits() {}
}
