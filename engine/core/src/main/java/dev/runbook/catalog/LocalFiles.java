package dev.runbook.catalog;

import dev.runbook.api.Payload;
import dev.runbook.api.SourceFile;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads what {@link FileLocator} finds; a file is read, and a template compiled, once for all hosts. */
final class LocalFiles {
    private final FileLocator locator;
    private final Expressions expressions;
    private final Map<Path, Read> payloads = new ConcurrentHashMap<>();
    private final Map<Path, Expression> templates = new ConcurrentHashMap<>();

    LocalFiles(FileLocator locator, Expressions expressions) {
        this.locator = locator;
        this.expressions = expressions;
    }

    /** Finds a file or reports where it is not. */
    FileLocator.Location.@Nullable Found find(
            String name, FileLocator.Kind kind, String label, Span span, Diagnostics diagnostics) {
        return switch (locator.locate(name, kind)) {
            case FileLocator.Location.Found found -> found;
            case FileLocator.Location.Missing missing -> {
                String[] hints = missing.nearest().stream()
                        .map(near -> "did you mean `" + near + "`?")
                        .limit(1)
                        .toArray(String[]::new);
                diagnostics.add(Diagnostic.error(
                                Codes.FILE_MISSING.id(), span, label + ": there is no " + noun(kind) + " `" + name + "`", hints)
                        .withDetail("looked for " + String.join(" and ", missing.searched())));
                yield null;
            }
        };
    }

    private static String noun(FileLocator.Kind kind) {
        return switch (kind) {
            case FILE -> "file";
            case TEMPLATE -> "template";
        };
    }

    /** Reads and compiles a template; mistakes in it point into it. */
    @Nullable Expression template(FileLocator.Location.Found found, Span span, Diagnostics diagnostics) {
        Expression known = templates.get(found.path());
        if (known != null) {
            return known;
        }
        Source source = new SourceLoader()
                .load(found.display(), found.path(), span, diagnostics)
                .orElse(null);
        if (source == null) {
            return null;
        }
        Expression compiled = expressions.template(source, diagnostics);
        templates.putIfAbsent(found.path(), compiled);
        return compiled;
    }

    /** The file with its bytes; they are read again only when the file has changed. */
    SourceFile sourceFile(String name, Path path, Span span) {
        try {
            if (Files.isDirectory(path)) {
                return new SourceFile(name, path, Payload.of(""), false);
            }
            FileTime modified = Files.getLastModifiedTime(path);
            Read read = payloads.get(path);
            if (read == null || !read.modified().equals(modified) || read.payload().size() != Files.size(path)) {
                read = new Read(modified, Payload.of(path));
                payloads.put(path, read);
            }
            return new SourceFile(name, path, read.payload(), false);
        } catch (IOException e) {
            throw new RunbookException(Diagnostic.error(
                    Codes.FILE_UNREADABLE.id(), span, "`" + name + "` cannot be read: " + why(e, path)));
        }
    }

    private static String why(IOException e, Path path) {
        if (Files.isDirectory(path)) {
            return "it is a directory";
        }
        return switch (e) {
            case java.nio.file.AccessDeniedException _ -> "no permission";
            case java.nio.file.NoSuchFileException _ -> "it is not there any more";
            default -> String.valueOf(e.getMessage());
        };
    }

    private record Read(FileTime modified, Payload payload) {}
}
