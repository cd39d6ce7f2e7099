package dev.runbook.modules.system.file;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.modules.system.file.LineInFileModule.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The text that lineinfile wants, from the text that is there. Lines keep the ends they have. */
final class LineEdit {
    private static final Pattern LINES = Pattern.compile("[^\n]*\n|[^\n]+");
    private static final Pattern REFERENCE = Pattern.compile("\\\\(?:g<(\\w+)>|(\\d{1,2})|(.))", Pattern.DOTALL);

    private LineEdit() {}

    static @Nullable Pattern compile(String parameter, @Nullable String regexp) {
        if (regexp == null) {
            return null;
        }
        String java = regexp.replace("(?P<", "(?<").replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>").replace("\\Z", "\\z");
        try {
            return Pattern.compile(java, Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw new InvalidParameterException(parameter,
                    "not a regular expression: " + e.getDescription() + " near character " + (e.getIndex() + 1));
        }
    }

    static String edited(String text, Parameters parameters) {
        List<String> lines = new ArrayList<>(LINES.matcher(text).results().map(result -> result.group()).toList());
        if (parameters.state() == LineInFileModule.Presence.ABSENT) {
            remove(lines, parameters);
        } else {
            put(lines, parameters, parameters.line() == null ? "" : parameters.line());
        }
        return String.join("", lines);
    }

    private static void remove(List<String> lines, Parameters parameters) {
        Pattern regexp = compile("regexp", parameters.regexp());
        lines.removeIf(line -> regexp != null
                ? regexp.matcher(line).find()
                : parameters.searchString() != null
                        ? line.contains(parameters.searchString())
                        : chomped(line).equals(parameters.line()));
    }

    private static void put(List<String> lines, Parameters parameters, String line) {
        int match = lastMatch(lines, parameters);
        if (match >= 0) {
            String text = parameters.backrefs() ? expanded(lines.get(match), parameters, line) : line;
            lines.set(match, ended(text));
            return;
        }
        int equal = -1;
        int place = -1;
        String around = parameters.insertafter() != null ? parameters.insertafter() : parameters.insertbefore();
        boolean edge = around == null || around.equals("EOF") || around.equals("BOF");
        Pattern anchor = edge ? null : compile("insertafter", around);
        boolean after = parameters.insertafter() != null;
        for (int i = 0; i < lines.size(); i++) {
            if (chomped(lines.get(i)).equals(line)) {
                equal = i;
            } else if (anchor != null && anchor.matcher(lines.get(i)).find()) {
                place = place >= 0 && parameters.firstmatch() ? place : after ? i + 1 : i;
            }
        }
        if (equal >= 0) {
            lines.set(equal, ended(line));
        } else if (!parameters.backrefs()) {
            insert(lines, line, "BOF".equals(around) ? 0 : place, after);
        }
    }

    private static void insert(List<String> lines, String line, int place, boolean after) {
        if (place < 0 || (after && place == lines.size())) {
            if (!lines.isEmpty() && !lines.getLast().endsWith("\n") && !lines.getLast().endsWith("\r")) {
                lines.set(lines.size() - 1, lines.getLast() + "\n");
            }
            lines.add(ended(line));
        } else {
            lines.add(place, ended(line));
        }
    }

    private static int lastMatch(List<String> lines, Parameters parameters) {
        Pattern regexp = compile("regexp", parameters.regexp());
        int found = -1;
        for (int i = 0; i < lines.size() && (found < 0 || !parameters.firstmatch()); i++) {
            boolean matches = regexp != null
                    ? regexp.matcher(lines.get(i)).find()
                    : parameters.searchString() != null && lines.get(i).contains(parameters.searchString());
            found = matches ? i : found;
        }
        return found;
    }

    private static String expanded(String matched, Parameters parameters, String line) {
        Pattern regexp = compile("regexp", parameters.regexp());
        Matcher groups = regexp == null ? null : regexp.matcher(matched);
        if (groups == null || !groups.find()) {
            return line;
        }
        StringBuilder text = new StringBuilder();
        Matcher reference = REFERENCE.matcher(line);
        while (reference.find()) {
            reference.appendReplacement(text, Matcher.quoteReplacement(value(groups, reference)));
        }
        return reference.appendTail(text).toString();
    }

    private static String value(Matcher groups, Matcher reference) {
        String name = reference.group(1);
        String number = name != null && name.chars().allMatch(Character::isDigit) ? name : reference.group(2);
        try {
            if (number != null || name != null) {
                String value = number != null ? groups.group(Integer.parseInt(number)) : groups.group(name);
                return value == null ? "" : value;
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new InvalidParameterException("line", "`regexp` has no group " + reference.group());
        }
        return switch (reference.group(3)) {
            case "n" -> "\n";
            case "t" -> "\t";
            case "\\" -> "\\";
            default -> reference.group();
        };
    }

    private static String chomped(String line) {
        return line.replaceFirst("[\r\n]+$", "");
    }

    private static String ended(String line) {
        return line.endsWith("\n") ? line : line + "\n";
    }
}
