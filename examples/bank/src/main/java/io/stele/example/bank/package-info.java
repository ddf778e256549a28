/// A bank in five files: commands, events, the account with its rules, a view, and the service.
@NullMarked
package io.stele.example.bank;

import org.jspecify.annotations.NullMarked;
