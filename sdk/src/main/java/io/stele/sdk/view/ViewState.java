package io.stele.sdk.view;

/// What a view is doing.
public enum ViewState {
    /// Applies history.
    CATCHING_UP("catching-up"),
    /// Has applied all there was, and applies what comes.
    LIVE("live"),
    /// Applies nothing until told to: somebody paused it, or its code has changed.
    PAUSED("paused"),
    /// Stopped at an event that it cannot apply; see [ViewFailure].
    FAILED("failed");

    private final String text;

    ViewState(String text) {
        this.text = text;
    }

    /// As written in answers.
    @Override
    public String toString() {
        return text;
    }
}
