package dev.runbook.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reference of modules, for a terminal and as Markdown pages. */
public final class ModuleDoc {
    private ModuleDoc() {}

    /**
     * A module's page for the terminal.
     *
     * @param width columns there are; at least 40 are used
     */
    public static String text(ModuleDescriptor module, int width) {
        var page = new TextPage(Math.max(40, width));
        page.line(module.name() + " - " + module.summary());
        page.blank();
        page.paragraph(2, nature(module));
        module.description().forEach(paragraph -> {
            page.blank();
            page.paragraph(2, paragraph);
        });
        page.blank();
        page.line("PARAMETERS");
        parameters(page, module.parameters().parameters(), 2);
        page.blank();
        page.line("RESULT");
        int column = module.results().stream().mapToInt(r -> r.name().length()).max().orElse(0) + 4;
        for (ModuleDescriptor.ResultField field : module.results()) {
            page.entry(2, field.name(), column, field.type() + (field.doc().isEmpty() ? "" : ". " + field.doc()));
        }
        page.blank();
        page.line("EXAMPLES");
        for (String example : module.examples()) {
            page.verbatim(2, example);
            page.blank();
        }
        return page.toString();
    }

    /** One line a module: its name and what it does. */
    public static String list(Collection<ModuleDescriptor> modules, int width) {
        var page = new TextPage(Math.max(40, width));
        int column = modules.stream().mapToInt(m -> m.name().length()).max().orElse(0) + 2;
        modules.stream()
                .sorted(Comparator.comparing(ModuleDescriptor::name))
                .forEach(m -> page.entry(0, m.name(), column, m.summary()));
        return page.toString();
    }

    private static void parameters(TextPage page, List<Parameter> parameters, int indent) {
        if (parameters.isEmpty()) {
            page.paragraph(indent, "none");
        }
        for (Parameter parameter : parameters) {
            page.hanging(indent, indent + 8, parameter.name() + traits(parameter));
            page.paragraph(indent + 4, parameter.doc());
            if (!parameter.aliases().isEmpty()) {
                page.paragraph(indent + 4, "Also accepted as " + String.join(", ", parameter.aliases()) + ".");
            }
            nested(parameter.type()).ifPresent(shape -> parameters(page, shape.parameters(), indent + 4));
        }
    }

    private static Optional<RecordShape> nested(ParameterType type) {
        return switch (type) {
            case ParameterType.Nested nested -> Optional.of(nested.shape());
            case ParameterType.ListOf list -> nested(list.item());
            case ParameterType.MapOf map -> nested(map.value());
            default -> Optional.empty();
        };
    }

    /** {@code (text, required)}. */
    private static String traits(Parameter parameter) {
        var traits = new ArrayList<String>();
        traits.add(type(parameter));
        if (parameter.required()) {
            traits.add("required");
        }
        if (!parameter.defaultText().isEmpty()) {
            traits.add("default " + parameter.defaultText());
        }
        return " (" + String.join("; ", traits) + ")";
    }

    private static String type(Parameter parameter) {
        String words = parameter.type().describe();
        String type = nested(parameter.type()).isPresent()
                ? parameter.type() instanceof ParameterType.ListOf ? "list of mappings" : "mapping"
                : words.startsWith("a ") ? words.substring(2) : words.startsWith("an ") ? words.substring(3) : words;
        return type + (parameter.freeForm() ? "; may stand alone behind the module's name" : "");
    }

    private static String nature(ModuleDescriptor module) {
        String kind = switch (module.kind()) {
            case RESOURCE -> "Brings about a state: changes only what differs, and is predicted by --check.";
            case EFFECT -> "Acts: what it does cannot be compared, so --check says only that it would run.";
            case QUERY -> "Only reads, and so runs with --check as well.";
        };
        return kind + (module.controllerOnly() ? " Runs where the engine runs and needs no connection." : "");
    }

    /** A module's reference page. */
    public static String markdown(ModuleDescriptor module) {
        var page = new StringBuilder();
        page.append("# ").append(module.name()).append("\n\n").append(module.summary()).append(".\n\n");
        page.append(nature(module)).append("\n\n");
        module.description().forEach(paragraph -> page.append(paragraph).append("\n\n"));
        if (!module.formerNames().isEmpty()) {
            page.append("Known elsewhere as ").append(code(module.formerNames())).append(".\n\n");
        }
        page.append("## Parameters\n\n");
        markdownParameters(page, module.parameters().parameters());
        var inner = new LinkedHashMap<String, RecordShape>();
        module.parameters().parameters().forEach(p -> collect(p.name(), p.type(), inner));
        for (Map.Entry<String, RecordShape> shape : inner.entrySet()) {
            page.append("### In `").append(shape.getKey()).append("`\n\n");
            markdownParameters(page, shape.getValue().parameters());
        }
        markdownResult(page, module);
        page.append("## Examples\n");
        module.examples().forEach(example ->
                page.append("\n```yaml\n").append(example.stripTrailing()).append("\n```\n"));
        return page.toString();
    }

    private static void collect(String path, ParameterType type, Map<String, RecordShape> into) {
        nested(type).ifPresent(shape -> {
            into.put(path, shape);
            shape.parameters().forEach(p -> collect(path + "." + p.name(), p.type(), into));
        });
    }

    private static void markdownParameters(StringBuilder page, List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            page.append("None.\n\n");
            return;
        }
        page.append("| parameter | takes | default | meaning |\n|---|---|---|---|\n");
        for (Parameter p : parameters) {
            String names = "`" + p.name() + "`" + (p.aliases().isEmpty() ? "" : ", also " + code(p.aliases()));
            String without = p.required() ? "**required**" : p.defaultText().isEmpty() ? "" : "`" + p.defaultText() + "`";
            page.append("| ").append(names).append(" | ").append(cell(type(p))).append(" | ").append(cell(without))
                    .append(" | ").append(cell(p.doc())).append(" |\n");
        }
        page.append('\n');
    }

    private static void markdownResult(StringBuilder page, ModuleDescriptor module) {
        page.append("## Result\n\nWhat `register` sees, besides what every result has.\n\n");
        if (module.results().isEmpty()) {
            page.append("Nothing.\n\n");
            return;
        }
        page.append("| field | is | meaning |\n|---|---|---|\n");
        for (ModuleDescriptor.ResultField field : module.results()) {
            page.append("| `").append(field.name()).append("` | ").append(cell(field.type())).append(" | ")
                    .append(cell(field.doc())).append(" |\n");
        }
        page.append('\n');
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }

    private static String code(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    /** All pages by file name: one a module, and {@code index.md}. */
    public static Map<String, String> pages(Collection<ModuleDescriptor> modules) {
        var pages = new LinkedHashMap<String, String>();
        var index = new StringBuilder("# Modules\n\nMade from the code; `runbook doc MODULE` shows the same.\n\n");
        index.append("| module | what it does |\n|---|---|\n");
        modules.stream().sorted(Comparator.comparing(ModuleDescriptor::name)).forEach(module -> {
            String file = module.name() + ".md";
            pages.put(file, markdown(module));
            index.append("| [`").append(module.name()).append("`](").append(file).append(") | ")
                    .append(cell(module.summary())).append(" |\n");
        });
        pages.put("index.md", index.toString());
        return pages;
    }

    /** Writes all pages into a directory. Pages of modules that are gone are left for a person to remove. */
    public static void write(Collection<ModuleDescriptor> modules, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> page : pages(modules).entrySet()) {
            Files.writeString(directory.resolve(page.getKey()), page.getValue());
        }
    }
}
