package io.stele.example.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.example.notifications.BankEvent.AccountOpened;
import io.stele.example.notifications.BankEvent.MoneyArrived;
import io.stele.example.notifications.BankEvent.MoneyWent;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationsTest {

    @Test
    void aLetterSaysWhatHappenedAndWhatIsLeft(@TempDir Path directory) throws Exception {
        Letters letters = new Letters(directory.resolve("own.db").toString());
        try (Connection connection = letters.open()) {
            Letters.write(connection, "1", new AccountOpened("ann"));
            Letters.write(connection, "1", new MoneyArrived(100));
            Letters.write(connection, "1", new MoneyWent(30));
        }
        assertThat(letters.about("1"))
                .containsExactly(
                        "dear ann, welcome; you have 0",
                        "dear ann, 100 arrived; you have 100",
                        "dear ann, 30 went; you have 70");
        assertThat(letters.about("2")).isEmpty();
    }
}
