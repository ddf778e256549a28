package io.stele.model;

/// Which way a read goes.
public enum Direction {
    FORWARD,
    BACKWARD
}
