package dev.runbook.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every code a {@link Diagnostic} can have, with what it means. The reference page of errors is made from it. A new
 * kind of diagnostic is added here, in the part of its room.
 */
public enum Codes {
    // Files.
    FILE_MISSING("A file that was named does not exist."),
    FILE_UNREADABLE("A file that was named exists but cannot be read: it is a directory, or permission is missing."),
    FILE_BINARY("A file holds something other than UTF-8 text."),
    FILE_TOO_LARGE("A file is larger than any runbook, inventory or template should be."),

    // YAML.
    YAML_SYNTAX("The text is not valid YAML."),
    YAML_TAB("A line is indented with a tab; YAML allows only spaces there."),
    YAML_INDENTATION("A line's indentation fits nothing above it."),
    YAML_COLON("A `:` is missing after a key, or a value holds `: ` and is not quoted."),
    YAML_QUOTE("A value begins with a character that means something to YAML, and must be quoted."),
    YAML_AFTER_QUOTE("Something follows the closing quote of a value."),
    YAML_UNCLOSED("A quote, bracket or brace is not closed."),
    YAML_ESCAPE("A backslash in double quotes is followed by something that is no escape."),
    YAML_CHARACTER("A character that YAML does not allow."),
    YAML_KEY("A key is missing, or is something other than text."),
    YAML_TAG("A tag other than `!secret` and `!file`, or a tag where it cannot stand."),
    YAML_ALIAS("An alias `*name` without an anchor `&name` before it."),
    YAML_MERGE("A merge key `<<` whose value is no mapping."),
    YAML_DOCUMENTS("A file holds more than one YAML document."),
    YAML_LIMIT("The text is too large, nested too deeply, or its aliases stand for too much."),
    DUPLICATE_KEY("A key appears twice in one mapping; one of the two would be ignored."),

    // Runbooks.
    EMPTY_RUNBOOK("A runbook without a play."),
    WRONG_SHAPE("A value of the wrong kind: a mapping where a list is expected, text where a number is."),
    MISSING_VALUE("A keyword with nothing after it."),
    MISSING_HOSTS("A play that does not say on which hosts it runs."),
    TASKS_NOT_PLAYS("A list of tasks where a list of plays is expected."),
    PLAY_NOT_TASK("A play where a task is expected."),
    UNKNOWN_KEYWORD("A key that is neither a keyword nor a module."),
    MISPLACED_KEYWORD("A keyword that exists, but not at this level."),
    UNSUPPORTED_KEYWORD("A keyword of the language that this version does not carry out yet."),
    FOREIGN_KEYWORD("A keyword of Ansible that does not exist here; the message says what to use."),
    UNKNOWN_MODULE("A task names a module that does not exist."),
    NO_MODULE("A task that names no module, and so does nothing."),
    SEVERAL_MODULES("A task that names more than one module."),
    KEY_VALUE_ARGUMENTS("Arguments written as `name=value` text; they are a mapping here."),
    INVALID_NAME("A name of a variable that is no identifier."),
    RESERVED_NAME("A name of a variable that the engine itself defines."),
    TEMPLATE_IN_CONDITION("`@{ }` or `{{ }}` in a keyword that is an expression by itself."),
    JINJA_BRACES("`{{ }}` where `@{ }` was meant."),
    UNKNOWN_HANDLER("A task notifies a handler that its play does not have."),
    DUPLICATE_HANDLER("Two handlers of a play have the same name; only the first would run."),
    UNREACHABLE_HANDLER("A handler without a name cannot be notified."),
    USELESS_KEYWORD("A keyword that does nothing without another one."),

    // Expressions and templates.
    SYNTAX("An expression or a template cannot be read."),
    NOT_ALLOWED("An expression tries what expressions must not: Java's classes and objects, assignments, statements."),
    NOT_SUPPORTED("An expression or a template uses a part of MVEL that does not exist here."),
    JINJA_SYNTAX("An expression is written as in Jinja; the message says how it is written here."),
    UNCLOSED_EXPRESSION("A `@{`, or a directive of a template, without its `}`."),
    UNCLOSED_BLOCK("A block of a template without its `@end{}`."),
    STRAY_BLOCK("An `@else{}` or `@end{}` of a template that belongs to nothing."),
    UNKNOWN_VARIABLE("A variable that nothing defines."),
    UNKNOWN_PROPERTY("A map that does not have the key asked for."),
    UNKNOWN_FUNCTION("A function that does not exist."),
    UNKNOWN_METHOD("A method that values of this kind do not have."),
    INDEX_OUT_OF_RANGE("A list or text is shorter than the position asked for."),
    NULL_VALUE("A key or method is asked of null."),
    WRONG_ARGUMENTS("A function or method got too many or too few arguments, or one it can do nothing with."),
    WRONG_TYPE("A value of a kind that cannot be used in this place."),
    NOT_BOOLEAN("Something other than true or false where a condition is expected."),
    DIVISION_BY_ZERO("A number is divided by zero."),
    LIMIT_EXCEEDED("An expression takes too long, makes too much, or is nested too deeply."),
    NO_DECRYPTOR("A value with `!secret` cannot be read because no key is given."),
    MISSING_FILE("A file named in a runbook does not exist or cannot be read."),
    INTERNAL_ERROR("A defect of the engine; please report it."),
    ;

    private final String explanation;

    Codes(String explanation) {
        this.explanation = explanation;
    }

    /** As in {@link Diagnostic#code()}: {@code unknown-module}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One sentence. */
    public String explanation() {
        return explanation;
    }

    public static Optional<Codes> of(String id) {
        return Arrays.stream(values()).filter(code -> code.id().equals(id)).findFirst();
    }
}
