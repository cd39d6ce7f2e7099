package dev.runbook.schema;

import static dev.runbook.schema.Schemas.any;
import static dev.runbook.schema.Schemas.closed;
import static dev.runbook.schema.Schemas.described;
import static dev.runbook.schema.Schemas.map;
import static dev.runbook.schema.Schemas.ref;
import static dev.runbook.schema.Schemas.type;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.language.EngineTasks;
import dev.runbook.language.EngineTasks.EngineTask;
import dev.runbook.language.Keywords;
import dev.runbook.language.Keywords.Level;
import dev.runbook.language.LoopControlKeys;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 7) of runbooks, made from the tables of keywords and the records of modules. It accepts what
 * the engine accepts, and refuses what can be told to be wrong from the shape alone; what depends on more, such as a
 * name that nothing defines, only {@code lint} finds.
 */
public final class RunbookSchema {
    private final List<ModuleDescriptor> modules;

    public RunbookSchema(Collection<ModuleDescriptor> modules) {
        this.modules = List.copyOf(modules);
    }

    /** The schema as JSON, indented, ending in a line end. */
    public String json() {
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(indenter)
                .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance);
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(printer)) {
            write(json, schema());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName((String) entry.getKey());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> items -> {
                json.writeStartArray();
                for (Object item : items) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Boolean bool -> json.writeBoolean(bool);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }

    private Map<String, Object> schema() {
        Map<String, Object> definitions = ShapeSchema.definitions();
        modules.forEach(module -> definitions.put("module." + module.name(), TypeSchema.module(module)));
        EngineTasks.all().forEach(task -> definitions.put("module." + task.name(), engineTask(task)));
        definitions.put("loop_control", loopControl());
        definitions.put("module_defaults", moduleDefaults());
        definitions.put("role", role());
        definitions.put("prompt", prompt());
        definitions.put("block", block());
        definitions.put("task", task(Level.TASK));
        definitions.put("handler", task(Level.HANDLER));
        definitions.put("step", map("type", "object", "if", map("required", List.of("block")),
                "then", ref("block"), "else", ref("task")));
        definitions.put("play", play());
        return map(
                "$schema", "http://json-schema.org/draft-07/schema#",
                "title", "Runbook",
                "description", "A list of plays: hosts, and what is done on them",
                "type", "array",
                "minItems", 1,
                "items", ref("play"),
                "definitions", definitions);
    }

    private static Map<String, Object> play() {
        Map<String, Object> own = ShapeSchema.properties(Level.PLAY);
        Object file = own.remove("import_playbook");
        Map<String, Object> play = closed(own);
        play.put("required", List.of("hosts"));
        Map<String, Object> imported = new LinkedHashMap<>();
        imported.put("import_playbook", file);
        for (String name : List.of("name", "vars", "tags", "when")) {
            Keywords.find(name).ifPresent(keyword -> imported.put(name, ShapeSchema.of(keyword)));
        }
        return map(
                "description", "Hosts, and what is done on them",
                "type", "object",
                "if", map("required", List.of("import_playbook")),
                "then", closed(imported),
                "else", play);
    }

    private static Map<String, Object> block() {
        Map<String, Object> block = described(
                "Tasks that share keywords, and failures of which can be handled",
                closed(ShapeSchema.properties(Level.BLOCK)));
        block.put("required", List.of("block"));
        return block;
    }

    private Map<String, Object> task(Level level) {
        Map<String, Object> properties = ShapeSchema.properties(level);
        List<Object> one = new ArrayList<>();
        for (String name : names()) {
            properties.put(name, ref("module." + name));
            one.add(map("required", List.of(name)));
        }
        Map<String, Object> task =
                described("A task: a module with its parameters, and keywords", closed(properties));
        task.put("oneOf", one);
        // With `args`, parameters may come from either place.
        task.put("if", map("not", map("required", List.of("args"))));
        task.put("then", map("properties", required()));
        return task;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(modules.stream().map(ModuleDescriptor::name).toList());
        EngineTasks.all().stream().map(EngineTask::name).filter(name -> !names.contains(name)).forEach(names::add);
        return names;
    }

    private Map<String, Object> required() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (ModuleDescriptor module : modules) {
            Map<String, Object> required = TypeSchema.required(module.parameters());
            if (!required.isEmpty()) {
                all.put(module.name(), map("if", type("object"), "then", required, "not", type("null")));
            }
        }
        return all;
    }

    private static Map<String, Object> engineTask(EngineTask task) {
        Map<String, Object> properties = new LinkedHashMap<>();
        task.parameters().forEach(parameter -> properties.put(
                parameter.name(),
                described(
                        parameter.summary(),
                        task.name().equals("meta") ? Schemas.choice(EngineTasks.META) : ShapeSchema.of(parameter.shape()))));
        List<Map<String, Object>> forms = new ArrayList<>();
        forms.add(closed(properties));
        if (!task.freeForm().isEmpty()) {
            forms.add(task.name().equals("meta") ? Schemas.choice(EngineTasks.META) : Schemas.SCALAR);
        }
        return described(task.summary(), any(forms));
    }

    private static Map<String, Object> loopControl() {
        Map<String, Object> properties = new LinkedHashMap<>();
        LoopControlKeys.all()
                .forEach(key -> properties.put(key.name(), described(key.summary(), ShapeSchema.of(key.shape()))));
        return closed(properties);
    }

    private Map<String, Object> moduleDefaults() {
        Map<String, Object> properties = new LinkedHashMap<>();
        modules.forEach(module -> properties.put(
                module.name(), described(module.summary(), TypeSchema.record(module.parameters()))));
        return closed(properties);
    }

    /** A role by name, or with keywords and parameters, which are variables by any name. */
    private static Map<String, Object> role() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("role", described("The role.", Schemas.SCALAR));
        Keywords.all().stream()
                .filter(keyword -> keyword.supported()
                        && keyword.levels().contains(Level.BLOCK)
                        && !List.of("block", "rescue", "always", "notify").contains(keyword.name()))
                .forEach(keyword -> properties.put(keyword.name(), ShapeSchema.of(keyword)));
        Map<String, Object> mapping = map(
                "type", "object", "properties", properties,
                "propertyNames", map("pattern", Schemas.IDENTIFIER));
        mapping.putAll(any(map("required", List.of("role")), map("required", List.of("name"))));
        return any(Schemas.SCALAR, mapping);
    }

    private static Map<String, Object> prompt() {
        Map<String, Object> yesNo = ref("boolean");
        Map<String, Object> prompt = closed(map(
                "name", described("The variable.", Schemas.pattern(Schemas.IDENTIFIER)),
                "prompt", described("What is asked.", Schemas.SCALAR),
                "default", described("What an empty answer means.", type("string", "number", "boolean", "null")),
                "private", described("Whether the answer is hidden while it is typed.", yesNo),
                "confirm", described("Whether it is asked for twice.", yesNo),
                "unsafe", described("Accepted from Ansible; an answer is never read as an expression.", yesNo)));
        prompt.put("required", List.of("name"));
        return prompt;
    }
}
