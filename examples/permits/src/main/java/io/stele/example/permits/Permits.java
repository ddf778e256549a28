package io.stele.example.permits;

import io.stele.sdk.SteleService;

/// Real cases as a service: `stele import` brings the events in, this folds and lists them.
public final class Permits {

    private Permits() {}

    public static void main(String... args) {
        SteleService.named("permits")
                .decider(PermitCase.DECIDER, "status", "department")
                .view(new PermitsView())
                .run(args);
    }
}
