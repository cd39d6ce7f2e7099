package dev.runbook.language;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands where a module's name does, and is carried out by the engine itself. */
public final class EngineTasks {
    /** What {@code meta} takes. */
    public static final List<String> META = List.of(
            "flush_handlers", "end_play", "end_host", "end_batch", "clear_host_errors", "clear_facts",
            "refresh_inventory", "reset_connection", "noop");

    private static final Map<String, EngineTask> ALL = table();

    private EngineTasks() {}

    /**
     * @param summary one sentence
     * @param freeForm what a text stands for; "" where a mapping is needed
     */
    public record EngineTask(String name, String summary, String freeForm, List<Parameter> parameters) {
        public EngineTask {
            parameters = List.copyOf(parameters);
        }

        public Optional<Parameter> parameter(String wanted) {
            return parameters.stream().filter(parameter -> parameter.name().equals(wanted)).findFirst();
        }
    }

    /** @param summary one sentence */
    public record Parameter(String name, Keywords.Shape shape, String summary) {}

    public static List<EngineTask> all() {
        return List.copyOf(ALL.values());
    }

    public static Optional<EngineTask> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    public static boolean contains(String name) {
        return ALL.containsKey(name);
    }

    private static Map<String, EngineTask> table() {
        Parameter file = new Parameter("file", Keywords.Shape.TEXT, "The file with the list of tasks.");
        Parameter apply = new Parameter(
                "apply", Keywords.Shape.MAPPING, "Keywords for each task of it, such as `tags` and `become`.");
        List<Parameter> role = List.of(
                new Parameter("name", Keywords.Shape.TEXT, "The role."),
                new Parameter("tasks_from", Keywords.Shape.TEXT, "Another file of its `tasks` than `main`."),
                new Parameter("vars_from", Keywords.Shape.TEXT, "Another file of its `vars` than `main`."),
                new Parameter("defaults_from", Keywords.Shape.TEXT, "Another file of its `defaults` than `main`."),
                new Parameter("handlers_from", Keywords.Shape.TEXT, "Another file of its `handlers` than `main`."),
                new Parameter("allow_duplicates", Keywords.Shape.BOOLEAN, "Whether it may run more than once; it may."),
                new Parameter("public", Keywords.Shape.BOOLEAN, "Whether the play sees its variables and defaults after it."),
                new Parameter("rolespec_validate", Keywords.Shape.BOOLEAN, "Whether its argument specs are checked; they are."));
        List<Parameter> dynamicRole = new java.util.ArrayList<>(role);
        dynamicRole.add(apply);
        List<EngineTask> rows = List.of(
                new EngineTask("include_tasks", "Runs the tasks of a file, chosen while the play runs; `when`, `loop` and tags"
                        + " choose the include as a whole.", "file", List.of(file, apply)),
                new EngineTask("import_tasks", "Puts the tasks of a file here before the run; `when` and tags go to each of"
                        + " them.", "file", List.of(file)),
                new EngineTask("include_role", "Runs a role, chosen while the play runs.", "", dynamicRole),
                new EngineTask("import_role", "Puts the tasks of a role here before the run.", "", role),
                new EngineTask("include_vars", "Defines the variables of files, chosen while the play runs.", "file", List.of(
                        new Parameter("file", Keywords.Shape.TEXT, "The file with variables."),
                        new Parameter("dir", Keywords.Shape.TEXT, "A folder; all files in it are read, in the order of names."),
                        new Parameter("name", Keywords.Shape.VARIABLE, "A variable that gets them all, as a mapping."),
                        new Parameter("depth", Keywords.Shape.COUNT, "How deep folders are searched; 0 for no limit."),
                        new Parameter("files_matching", Keywords.Shape.TEXT, "Only files whose name matches this regex."),
                        new Parameter("extensions", Keywords.Shape.TEXTS,
                                "Only files whose names end in these; yml, yaml and json where it is missing."),
                        new Parameter("ignore_files", Keywords.Shape.TEXTS, "Names of files to leave out."))),
                new EngineTask("meta", "Steers the run: " + String.join(", ", META) + ".", "action", List.of(new Parameter(
                        "action", Keywords.Shape.TEXT, "What to do."))));
        Map<String, EngineTask> table = new LinkedHashMap<>();
        rows.forEach(row -> table.put(row.name(), row));
        return table;
    }
}
