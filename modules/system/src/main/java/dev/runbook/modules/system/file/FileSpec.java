package dev.runbook.modules.system.file;

import dev.runbook.api.FileMode;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be put in place.
 *
 * @param mode null to leave it, or to give a new file the usual one
 * @param backup whether a copy of a former file is kept
 * @param validate a command that must accept the new content, or null
 * @param secret whether the content must not be shown, nor be readable for others when the file is new
 * @param follow whether a link is followed instead of replaced
 * @param limit how many bytes of text the present content may have to be read
 */
record FileSpec(
        @Nullable FileMode mode,
        @Nullable String owner,
        @Nullable String group,
        boolean backup,
        @Nullable String validate,
        boolean secret,
        boolean follow,
        int limit) {}
