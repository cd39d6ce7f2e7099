package dev.runbook.modules.system.account;

import dev.runbook.api.InvalidParameterException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand in the databases of users and groups. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,254}\\$?");

    private Names() {}

    /** @throws InvalidParameterException unless it can be the name of a user or group that is to be made */
    static void requireName(String parameter, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidParameterException(
                    parameter,
                    "\"" + name + "\" cannot be a name: expected letters, digits, '_', '-' and '.', beginning with a"
                            + " letter, digit or '_'");
        }
        if (name.chars().allMatch(Character::isDigit)) {
            throw new InvalidParameterException(
                    parameter, "\"" + name + "\" cannot be a name: it would be taken for a number");
        }
    }

    /** A field of an entry: one line without the separator. */
    static void requireField(String parameter, @Nullable String value) {
        if (value != null && value.chars().anyMatch(c -> c == ':' || c < ' ' || c == 127)) {
            throw new InvalidParameterException(parameter, "must be one line without ':'");
        }
    }

    static void requireAbsolute(String parameter, @Nullable String path) {
        requireField(parameter, path);
        if (path != null && !path.startsWith("/")) {
            throw new InvalidParameterException(parameter, "expected an absolute path, not \"" + path + "\"");
        }
    }

    static void requireNumber(String parameter, @Nullable Integer number) {
        if (number != null && number < 0) {
            throw new InvalidParameterException(parameter, "expected a number from 0 up, not " + number);
        }
    }
}
