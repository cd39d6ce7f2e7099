package dev.runbook.expression;

import static dev.runbook.expression.FunctionLibrary.optional;
import static dev.runbook.expression.FunctionLibrary.p;
import static dev.runbook.expression.FunctionLibrary.rest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Functions on files, paths, versions and time. */
final class SystemFunctions {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private SystemFunctions() {}

    static void define(FunctionLibrary.Builder library) {
        var text = p("text", Type.TEXT);
        var path = p("path", Type.TEXT);
        library.add("file", Type.TEXT, "The text in a file on this machine; a relative path starts beside the runbook.",
                        "file('motd.txt')", "'Welcome\\n'", SystemFunctions::file, path)
                .add("env", Type.ANY, "An environment variable of this machine; without a second argument it must be set.",
                        "env('NO_SUCH_VARIABLE', 'x')", "'x'", SystemFunctions::env, p("name", Type.TEXT), optional("otherwise", Type.ANY))
                .add("basename", Type.TEXT, "The last part of a path.", "basename('/etc/hosts')", "'hosts'",
                        a -> basename(a.text(0)), path)
                .add("dirname", Type.TEXT, "The path without its last part.", "dirname('/etc/hosts')", "'/etc'",
                        a -> dirname(a.text(0)), path)
                .add("join_path", Type.TEXT, "One path of several parts; a part that begins with / starts afresh.",
                        "join_path('/etc/', 'nginx', 'nginx.conf')", "'/etc/nginx/nginx.conf'", SystemFunctions::joinPath,
                        rest("part", Type.TEXT))
                .add("quote", Type.TEXT, "As one word of a shell command; a list as so many words.", "quote(\"it's\")",
                        "\"'it'\\\"'\\\"'s'\"", SystemFunctions::quote, p("value", Type.WORDS));
        library.add("version_compare", Type.INTEGER, "-1, 0 or 1: a version is older than, the same as or newer than another.",
                        "version_compare('2.10', '2.9')", "1", a -> (long) Versions.compare(a.words(0), a.words(1)),
                        p("version", Type.SCALAR), p("other", Type.SCALAR))
                .add("version_at_least", Type.BOOLEAN, "Whether a version is the same as or newer than another.",
                        "version_at_least('2.10', '2.9')", "true", a -> Versions.compare(a.words(0), a.words(1)) >= 0,
                        p("version", Type.SCALAR), p("least", Type.SCALAR))
                .add("now", Type.TEXT, "The current time in UTC, to the second, as ISO 8601.", "now()", "",
                        a -> a.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .add("date_format", Type.TEXT, "A time (ISO 8601 text or seconds since 1970) in a format of Java's DateTimeFormatter; "
                                + "in UTC, or the time zone named.",
                        "date_format('2026-01-31T13:05:00Z', 'd MMMM yyyy HH:mm', 'Europe/Berlin')", "'31 January 2026 14:05'",
                        SystemFunctions::dateFormat, p("time", Type.DATE), p("format", Type.TEXT), optional("zone", Type.TEXT))
                .add("timestamp", Type.INTEGER, "Seconds since 1970 of a time in ISO 8601.", "timestamp('1970-01-02T00:00:00Z')", "86400",
                        a -> instant(a.get(0)).getEpochSecond(), text);
    }

    private static String file(Arguments a) {
        return LocalFiles.read(a.options().base(), a.text(0));
    }

    private static @Nullable Object env(Arguments a) {
        String value = a.options().environment().get(a.text(0));
        if (value == null && !a.has(1)) {
            throw Arguments.fail(0, "names an environment variable that is not set", "give a second argument for that case: env(name, '')");
        }
        return value == null ? a.get(1) : value;
    }

    private static String basename(String path) {
        String trimmed = withoutSlashes(path);
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static String dirname(String path) {
        String trimmed = withoutSlashes(path);
        int slash = trimmed.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : withoutSlashes(trimmed.substring(0, slash));
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static String joinPath(Arguments a) {
        var out = new StringBuilder();
        for (int i = 0; i < a.count(); i++) {
            String part = a.text(i);
            if (part.startsWith("/")) {
                out.setLength(0);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != '/' && !part.isEmpty()) {
                out.append('/');
            }
            out.append(part);
            a.budget().text(out.length());
        }
        return out.toString();
    }

    private static String quote(Arguments a) {
        String quoted = a.get(0) instanceof List<?> list
                ? list.stream().map(item -> quoted(Values.text(item, a.budget()))).collect(Collectors.joining(" "))
                : quoted(a.words(0));
        a.budget().text(quoted.length());
        return quoted;
    }

    private static String quoted(String word) {
        return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\"'\"'") + "'";
    }

    private static String dateFormat(Arguments a) {
        DateTimeFormatter format;
        try {
            format = DateTimeFormatter.ofPattern(a.text(1), Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw Arguments.fail(1, "is not a date format", "formats look like yyyy-MM-dd HH:mm:ss; other letters stand in quotes");
        }
        ZoneId zone;
        try {
            zone = ZoneId.of(a.text(2, "UTC"));
        } catch (DateTimeException e) {
            throw Arguments.fail(2, "is not a time zone", "time zones look like UTC, Europe/Berlin or +02:00");
        }
        try {
            return format.format(instant(a.get(0)).atZone(zone));
        } catch (DateTimeException e) {
            throw Arguments.fail(1, "asks for something this time does not have");
        }
    }

    private static Instant instant(@Nullable Object value) {
        try {
            return value instanceof Number number
                    ? Instant.ofEpochSecond(number.longValue())
                    : OffsetDateTime.parse(String.valueOf(value)).toInstant();
        } catch (DateTimeException e) {
            throw Arguments.fail(0, "is not a time", "times look like 2026-01-31T13:05:00Z");
        }
    }

    /** Reads files of this machine. */
    static final class LocalFiles {
        private LocalFiles() {}

        static String read(Path base, String name) {
            try {
                Path path = base.resolve(name);
                if (Files.isDirectory(path)) {
                    throw Arguments.fail(0, "names a directory");
                }
                if (Files.size(path) > Budget.TEXT_LIMIT) {
                    throw Arguments.fail(0, "names a file larger than " + Budget.TEXT_LIMIT / 1024 / 1024 + " MiB");
                }
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(path))).toString();
            } catch (NoSuchFileException e) {
                throw Arguments.fail(0, "names a file that does not exist", "a relative path starts in " + base);
            } catch (CharacterCodingException e) {
                throw Arguments.fail(0, "names a file that is not UTF-8 text");
            } catch (InvalidPathException e) {
                throw Arguments.fail(0, "is not a path");
            } catch (IOException e) {
                throw Arguments.fail(0, "names a file that cannot be read");
            }
        }
    }
}
