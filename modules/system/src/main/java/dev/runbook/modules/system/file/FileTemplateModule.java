package dev.runbook.modules.system.file;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.Payload;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Template;
import dev.runbook.api.World;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.WriteFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a rendered template in place. */
@Module(
        name = "file_template",
        summary = "Writes a file from a template",
        description = {
            "The template is rendered for each host before the first change; `@{…}` gives values, and `@if{…}`, "
                    + "`@foreach{…}` and `@else{}` up to `@end{}` give structure.",
            "The file is written beside its place, given its attributes, validated, and renamed: it is never seen "
                    + "half-written, and when anything fails the old one stays."
        },
        formerNames = {"template"},
        examples = {
            """
            - file_template:
                src: prometheus.yml.tmpl
                dest: /etc/prometheus/prometheus.yml
                owner: root
                group: prometheus
                mode: 0640
                validate: promtool check config %s
            """
        })
public final class FileTemplateModule implements ResourceModule<FileTemplateModule.Parameters, FileState> {
    /** What a task gives. */
    public record Parameters(
            @Param("The template, looked for in the role's `templates` directory and beside the runbook.") Template src,
            @Param(value = "Where the file goes. A directory, or a path that ends in `/`, takes the template's name "
                    + "without `.tmpl`, `.tpl` or `.j2`.", aliases = "path")
            String dest,
            @Param("The user who owns the file; an existing file keeps its owner when left out.") @Nullable String owner,
            @Param("The group of the file; an existing file keeps its group when left out.") @Nullable String group,
            @Param("Permissions, octal or symbolic; an existing file keeps its own when left out, a new one gets 0644, "
                    + "or 0600 when a secret went into it.")
            @Nullable FileMode mode,
            @Param("A command that must succeed on the new file before it is put in place; `%s` stands for its path.")
            @Nullable String validate,
            @Param(value = "Keeps a copy of the former file, named after its checksum.", defaultValue = "false")
            boolean backup,
            @Param(value = "Replaces a file whose content differs; otherwise only a missing file is written.",
                    defaultValue = "true")
            boolean force,
            @Param(value = "Follows a link that stands there instead of replacing it.", defaultValue = "false")
            boolean follow) {
        public Parameters {
            HostPaths.check("dest", dest);
            FileTarget.checkValidate(validate);
        }

        FileSpec spec() {
            return new FileSpec(mode, owner, group, backup, validate, src.secret(), follow, Content.DIFF_LIMIT);
        }
    }

    @Override
    public FileState observe(Parameters parameters, World world) {
        String dest = HostPaths.resolve(parameters.dest(), world);
        var there = world.ask(new FileStatus(dest, true));
        if (parameters.dest().endsWith("/") || (there != null && there.isDirectory())) {
            dest = Paths.below(dest, name(parameters.src().name()));
        }
        return FileTarget.observe(world, dest, parameters.spec(), Content.of(parameters.src().text()).sha256());
    }

    private static String name(String template) {
        return Paths.name("/" + template).replaceFirst("\\.(tmpl|tpl|j2)$", "");
    }

    @Override
    public FileState wanted(Parameters parameters, FileState current) {
        Content content = !parameters.force() && current.content() != null
                ? current.content()
                : Content.of(parameters.src().text());
        return FileTarget.wanted(current, content, parameters.spec());
    }

    @Override
    public List<Action> actions(Parameters parameters, FileState current, FileState wanted) {
        return FileTarget.actions(current, wanted, new WriteFile.Sent(Payload.of(parameters.src().text())),
                parameters.spec());
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.dest();
    }

    @Override
    public boolean exists(FileState state) {
        return state.state() != Kind.ABSENT;
    }
}
