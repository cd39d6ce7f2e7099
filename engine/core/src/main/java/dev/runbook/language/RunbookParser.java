package dev.runbook.language;

import dev.runbook.language.Keywords.Level;
import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parses runbooks. Every mistake is reported, and what can be understood beside it is still in the result, so that
 * later stages can report theirs as well; whether the runbook is good, {@link Diagnostics#hasErrors()} says.
 */
public final class RunbookParser {
    private final ModuleNames modules;

    public RunbookParser(ModuleNames modules) {
        this.modules = modules;
    }

    /** Reads and parses a source. */
    public Optional<Runbook> parse(Source source, Diagnostics diagnostics) {
        return new YamlReader().read(source, diagnostics).flatMap(root -> parse(source, root, diagnostics));
    }

    /**
     * Parses what was read.
     *
     * @return nothing where the text is no list of plays, and then an error says so. In a runbook with errors, the
     *     module of a task may have a name that no module has, and is "" where the task names none
     */
    public Optional<Runbook> parse(Source source, Node root, Diagnostics diagnostics) {
        TaskParser tasks = new TaskParser(modules, diagnostics);
        if (!(root instanceof SequenceNode list)) {
            notAList(root, tasks, diagnostics);
            return Optional.empty();
        }
        if (list.items().isEmpty()) {
            diagnostics.error(Codes.EMPTY_RUNBOOK.id(), root.span(), "This runbook has no plays", PLAY);
            return Optional.empty();
        }
        boolean allTasks = list.items().stream()
                .allMatch(item -> item instanceof MappingNode mapping && tasks.keys().looksLikeTask(mapping));
        if (allTasks) {
            Node first = list.items().getFirst();
            Span place = first instanceof MappingNode mapping ? mapping.entries().getFirst().key().span() : first.span();
            diagnostics.error(
                    Codes.TASKS_NOT_PLAYS.id(), place, "This looks like a list of tasks, and a runbook is a list of plays",
                    "put a play around them: `- hosts: all`, then `tasks:`, and these below it, indented");
            tasks.steps(list);
            return Optional.empty();
        }
        List<Runbook.Entry> entries = new ArrayList<>();
        list.items().forEach(item -> {
            if (item instanceof MappingNode node && node.entry("import_playbook").isPresent()) {
                playbookImport(node, tasks, diagnostics).ifPresent(entries::add);
            } else {
                play(item, tasks, diagnostics).ifPresent(entries::add);
            }
        });
        return Optional.of(new Runbook(source, entries));
    }

    private static final Set<String> OF_IMPORTS = Set.of("import_playbook", "name", "vars", "tags", "when");

    private static Optional<Runbook.PlaybookImport> playbookImport(
            MappingNode node, TaskParser tasks, Diagnostics diagnostics) {
        List<Entry> own = new ArrayList<>();
        Map<String, Entry> valid = new LinkedHashMap<>();
        for (Entry entry : node.entries()) {
            String key = entry.key().text();
            if (!OF_IMPORTS.contains(key)) {
                diagnostics.error(
                        Codes.MISPLACED_KEYWORD.id(), entry.key().span(), "`" + key + "` does not go with `import_playbook`",
                        Suggestions.hint(key, OF_IMPORTS).orElse("the plays that are imported say it themselves"));
            } else if (Keywords.find(key).filter(keyword -> tasks.keys().shapes().check(keyword, entry)).isPresent()) {
                valid.put(key, entry);
                own.add(entry);
            }
        }
        Fields fields = new Fields(new MappingNode(own, node.span()), valid, diagnostics);
        ScalarNode file = fields.scalar("import_playbook");
        return file == null ? Optional.empty() : Optional.of(new Runbook.PlaybookImport(fields.common(), file));
    }

    /** Parses a list of handlers by itself: a role's. */
    public List<Runbook.Task> parseHandlers(Node list, Diagnostics diagnostics) {
        return new TaskParser(modules, diagnostics).handlers(listOf(list, "handlers", diagnostics));
    }

    /** Parses a list of roles by itself: the dependencies of a role. */
    public List<Runbook.RoleUse> parseRoles(Node list, Diagnostics diagnostics) {
        TaskParser tasks = new TaskParser(modules, diagnostics);
        return new RoleUseParser(tasks.keys().shapes(), diagnostics).roles(listOf(list, "roles", diagnostics));
    }

    private static Node listOf(Node list, String what, Diagnostics diagnostics) {
        if (!(list instanceof SequenceNode) && !(list instanceof ScalarNode scalar && scalar.isNull())) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(), list.span(), "Expected a list of " + what + ", and this is "
                            + KeywordShapes.what(list),
                    "begin each with `- `");
        }
        return list;
    }

    private static final String PLAY = "a play looks like `- hosts: all`, with `tasks:` below `hosts`";

    /** Parses a list of tasks by itself. */
    public List<Runbook.Step> parseTasks(Node list, Diagnostics diagnostics) {
        return new TaskParser(modules, diagnostics).steps(listOf(list, "tasks", diagnostics));
    }

    private static void notAList(Node root, TaskParser tasks, Diagnostics diagnostics) {
        switch (root) {
            case ScalarNode scalar when scalar.isNull() ->
                diagnostics.error(Codes.EMPTY_RUNBOOK.id(), scalar.span(), "This runbook is empty", PLAY);
            case MappingNode mapping -> {
                Span place = mapping.entries().isEmpty() ? mapping.span() : mapping.entries().getFirst().key().span();
                String hint = mapping.entry("hosts").isPresent()
                        ? "put `- ` before the first key of the play, and indent the others to line up with it"
                        : mapping.entry("all").isPresent()
                                ? "this looks like an inventory: give it with `-i`"
                                : tasks.keys().looksLikeTask(mapping)
                                        ? "this looks like a task: it belongs below `tasks:` of a play"
                                        : PLAY;
                diagnostics.error(
                        Codes.WRONG_SHAPE.id(), place, "A runbook is a list of plays, and this is a mapping", hint);
            }
            case ScalarNode scalar ->
                diagnostics.error(Codes.WRONG_SHAPE.id(), root.span(), "A runbook is a list of plays, and this is text", PLAY);
            case SequenceNode sequence -> throw new IllegalArgumentException("a list");
        }
    }

    private Optional<Runbook.Play> play(Node item, TaskParser tasks, Diagnostics diagnostics) {
        if (!(item instanceof MappingNode node)) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(), item.span(), "A play is a mapping, and this is " + KeywordShapes.what(item), PLAY);
            return Optional.empty();
        }
        if (tasks.keys().looksLikeTask(node) && !hasPlayKeyword(node)) {
            diagnostics.error(
                    Codes.TASKS_NOT_PLAYS.id(), node.entries().getFirst().key().span(),
                    "This is a task, in the list of plays",
                    "indent it so that it is below `tasks:` of a play");
            tasks.steps(new SequenceNode(List.of(node), node.span()));
            return Optional.empty();
        }
        KeyChecker.Checked checked = tasks.keys().check(node, Level.PLAY);
        Fields fields = checked.fields();
        Optional<Entry> hosts = node.entry("hosts");
        if (hosts.isEmpty() && !checked.explained()) {
            Span place = node.entries().isEmpty() ? node.span() : node.entries().getFirst().key().span();
            diagnostics.error(
                    Codes.MISSING_HOSTS.id(), place, "This play does not say on which hosts it runs",
                    "add `hosts: all`, a group, or a pattern");
        }
        Node pattern = fields.node("hosts");
        RoleUseParser uses = new RoleUseParser(tasks.keys().shapes(), diagnostics);
        Runbook.Play play = new Runbook.Play(
                fields.common(),
                pattern != null ? pattern : new ScalarNode("", false, "", node.span()),
                fields.items("vars_files"),
                uses.prompts(fields.node("vars_prompt")),
                fields.node("gather_facts"),
                fields.scalars("serial"),
                fields.node("max_fail_percentage"),
                fields.node("strategy"),
                fields.node("force_handlers"),
                fields.node("order"),
                uses.roles(fields.node("roles")),
                tasks.steps(fields.node("pre_tasks")),
                tasks.steps(fields.node("tasks")),
                tasks.steps(fields.node("post_tasks")),
                tasks.handlers(fields.node("handlers")));
        new HandlerNames(diagnostics).check(play);
        return Optional.of(play);
    }

    private static boolean hasPlayKeyword(MappingNode node) {
        return node.entries().stream().anyMatch(entry -> Keywords.find(entry.key().text())
                .filter(keyword -> keyword.levels().equals(java.util.Set.of(Level.PLAY)))
                .isPresent());
    }
}
