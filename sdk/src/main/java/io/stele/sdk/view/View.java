package io.stele.sdk.view;

/// A read model of a service. Which kinds there are depends on the view engine; with `stele-sql` on
/// the class path it is a `SqlView`.
public interface View {

    /// Names the view in `GET /api/views/{name}`: lower snake case, unique in its service.
    String name();
}
