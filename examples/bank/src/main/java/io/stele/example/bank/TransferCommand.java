package io.stele.example.bank;

import io.stele.sdk.Internal;
import java.util.Optional;

/// What can be asked of a transfer.
public sealed interface TransferCommand {

    /// @param acceptWithinSeconds how long the other side has to accept it; absent: a day
    record RequestTransfer(
            String from, String to, long amount, Optional<Integer> acceptWithinSeconds)
            implements TransferCommand {}

    record AcceptTransfer() implements TransferCommand {}

    /// What only the process says to itself.
    @Internal
    sealed interface Step extends TransferCommand {
        record Offer() implements Step {}

        record Fail(String reason) implements Step {}

        record Expire() implements Step {}

        record GiveUp(String reason) implements Step {}

        record Complete() implements Step {}

        record ConfirmReturn() implements Step {}
    }
}
