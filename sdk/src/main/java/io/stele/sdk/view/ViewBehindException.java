package io.stele.sdk.view;

import io.stele.model.Position;

/// A view did not get to a position in time, or has failed before it. What it has applied stays;
/// whoever can wait longer may ask again.
public final class ViewBehindException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String view;
    private final transient ViewProgress progress;

    public ViewBehindException(String view, Position wanted, ViewProgress progress) {
        super(
                "view %s has applied the log up to %d, and not up to %s%s"
                        .formatted(
                                view,
                                progress.applied().next() - 1,
                                wanted,
                                progress.failure().map(why -> ": it " + why).orElse("")));
        this.view = view;
        this.progress = progress;
    }

    public String view() {
        return view;
    }

    /// How far it was.
    public ViewProgress progress() {
        return progress;
    }
}
