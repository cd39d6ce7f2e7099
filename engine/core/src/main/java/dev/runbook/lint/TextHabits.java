package dev.runbook.lint;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import java.util.regex.Pattern;

/** Values of variables that YAML 1.1, and so Ansible, reads as a boolean or number, and that are something else here. */
final class TextHabits implements Rule {
    private static final Pattern TRUE = Pattern.compile("yes|Yes|YES|on|On|ON");
    private static final Pattern FALSE = Pattern.compile("no|No|NO|off|Off|OFF");
    private static final Pattern OCTAL = Pattern.compile("0[0-7]+");
    private static final Pattern OCTAL_NUMBER = Pattern.compile("0o([0-7]+)");
    /** Where the text is what is wanted. */
    private static final Pattern MODE = Pattern.compile("(?i).*(?:mode|mask|perm).*");

    @Override
    public void check(Subject subject, Diagnostics found) {
        Walk.commons(subject.runbook())
                .flatMap(common -> common.vars().stream())
                .forEach(variable -> check(variable.key().text(), variable.value(), found));
    }

    private static void check(String name, Node value, Diagnostics found) {
        switch (value) {
            case Node.ScalarNode scalar -> check(name, scalar, found);
            case Node.SequenceNode sequence -> sequence.items().forEach(item -> check(name, item, found));
            case Node.MappingNode mapping -> mapping.entries()
                    .forEach(entry -> check(name + "." + entry.key().text(), entry.value(), found));
        }
    }

    private static void check(String name, Node.ScalarNode scalar, Diagnostics found) {
        String text = scalar.text();
        if (scalar.quoted() || !scalar.tag().isEmpty()) {
            return;
        }
        boolean yes = TRUE.matcher(text).matches();
        if (yes || FALSE.matcher(text).matches()) {
            say(found, scalar, "`" + text + "` is text here, not a boolean",
                    "write `" + yes + "`; if the text is meant, quote it: `\"" + text + "\"`");
        } else if (OCTAL.matcher(text).matches() && !MODE.matcher(name).matches()) {
            say(found, scalar, "`" + text + "` is text here, not a number",
                    "leave out the `0` in front; if the text is meant, quote it: `\"" + text + "\"`");
        } else if (OCTAL_NUMBER.matcher(text).matches() && MODE.matcher(name).matches()) {
            String digits = text.substring(2);
            say(found, scalar, "`" + text + "` is the number " + Long.parseLong(digits, 8) + " here, not a file mode",
                    "write `0" + digits + "`");
        }
    }

    private static void say(Diagnostics found, Node.ScalarNode scalar, String summary, String hint) {
        found.warning(Codes.YAML_HABIT.id(), scalar.span(), summary, hint);
    }
}
