package dev.runbook.modules.system.packaging;

import dev.runbook.api.InvalidParameterException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code name}.
 *
 * @param text as apt-get takes it
 * @param name without the version; with the architecture where one is named
 * @param version exact or with globs; "" for any
 */
record PackageRequest(String text, String name, String version) {
    private static final Pattern ENTRY = Pattern.compile(
            "([a-z0-9*?\\[][a-z0-9+.*?\\[\\]-]*[a-z0-9+*?\\]]|[a-z0-9*])((?::[a-z0-9-]+)?)(?:=([A-Za-z0-9.+~:*?-]+))?");

    static PackageRequest parse(String text) {
        Matcher matcher = ENTRY.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidParameterException(
                    "name",
                    "\"" + text + "\" cannot be a package: expected a name in lower case, such as nginx or nginx=1.22*");
        }
        return new PackageRequest(
                text, matcher.group(1) + matcher.group(2), matcher.group(3) == null ? "" : matcher.group(3));
    }

    boolean glob() {
        return name.contains("*") || name.contains("?") || name.contains("[");
    }

    /** Whether this version is one that was asked for. */
    boolean accepts(String installed) {
        return version.isEmpty() || globMatches(version, installed);
    }

    static boolean globMatches(String glob, String text) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return text.matches(regex.toString());
    }
}
