package dev.runbook.modules.system.account;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.host.ShadowStatus;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The day an account is closed: in parameters and states as text, on the host as days since 1970. */
final class Expiry {
    static final String NEVER = "never";

    private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

    private Expiry() {}

    /**
     * The text in the form in which states hold it, or null.
     *
     * @throws InvalidParameterException where it is no day
     */
    static @Nullable String parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String day = text.strip();
        if (day.isEmpty() || day.equals(NEVER)) {
            return NEVER;
        }
        try {
            if (day.matches("-?[0-9]{1,12}(\\.[0-9]*)?")) {
                BigDecimal seconds = new BigDecimal(day);
                return seconds.signum() < 0 ? NEVER : text(seconds.divideToIntegralValue(DAY).longValue());
            }
            return LocalDate.parse(day).toString();
        } catch (DateTimeParseException e) {
            throw new InvalidParameterException(
                    "expires", "\"" + day + "\" is no day: expected 2027-01-31, seconds since 1970, or never");
        }
    }

    static String text(long days) {
        return days == ShadowStatus.NEVER ? NEVER : LocalDate.ofEpochDay(days).toString();
    }

    static long days(String text) {
        return text.equals(NEVER) ? ShadowStatus.NEVER : LocalDate.parse(text).toEpochDay();
    }
}
