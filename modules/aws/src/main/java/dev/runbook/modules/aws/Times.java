package dev.runbook.modules.aws;

import dev.runbook.api.InvalidParameterException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as a task writes them. */
final class Times {
    private static final Pattern AGO = Pattern.compile("-\\s*([0-9]{1,6})\\s*([mhdw])");
    private static final Pattern MILLIS = Pattern.compile("[0-9]{12,14}");

    private Times() {}

    /**
     * A time in milliseconds since 1970.
     *
     * @param text ISO 8601 (UTC where it names no offset), milliseconds since 1970, {@code now}, or a duration before now
     *     ({@code -7d}). What is relative is rounded down, a duration to its own unit and {@code now} to the hour, so that
     *     the same words mean the same time when they are soon said again
     * @throws InvalidParameterException naming the parameter
     */
    static long millis(String parameter, String text, Instant now) {
        String said = text.strip();
        if (said.equals("now")) {
            return now.truncatedTo(ChronoUnit.HOURS).toEpochMilli();
        }
        Matcher ago = AGO.matcher(said);
        if (ago.matches()) {
            ChronoUnit unit = switch (ago.group(2)) {
                case "m" -> ChronoUnit.MINUTES;
                case "h" -> ChronoUnit.HOURS;
                default -> ChronoUnit.DAYS;
            };
            long amount = Long.parseLong(ago.group(1)) * (ago.group(2).equals("w") ? 7 : 1);
            return Math.max(0, now.truncatedTo(unit).minus(amount, unit).toEpochMilli());
        }
        if (MILLIS.matcher(said).matches()) {
            return Long.parseLong(said);
        }
        try {
            long millis = absolute(said).toEpochMilli();
            if (millis >= 0) {
                return millis;
            }
        } catch (DateTimeException notATime) {
            // said below
        }
        throw new InvalidParameterException(
                parameter,
                "\"" + text + "\" is no time; expected one such as 2024-09-27, 2024-09-27T10:00:00Z, -7d or now");
    }

    private static Instant absolute(String text) {
        String iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
        if (iso.indexOf('T') < 0) {
            return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return iso.matches(".*(Z|[+-]\\d{2}:?\\d{2})$")
                ? OffsetDateTime.parse(iso.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2")).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    /** For people: {@code 2024-09-27T10:00:00Z}. */
    static String show(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
