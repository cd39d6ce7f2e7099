package dev.runbook.language;

import static dev.runbook.language.Keywords.Level.BLOCK;
import static dev.runbook.language.Keywords.Level.HANDLER;
import static dev.runbook.language.Keywords.Level.PLAY;
import static dev.runbook.language.Keywords.Level.TASK;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keywords of the language: where each may stand, what it takes, and what it does. */
public final class Keywords {
    private static final Set<Level> EVERYWHERE = EnumSet.allOf(Level.class);
    private static final Set<Level> NOT_PLAY = EnumSet.of(BLOCK, TASK, HANDLER);
    private static final Set<Level> TASKS = EnumSet.of(TASK, HANDLER);
    private static final Map<String, Keyword> ALL = table();

    private Keywords() {}

    /** Where a keyword may stand. */
    public enum Level {
        PLAY,
        BLOCK,
        TASK,
        HANDLER;

        /** {@code a play}. */
        public String phrase() {
            return "a " + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a keyword takes. */
    public enum Shape {
        /** Any text, which may hold expressions. */
        TEXT,
        /** {@code true} or {@code false}, or an expression. */
        BOOLEAN,
        /** A whole number, or an expression. */
        COUNT,
        /** Seconds or a number with a unit, or an expression. */
        DURATION,
        /** A bare expression, or a list of them that must all hold. */
        CONDITIONS,
        /** The name of a variable. */
        VARIABLE,
        /** A mapping whose keys are names of variables. */
        VARIABLES,
        /** A text or a list of texts. */
        TEXTS,
        /** Tags: a list, or text with commas. */
        TAGS,
        /** A mapping or an expression. */
        MAPPING,
        /** A list, a mapping or an expression. */
        LOOP,
        LOOP_CONTROL,
        /** A list of tasks and blocks. */
        STEPS,
        /** A list of handlers. */
        HANDLERS,
        /** A pattern or a list of patterns. */
        HOSTS,
        /** A list of roles: names, or mappings with {@code role}. */
        ROLES,
        /** A list of mappings with {@code name} and {@code prompt}. */
        PROMPTS,
        /** A number, a percentage, or a list of these. */
        SERIAL,
        /** A number from 0 to 100, or an expression. */
        PERCENTAGE,
        /** A mapping of modules to mappings of parameters. */
        DEFAULTS
    }

    /**
     * @param supported whether this version carries it out; where not, using it is an error
     * @param values the literals it is limited to; empty for no limit
     * @param summary one sentence
     */
    public record Keyword(
            String name, Set<Level> levels, Shape shape, boolean supported, List<String> values, String summary) {
        public Keyword {
            levels = Set.copyOf(levels);
            values = List.copyOf(values);
        }

        /** Whether it may be written with nothing after it: a list whose items are commented out. */
        boolean mayBeEmpty() {
            return switch (shape) {
                case STEPS -> !name.equals("block");
                case HANDLERS, VARIABLES, MAPPING, TAGS, ROLES, PROMPTS, DEFAULTS -> true;
                case TEXTS -> !name.equals("listen");
                case TEXT, BOOLEAN, COUNT, DURATION, CONDITIONS, VARIABLE, LOOP, LOOP_CONTROL, HOSTS, SERIAL,
                        PERCENTAGE -> false;
            };
        }
    }

    /** Every keyword, in the order of the reference. */
    public static List<Keyword> all() {
        return List.copyOf(ALL.values());
    }

    public static Optional<Keyword> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** The names that may stand at a level. */
    public static List<String> names(Level level) {
        return ALL.values().stream().filter(k -> k.levels().contains(level) && k.supported()).map(Keyword::name).toList();
    }

    /** {@code a play, a block or a task}. */
    static String phrase(Set<Level> levels) {
        List<String> phrases = levels.stream().sorted().map(Level::phrase).toList();
        return phrases.size() == 1
                ? phrases.getFirst()
                : String.join(", ", phrases.subList(0, phrases.size() - 1)) + " or " + phrases.getLast();
    }

    private static Map<String, Keyword> table() {
        var rows = new ArrayList<Keyword>();
        Set<Level> play = EnumSet.of(PLAY);
        Set<Level> block = EnumSet.of(BLOCK);
        rows.add(of("name", EVERYWHERE, Shape.TEXT, "What it is called in output; a handler is notified by it."));
        rows.add(of("hosts", play, Shape.HOSTS, "The hosts a play runs on: a pattern or a list of patterns."));
        rows.add(of("vars", EVERYWHERE, Shape.VARIABLES, "Variables, evaluated when used."));
        rows.add(of("vars_files", play, Shape.TEXTS, "Files with variables, relative to the runbook."));
        rows.add(of("gather_facts", play, Shape.BOOLEAN, "Whether facts are gathered; by default when one is used."));
        rows.add(of("pre_tasks", play, Shape.STEPS, "Tasks before all others; handlers they notify run after them."));
        rows.add(of("tasks", play, Shape.STEPS, "The tasks of a play, in order."));
        rows.add(of("post_tasks", play, Shape.STEPS, "Tasks after all others; handlers they notify run after them."));
        rows.add(of("handlers", play, Shape.HANDLERS, "Tasks that run at the end, once, when something notified them."));
        rows.add(of("when", NOT_PLAY, Shape.CONDITIONS, "Conditions under which it runs; all must hold."));
        rows.add(of("block", block, Shape.STEPS, "Tasks that share keywords, and failures of which can be handled."));
        rows.add(of("rescue", block, Shape.STEPS, "Tasks that run when one of the block has failed."));
        rows.add(of("always", block, Shape.STEPS, "Tasks that run after block and rescue, whatever happened."));
        rows.add(of("tags", EVERYWHERE, Shape.TAGS, "Tags by which tasks are selected on the command line."));
        rows.add(of("become", EVERYWHERE, Shape.BOOLEAN, "Whether to act as another user."));
        rows.add(of("become_user", EVERYWHERE, Shape.TEXT, "The user to act as; root by default."));
        rows.add(of("become_method", EVERYWHERE, Shape.TEXT, List.of("sudo", "su"), "How to become that user."));
        rows.add(of("environment", EVERYWHERE, Shape.MAPPING, "Environment variables of the commands that run."));
        rows.add(of("check_mode", EVERYWHERE, Shape.BOOLEAN, "Only predict, or do perform, whatever the command line says."));
        rows.add(of("diff", EVERYWHERE, Shape.BOOLEAN, "Whether differences are shown."));
        rows.add(of("no_log", EVERYWHERE, Shape.BOOLEAN, "Whether parameters and results are kept out of all output."));
        rows.add(of("ignore_errors", EVERYWHERE, Shape.BOOLEAN, "Whether to go on after a failure."));
        rows.add(of("ignore_unreachable", EVERYWHERE, Shape.BOOLEAN, "Whether to go on with a host that did not answer."));
        rows.add(of("connection", EVERYWHERE, Shape.TEXT, List.of("ssh", "local"), "How hosts are reached."));
        rows.add(of("remote_user", EVERYWHERE, Shape.TEXT, "The user to log in as."));
        rows.add(of("timeout", EVERYWHERE, Shape.DURATION, "The longest an action may take."));
        rows.add(of("args", TASKS, Shape.MAPPING, "Further parameters of the module."));
        rows.add(of("register", TASKS, Shape.VARIABLE, "The variable that gets the task's result."));
        rows.add(of("loop", TASKS, Shape.LOOP, "Runs the task for each item of a list or mapping."));
        rows.add(of("loop_control", TASKS, Shape.LOOP_CONTROL, "Names, labels and pauses of a loop."));
        rows.add(of("until", TASKS, Shape.CONDITIONS, "Tries again until these conditions hold."));
        rows.add(of("retries", TASKS, Shape.COUNT, "How often to try again; 3 by default."));
        rows.add(of("delay", TASKS, Shape.DURATION, "Seconds between tries; 5 by default."));
        rows.add(of("changed_when", TASKS, Shape.CONDITIONS, "When the task counts as having changed something."));
        rows.add(of("failed_when", TASKS, Shape.CONDITIONS, "When the task counts as failed."));
        rows.add(of("notify", NOT_PLAY, Shape.TEXTS, "Handlers to run when something changed."));
        rows.add(of("listen", EnumSet.of(HANDLER), Shape.TEXTS, "Further names a handler is notified by."));
        rows.add(of("import_playbook", play, Shape.TEXT, "Puts the plays of another runbook here."));
        rows.add(of("roles", play, Shape.ROLES, "Roles whose tasks run after pre_tasks and before tasks."));
        rows.add(of("vars_prompt", play, Shape.PROMPTS, "Variables the user is asked for when the play begins."));
        rows.add(of("serial", play, Shape.SERIAL, "How many hosts at a time: a number, a percentage, or a list of them."));
        rows.add(of("max_fail_percentage", play, Shape.PERCENTAGE, "Ends the play when more of a batch than this fails."));
        rows.add(of("strategy", play, Shape.TEXT, List.of("linear", "free"),
                "Whether hosts keep in step task by task, or each goes on as fast as it can."));
        rows.add(of("force_handlers", play, Shape.BOOLEAN, "Whether handlers run on hosts that failed, too."));
        rows.add(of("order", play, Shape.TEXT, List.of("inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle"),
                "The order in which hosts are taken."));
        rows.add(of("gather_subset", play, Shape.TEXTS,
                "Accepted from Ansible; all facts come in one round trip, so there is nothing to narrow."));
        rows.add(of("any_errors_fatal", EVERYWHERE, Shape.BOOLEAN, "Whether a failure on one host ends the play on all."));
        rows.add(of("run_once", EVERYWHERE, Shape.BOOLEAN, "Runs on the first host only; the others share its result."));
        rows.add(of("throttle", EVERYWHERE, Shape.COUNT, "The most hosts that run it at once."));
        rows.add(of("port", EVERYWHERE, Shape.COUNT, "The port to connect to."));
        rows.add(of("module_defaults", EVERYWHERE, Shape.DEFAULTS, "Parameters for tasks that do not give them, by module."));
        rows.add(of("delegate_to", NOT_PLAY, Shape.TEXT, "The host that carries it out in place of the play's host."));
        rows.add(of("delegate_facts", NOT_PLAY, Shape.BOOLEAN, "Whether facts found there belong to the delegate."));
        rows.add(of("async", TASKS, Shape.DURATION, "Runs it in the background on the host, for at most this long."));
        rows.add(of("poll", TASKS, Shape.DURATION, "Seconds between looks at a task in the background; 0 does not wait."));
        rows.add(later("debugger", EVERYWHERE));
        Map<String, Keyword> table = new LinkedHashMap<>();
        rows.forEach(row -> table.put(row.name(), row));
        return table;
    }

    private static Keyword of(String name, Set<Level> levels, Shape shape, String summary) {
        return new Keyword(name, levels, shape, true, List.of(), summary);
    }

    private static Keyword of(String name, Set<Level> levels, Shape shape, List<String> values, String summary) {
        return new Keyword(name, levels, shape, true, values, summary);
    }

    private static Keyword later(String name, Set<Level> levels) {
        return new Keyword(name, levels, Shape.TEXT, false, List.of(), "Not carried out by this version.");
    }
}
