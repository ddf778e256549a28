/// A bank: accounts and transfers, each with its commands, events and rules; what a transfer sets off
/// at the accounts; a view; and the service.
@NullMarked
package io.stele.example.bank;

import org.jspecify.annotations.NullMarked;
