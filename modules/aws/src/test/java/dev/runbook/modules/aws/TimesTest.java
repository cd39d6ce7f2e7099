package dev.runbook.modules.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runbook.api.InvalidParameterException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final Instant NOW = Instant.parse("2024-10-03T14:25:36.789Z");

    @ParameterizedTest
    @CsvSource({
        "2024-09-27, 2024-09-27T00:00:00Z",
        "2024-09-27T10:11, 2024-09-27T10:11:00Z",
        "2024-09-27 10:11:12, 2024-09-27T10:11:12Z",
        "2024-09-27T10:11:12.345Z, 2024-09-27T10:11:12.345Z",
        "2024-09-27T10:11:12+02:00, 2024-09-27T08:11:12Z",
        "2024-09-27T10:11:12+0200, 2024-09-27T08:11:12Z",
        "1727430000000, 2024-09-27T09:40:00Z",
        "now, 2024-10-03T14:00:00Z",
        "-7d, 2024-09-26T00:00:00Z",
        "-1w, 2024-09-26T00:00:00Z",
        "-0d, 2024-10-03T00:00:00Z",
        "-3h, 2024-10-03T11:00:00Z",
        "-30m, 2024-10-03T13:55:00Z"
    })
    void isRead(String text, String time) {
        assertEquals(time, Times.show(Times.millis("from", text, NOW)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "7d", "-7", "-7y", "2024-02-30", "2024-09-27T25:00", "1727430000", "1960-01-01"})
    void isRefused(String text) {
        var refusal = assertThrows(InvalidParameterException.class, () -> Times.millis("from", text, NOW));
        assertEquals("from", refusal.parameter());
    }

    @Test
    void theSameWordsMeanTheSameTimeSoonAfter() {
        assertEquals(Times.millis("from", "-7d", NOW), Times.millis("from", "-7d", NOW.plusSeconds(3600)));
    }
}
