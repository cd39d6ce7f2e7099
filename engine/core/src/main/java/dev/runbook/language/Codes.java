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
    FILE_MISSING("A file that was named is in none of the places searched."),
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
    DUPLICATE_HANDLER("Two handlers of a play have the same name; only the last would run."),
    UNREACHABLE_HANDLER("A handler without a name cannot be notified."),
    USELESS_KEYWORD("A keyword that does nothing without another one."),
    MISSING_ROLE("A role that was named does not exist."),
    ROLE_CYCLE("A role depends on itself."),
    IMPORT_CYCLE("A file imports itself, directly or by way of others."),
    INCLUDE_DEPTH("Includes that include themselves without end."),
    ARGUMENT_SPEC("An argument spec of a role that says something unusable."),
    MISSING_PROMPT("A variable of `vars_prompt` has no value: nobody could be asked, and it has no default."),

    // Expressions and templates.
    SYNTAX("An expression that cannot be read."),
    JINJA_SYNTAX("A form of Ansible's expressions that is written otherwise here."),
    NOT_ALLOWED("Something an expression may not do: make objects, reach classes, assign."),
    NOT_SUPPORTED("A form of expressions that does not exist here."),
    UNCLOSED_EXPRESSION("An `@{` without its `}`."),
    UNCLOSED_BLOCK("A block of a template without its `@end{}`."),
    STRAY_BLOCK("An `@else{}` or `@end{}` outside of a block."),
    UNKNOWN_VARIABLE("A variable that is not defined."),
    UNKNOWN_FUNCTION("A function that does not exist."),
    UNKNOWN_METHOD("A method that values of this type do not have."),
    UNKNOWN_PROPERTY("A key that a mapping does not have."),
    WRONG_ARGUMENTS("A function or method is given too many or too few arguments."),
    NOT_BOOLEAN("A condition that is neither true nor false."),
    NULL_VALUE("Something is looked up in a value that is null."),
    INDEX_OUT_OF_RANGE("A list has no item at this place."),
    DIVISION_BY_ZERO("A number is divided by zero."),
    CYCLIC_VARIABLE("A variable depends on itself."),
    LIMIT_EXCEEDED("An expression or template takes too many steps, or its result is too large."),
    NO_DECRYPTOR("An encrypted value, and no key to read it with."),
    INTERNAL_ERROR("A defect of the engine itself; please report it."),

    // Runs.
    NO_TASKS("The tags that are given select no task."),

    // Inventories.
    INVENTORY_MISSING("An inventory that was named does not exist."),
    EMPTY_INVENTORY("An inventory without hosts."),
    INVENTORY_NOT_EXECUTABLE("An inventory that begins like a script, but may not be run."),
    INVENTORY_PROGRAM_FAILED("A program that should print an inventory cannot be started, fails or takes too long."),
    INVENTORY_NOT_JSON("A program that should print an inventory prints something that is not JSON."),
    UNUSED_HOST_VARIABLES("A program prints variables of a host that is in none of its groups."),
    UNKNOWN_INVENTORY_SOURCE("The `plugin` of an inventory names a source that does not exist."),
    INVENTORY_SOURCE_FAILED("A source of inventory cannot say which hosts there are."),
    UNKNOWN_INVENTORY_KEY("A key of a group other than `hosts`, `children` and `vars`."),
    GROUP_EXPECTED("Something other than a group where the name of a group belongs."),
    HOST_EXPECTED("Something other than a host where the name of a host belongs."),
    VARIABLE_EXPECTED("A word that should be `key=value`."),
    GROUP_AS_HOST("The name of a group among hosts."),
    CYCLIC_GROUPS("A group that is its own child."),
    UNKNOWN_GROUP("A group that the inventory does not define."),
    INVALID_SECTION("A section of an INI inventory other than [group], [group:children] and [group:vars]."),
    INVALID_GROUP_NAME("A name that a group cannot have."),
    INVALID_HOST_NAME("A name that a host cannot have."),
    INVALID_PORT("Something other than a port number."),
    INVALID_PRIORITY("A group's priority that is no number."),
    BAD_RANGE("A range of hosts that cannot be counted."),
    UNCLOSED_QUOTE("A quote that is not closed on its line."),
    INVALID_HOST_PATTERN("A pattern of hosts that cannot be read."),
    EMPTY_HOST_PATTERN("A glob or regular expression that no host or group of the inventory matches."),
    UNKNOWN_HOST_PATTERN("A pattern names something that is neither a host nor a group."),
    HOST_PATTERN_OUT_OF_RANGE("A pattern picks a host that its group does not have."),

    // Modules and their parameters.
    UNUSABLE_MODULE("A module, or a jar in the modules directory, cannot be used; the others can."),
    UNKNOWN_PARAMETER("A task gives a parameter that its module does not have."),
    MISSING_PARAMETER("A task does not give a parameter that its module needs."),
    DUPLICATE_PARAMETER("A task gives one parameter twice, perhaps under two of its names."),
    WRONG_TYPE("A value of the wrong type for a parameter, or for what an expression does with it."),
    INVALID_PARAMETER("A value that the type allows, but the module does not."),
    COMMA_IN_VALUE("A parameter that takes a list has one value with commas in it."),
    MODULE_BUG("A module behaves in a way that it must not; tell its author."),

    // Runs.
    NO_HOSTS("A play, or what `--limit` leaves of it, has no hosts."),
    START_AT_MISSING("No task has the name that `--start-at` asks for."),
    UNKNOWN_CONNECTION("A connection other than `ssh` and `local`."),
    UNKNOWN_BECOME_METHOD("A way to become another user other than `sudo` and `su`."),
    LOOP_NOT_A_LIST("The expression of a `loop` gives something that cannot be repeated over."),
    UNKNOWN_VALUE("A task depends on a value that does not exist, such as the result of a skipped task."),

    // Warnings of `lint`.
    UNUSED_VARIABLE("A variable of `vars` that nothing uses."),
    UNUSED_REGISTER("A result that a task registers and nothing uses."),
    UNUSED_HANDLER("A handler that nothing notifies."),
    CONSTANT_CONDITION("A condition that depends on no variable, and so has the same answer every time."),
    SHADOWED_VARIABLE("A loop variable that has the name of another variable."),
    MODULE_EXISTS("A command, where a module does the same and can say beforehand what it would change."),
    NEEDLESS_SHELL("A `shell` whose text needs no shell."),
    SECRET_MODE("A file that seems to hold a secret, and that every user of the host can read."),
    YAML_HABIT("A value that YAML 1.1 reads as a boolean or number, and that is something else here."),
    LATEST_STATE("`state: latest`, which installs another version on another day."),
    UNNAMED_TASK("A task without a name; said with `lint --strict` only."),
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
