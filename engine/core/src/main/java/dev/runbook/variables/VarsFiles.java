package dev.runbook.variables;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.expression.Scope;
import dev.runbook.inventory.VariableFiles;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code vars_files} of plays. An item is a path, or a list of paths of which the first that exists counts; paths may
 * hold expressions, and then differ from host to host. Each file is read once. Safe for use by several threads.
 */
public final class VarsFiles {
    private final VariableFiles files;
    private final Expressions expressions;
    private final Map<Path, Loaded> loaded = new ConcurrentHashMap<>();

    /** @param frame null where the file is no good, and then the diagnostics say why */
    private record Loaded(@Nullable Frame frame, List<Diagnostic> diagnostics) {}

    public VarsFiles(VariableFiles files, Expressions expressions) {
        this.files = files;
        this.expressions = expressions;
    }

    /**
     * What is known of files before any host is.
     *
     * @param frames of the files whose path holds no expression
     * @param complete whether those are all; if not, any name may come to be defined
     */
    public record Known(List<Frame> frames, boolean complete) {
        public Known {
            frames = List.copyOf(frames);
        }
    }

    /**
     * Reads every file whose path holds no expression, and checks the paths that do.
     *
     * @param base the directory of the runbook
     */
    public Known check(List<? extends Node> items, Path base, Diagnostics diagnostics) {
        List<Frame> frames = new ArrayList<>();
        boolean complete = true;
        for (Node item : items) {
            List<Node.ScalarNode> choices = choices(item);
            if (choices.isEmpty()) {
                continue; // the parser has said what is wrong with it
            }
            List<Expression> paths = choices.stream().map(path -> expressions.text(path, diagnostics)).toList();
            if (!paths.stream().allMatch(Expression::literal)) {
                complete = false;
            } else {
                try {
                    Frame frame = first(choices, choices.stream().map(Node.ScalarNode::text).toList(), base);
                    frame.check(expressions, diagnostics);
                    frames.add(frame);
                } catch (RunbookException mistakes) {
                    mistakes.diagnostics().forEach(diagnostics::add);
                }
            }
        }
        return new Known(frames, complete);
    }

    /**
     * The frames for one host, in the order of the items.
     *
     * @throws RunbookException where a file does not exist or cannot be used
     * @throws UnknownException where a path depends on something not yet known
     */
    public List<Frame> frames(List<? extends Node> items, Path base, Scope scope) {
        List<Frame> frames = new ArrayList<>();
        for (Node item : items) {
            List<Node.ScalarNode> choices = choices(item);
            frames.add(first(choices, choices.stream().map(path -> path(path, scope)).toList(), base));
        }
        return frames;
    }

    private static List<Node.ScalarNode> choices(Node item) {
        return switch (item) {
            case Node.ScalarNode scalar -> List.of(scalar);
            case Node.SequenceNode sequence -> sequence.items().stream()
                    .filter(Node.ScalarNode.class::isInstance)
                    .map(Node.ScalarNode.class::cast)
                    .toList();
            case Node.MappingNode mapping -> List.of();
        };
    }

    private String path(Node.ScalarNode written, Scope scope) {
        Diagnostics diagnostics = new Diagnostics();
        Expression expression = expressions.text(written, diagnostics);
        if (diagnostics.hasErrors()) {
            throw new RunbookException(diagnostics.all());
        }
        return switch (expression.evaluate(scope)) {
            case Unknown unknown -> throw new UnknownException(unknown);
            case Secret secret -> secret.reveal();
            case null -> "";
            case Object path -> path.toString();
        };
    }

    private Frame first(List<Node.ScalarNode> written, List<String> paths, Path base) {
        for (int i = 0; i < paths.size(); i++) {
            Optional<Path> file = find(paths.get(i), base);
            if (file.isPresent()) {
                return load(file.get(), paths.get(i), written.get(i));
            }
        }
        if (paths.size() == 1) {
            return load(base.resolve(paths.getFirst()).normalize(), paths.getFirst(), written.getFirst());
        }
        Diagnostic none = Diagnostic.error(
                Codes.FILE_MISSING.id(),
                written.isEmpty() ? null : written.getFirst().span(),
                "None of these files exists: " + String.join(", ", paths),
                "the first that exists is used; end the list with one that always does");
        throw new RunbookException(none);
    }

    private static Optional<Path> find(String path, Path base) {
        try {
            return List.of(base.resolve(path), base.resolve("vars").resolve(path)).stream()
                    .map(Path::normalize)
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private Frame load(Path file, String shown, Node.ScalarNode written) {
        Loaded found = loaded.computeIfAbsent(file, path -> {
            Diagnostics diagnostics = new Diagnostics();
            Frame frame = files.read(path.toString(), path, written.span(), diagnostics)
                    .map(entries -> Frame.of(Precedence.VARS_FILES, shown, entries))
                    .orElse(null);
            return new Loaded(diagnostics.hasErrors() ? null : frame, diagnostics.all());
        });
        if (found.frame == null) {
            throw new RunbookException(found.diagnostics);
        }
        return found.frame;
    }
}
