package dev.runbook.execution;

import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.expression.Expression;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Precedence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles {@code include_vars}: which files, and what they define. */
final class VarsIncludes {
    private static final Set<String> EXTENSIONS = Set.of("yml", "yaml", "json");

    private final Sources sources;
    private final StepCompiler steps;

    VarsIncludes(Sources sources, StepCompiler steps) {
        this.sources = sources;
        this.steps = steps;
    }

    Program.Action.IncludeVars compile(Runbook.EngineCall call, Span mentioned) {
        Pattern matching = matching(call);
        Expression path = steps.expressions().text(call.target(), steps.diagnostics());
        Program.VarsSource source = scope -> switch (path.evaluate(scope)) {
            case Unknown unknown -> throw new UnknownException(unknown);
            case null -> throw new RunbookException(missing(call, "null"));
            case Object found -> read(call, found.toString(), matching);
        };
        Set<String> names = null;
        if (path.literal()) {
            try {
                names = read(call, call.target().text(), matching).frame().names();
            } catch (RunbookException mistakes) {
                mistakes.diagnostics().forEach(steps.diagnostics()::add);
                names = Set.of();
            }
        } else if (call.options().get("name") instanceof Node.ScalarNode name) {
            names = Set.of(name.text());
        }
        return new Program.Action.IncludeVars("include_vars", source, names, List.copyOf(path.references()));
    }

    private @Nullable Pattern matching(Runbook.EngineCall call) {
        if (!(call.options().get("files_matching") instanceof Node.ScalarNode regex)) {
            return null;
        }
        try {
            return Pattern.compile(regex.text());
        } catch (PatternSyntaxException e) {
            steps.diagnostics().add(Diagnostic.error(
                    Codes.INVALID_PARAMETER.id(), regex.span(), "`files_matching` is no regular expression: "
                            + e.getDescription()));
            return null;
        }
    }

    private Program.VarsSource.Found read(Runbook.EngineCall call, String path, @Nullable Pattern matching) {
        Diagnostics own = new Diagnostics();
        Span span = call.target().span();
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        List<String> shown = new ArrayList<>();
        for (Path file : files(call, path, matching)) {
            shown.add(Sources.shown(file, span));
            sources.variables(file, span, own)
                    .ifPresent(found -> found.forEach(entry -> entries.put(entry.key().text(), entry)));
        }
        Frame frame = Frame.of(
                Precedence.INCLUDE_VARS, "include_vars " + String.join(", ", shown), named(call, List.copyOf(entries.values())));
        frame.check(steps.expressions(), own);
        if (own.hasErrors()) {
            throw new RunbookException(own.all());
        }
        return new Program.VarsSource.Found(frame, shown);
    }

    private static List<Node.Entry> named(Runbook.EngineCall call, List<Node.Entry> entries) {
        return call.options().get("name") instanceof Node.ScalarNode name
                ? List.of(new Node.Entry(name, new Node.MappingNode(entries, name.span())))
                : entries;
    }

    private List<Path> files(Runbook.EngineCall call, String path, @Nullable Pattern matching) {
        if (!call.options().containsKey("dir")) {
            return List.of(steps.place().find(path, "vars").orElseThrow(() -> new RunbookException(missing(call, path))));
        }
        Path folder = steps.place().findFolder(path, "vars").orElseThrow(() -> new RunbookException(missing(call, path)));
        int depth = Integer.parseInt(call.text("depth", "0"));
        Set<String> ignored = texts(call, "ignore_files");
        Set<String> extensions = call.options().containsKey("extensions") ? texts(call, "extensions") : EXTENSIONS;
        try (Stream<Path> all = Files.walk(folder, depth == 0 ? Integer.MAX_VALUE : depth)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return extensions.stream().anyMatch(end -> name.endsWith(end.startsWith(".") ? end : "." + end))
                                && !ignored.contains(name)
                                && (matching == null || matching.matcher(name).find());
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RunbookException(Diagnostic.error(
                    Codes.FILE_UNREADABLE.id(), call.target().span(), "`" + path + "` cannot be read: " + e.getMessage()));
        }
    }

    private static Set<String> texts(Runbook.EngineCall call, String option) {
        Set<String> texts = new LinkedHashSet<>();
        if (call.options().get(option) instanceof Node.SequenceNode list) {
            list.items().forEach(item -> texts.add(item instanceof Node.ScalarNode text ? text.text() : ""));
        } else {
            texts.add(call.text(option, ""));
        }
        return texts;
    }

    private Diagnostic missing(Runbook.EngineCall call, String path) {
        boolean folder = call.options().containsKey("dir");
        return Diagnostic.error(
                Codes.FILE_MISSING.id(), call.target().span(), "There is no " + (folder ? "folder" : "file") + " `" + path + "`",
                steps.place().nearest(path, "vars")
                        .orElse("it is looked for in `vars`, beside this file, and beside the runbook"));
    }
}
