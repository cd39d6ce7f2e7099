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

    // Inventory and variables.
    INVENTORY_MISSING("`-i` names neither a file, nor a directory, nor a list of hosts with a comma in it."),
    UNSUPPORTED_INVENTORY("An inventory of a kind that cannot be read: a program, or the configuration of a plugin."),
    EMPTY_INVENTORY("An inventory that names no hosts."),
    UNKNOWN_INVENTORY_KEY("A key in a group of a YAML inventory other than `hosts`, `children` and `vars`."),
    UNKNOWN_GROUP("A group is named as a child, or given variables, but nothing defines it."),
    CYCLIC_GROUPS("A group contains itself, directly or through others."),
    GROUP_AS_HOST("The name of a group stands where a host is expected."),
    GROUP_EXPECTED("Something other than the name of a group stands where one is expected."),
    HOST_EXPECTED("Something other than the name of a host stands where one is expected."),
    VARIABLE_EXPECTED("Something other than `key=value` stands where a variable is expected."),
    INVALID_SECTION("A section of an INI inventory other than [group], [group:children] and [group:vars]."),
    INVALID_GROUP_NAME("A name that no group can have."),
    INVALID_HOST_NAME("A name that no host can have."),
    INVALID_PORT("A port that is no number from 1 to 65535."),
    INVALID_PRIORITY("An `ansible_group_priority` that is no whole number."),
    BAD_RANGE("A range of hosts, `web[1:9]`, that is malformed, empty or far too large."),
    UNCLOSED_QUOTE("A quote in an INI inventory or in `-e` is not closed."),
    UNKNOWN_HOST_PATTERN("A pattern names something that is neither a host nor a group."),
    INVALID_HOST_PATTERN("A host pattern that cannot be understood."),
    EMPTY_HOST_PATTERN("A host pattern that matches nothing in this inventory."),
    HOST_PATTERN_OUT_OF_RANGE("A position in a host pattern, `web[5]`, beyond the hosts of the group."),
    CYCLIC_VARIABLE("The values of variables depend on each other in a circle."),

    // Modules and their parameters.
    UNUSABLE_MODULE("A module, or a jar in the modules directory, cannot be used; the others can."),
    UNKNOWN_PARAMETER("A task gives a parameter that its module does not have."),
    MISSING_PARAMETER("A task does not give a parameter that its module needs."),
    DUPLICATE_PARAMETER("A task gives one parameter twice, perhaps under two of its names."),
    WRONG_TYPE("A value that a parameter's type does not allow."),
    INVALID_PARAMETER("A value that the type allows, but the module does not."),
    COMMA_IN_VALUE("A parameter that takes a list has one value with commas in it."),
    MISSING_FILE("A task names a file or template that is in none of the places searched."),
    UNREADABLE_FILE("A file that a task names is there, but cannot be read."),
    MODULE_BUG("A module behaves in a way that it must not; tell its author."),
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
