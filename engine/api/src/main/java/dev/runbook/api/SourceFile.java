package dev.runbook.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory on the engine's side that a task names ({@code src}). The engine finds it (beside the role's
 * {@code files}, then beside the runbook) and reports one that is missing before the first connection.
 *
 * @param name as the task wrote it, with a trailing slash if it had one
 * @param path where it was found; null where a {@link Payload} stands for it in tests, and for a file on the host
 *     ({@link Param#onHostWhen})
 * @param payload its bytes; for a directory, empty
 * @param secret whether it came from an encrypted source
 */
public record SourceFile(String name, @Nullable Path path, Payload payload, boolean secret) {}
