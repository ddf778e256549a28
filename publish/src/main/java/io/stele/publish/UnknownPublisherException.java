package io.stele.publish;

/// There is no publisher of this name.
public final class UnknownPublisherException extends RuntimeException {

    public UnknownPublisherException(String name) {
        super("there is no publisher " + name);
    }
}
