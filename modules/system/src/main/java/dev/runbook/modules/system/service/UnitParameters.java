package dev.runbook.modules.system.service;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Param;
import dev.runbook.api.Template;
import dev.runbook.api.host.UnitFile;
import dev.runbook.api.host.UnitStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code systemd_unit}. */
public record UnitParameters(
        @Param(value = "Name of the unit; without a suffix it is a service.", aliases = {"unit", "service"})
                String name,
        @Param("Text of the unit file, put into /etc/systemd/system. Left out, the file is not managed.")
                @Nullable String content,
        @Param(value = "Template of the unit file, instead of content.", aliases = "src") @Nullable Template template,
        @Param("Whether it is to start by itself. Left out, that stays.") @Nullable Boolean enabled,
        @Param("Whether starting it is to be impossible. Left out, that stays.") @Nullable Boolean masked,
        @Param("What is to become of it. `restarted` and `reloaded` start a unit that is stopped. Left out, that stays.")
                @Nullable State state,
        @Param(value = "Have systemd read the unit's files anew where they have changed.", defaultValue = "true")
                boolean daemonReload,
        @Param(value = "The host's systemd, or that of the user the task acts as.", defaultValue = "system")
                Scope scope,
        @Param(value = "How long starting or stopping may take.", defaultValue = "90s") Duration timeout,
        @Param(
                        value = "How a unit file is checked before it is put in place: `strict` accepts no complaint of"
                                + " systemd-analyze, `errors` passes over what this version of systemd ignores.",
                        defaultValue = "strict")
                Verify verify) {
    /** What is to become of a unit. */
    public enum State {
        STARTED,
        STOPPED,
        RESTARTED,
        RELOADED
    }

    /** How a unit file is checked. */
    public enum Verify {
        STRICT,
        ERRORS,
        OFF
    }

    public UnitParameters {
        if (!name.matches(".*\\.[a-z]+") || !UnitStatus.validName(name)) {
            name = name + ".service";
        }
        if (!UnitStatus.validName(name)) {
            throw new InvalidParameterException(
                    "name", "\"" + name + "\" cannot be a unit: expected letters, digits and any of : _ . - @");
        }
        boolean pattern = name.contains("@.");
        if (pattern && (state != null)) {
            throw new InvalidParameterException(
                    "state", name + " is a pattern for units; name one of them, such as " + name.replace("@.", "@1."));
        }
        if (content != null && template != null) {
            throw new InvalidParameterException("template", "give either content or template, not both");
        }
        if (Boolean.TRUE.equals(masked) && (Boolean.TRUE.equals(enabled) || starts(state))) {
            throw new InvalidParameterException("masked", "a masked unit can neither be started nor enabled");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new InvalidParameterException("timeout", "must be positive");
        }
        String text = content != null ? content : template != null ? template.text() : null;
        if (text != null) {
            checkFile(content != null ? "content" : "template", text, enabled, masked);
        } else if (enabled == null && masked == null && state == null) {
            throw new InvalidParameterException(
                    "", "needs content, template, enabled, masked or state: what is to be managed?");
        }
    }

    private static void checkFile(
            String parameter, String text, @Nullable Boolean enabled, @Nullable Boolean masked) {
        if (!text.lines().anyMatch(line -> line.strip().startsWith("["))) {
            throw new InvalidParameterException(parameter, "not a unit file: it has no section such as [Unit]");
        }
        if (Boolean.TRUE.equals(masked)) {
            throw new InvalidParameterException("masked", "a masked unit has no file of its own");
        }
        if (Boolean.TRUE.equals(enabled) && !UnitFile.parse(text).installable()) {
            throw new InvalidParameterException(
                    "enabled",
                    "the unit file has no [Install] section, so there is nothing to enable",
                    "add: [Install] with WantedBy=multi-user.target");
        }
    }

    private static boolean starts(@Nullable State state) {
        return state != null && state != State.STOPPED;
    }

    boolean starts() {
        return starts(state);
    }

    /** The text of the unit file with a newline at its end, or null where it is not managed. */
    @Nullable String text() {
        String text = content != null ? content : template != null ? template.text() : null;
        return text == null || text.endsWith("\n") ? text : text + "\n";
    }

    /** Anybody may read a unit file, unless a secret went into it. */
    int fileMode() {
        return template != null && template.secret() ? 0600 : 0644;
    }

    boolean user() {
        return scope == Scope.USER;
    }
}
