/// A second service: tells the bank's customers what happens to their accounts. It has a process and
/// a database of its own, knows of the bank what its events say, and gets them through a consumer
/// group.
@NullMarked
package io.stele.example.notifications;

import org.jspecify.annotations.NullMarked;
