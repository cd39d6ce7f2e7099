package dev.runbook.catalog;

import dev.runbook.api.Content;
import dev.runbook.api.Evaluated;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.Secret;
import dev.runbook.api.SourceFile;
import dev.runbook.api.Template;
import dev.runbook.api.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has a parameter of every type. */
@Module(
        name = "sample",
        summary = "Shows what parameters can be",
        description = {
            "The first paragraph, which says a little more than the summary does and so is long enough to be wrapped at"
                    + " the width of a terminal.",
            "The second paragraph."
        },
        formerNames = {"specimen"},
        examples = {"sample: {path: /etc/motd, mode: 0644}", "sample:\n  path: /srv\n  tags_list: [a, b]\n"})
public final class SampleModule implements QueryModule<SampleModule.Parameters, SampleModule.Result> {
    enum State {
        PRESENT,
        ABSENT,
        IN_PLACE
    }

    record Limit(
            @Param("The name of the limit.") String name,
            @Param(value = "How much.", defaultValue = "10") int amount) {
        Limit {
            if (amount < 0) {
                throw new InvalidParameterException("amount", "expected 0 or more, not " + amount);
            }
        }
    }

    record Parameters(
            @Param(value = "Where it is. Absolute.", aliases = {"dest", "name"}) String path,
            @Param(value = "What to bring about.", defaultValue = "present") State state,
            @Param("Permissions.") @Nullable FileMode mode,
            @Param(value = "Whether to insist.", defaultValue = "no") boolean force,
            @Param("How often.") @Nullable Integer count,
            @Param("How large.") @Nullable Long size,
            @Param("Which part.") @Nullable Double ratio,
            @Param(value = "How long.", defaultValue = "30s") Duration timeout,
            @Param("A version.") @Nullable String version,
            @Param("Words.") List<String> tagsList,
            @Param("Numbers.") @Nullable List<Integer> ports,
            @Param("Settings by name.") Map<String, String> settings,
            @Param("Limits.") List<Limit> limits,
            @Param("The one limit.") @Nullable Limit limit,
            @Param("A password.") @Nullable Secret password,
            @Param("A file.") @Nullable SourceFile src,
            @Param("A template.") @Nullable Template template,
            @Param("Conditions.") List<Evaluated> that,
            @Param(value = "Any data.", acceptsUnknown = true) @Nullable Object data) {
        Parameters {
            if (!path.startsWith("/")) {
                throw new InvalidParameterException("path", "expected an absolute path, not " + path, "begin it with /");
            }
            if (src != null && template != null) {
                throw new InvalidParameterException("", "give src or template, not both");
            }
        }
    }

    /** What is seen. */
    public record Result(String path, FileMode fileMode, @Observed Content content, Map<String, List<Integer>> parts) {}

    @Override
    public Result query(Parameters parameters, World world) {
        throw new UnsupportedOperationException("only described");
    }
}
