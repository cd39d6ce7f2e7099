package dev.runbook.execution;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.expression.Scope;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Precedence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles plays: every expression, every task's parameters. Finds every mistake that needs no host. */
final class Compiler {
    private final ModuleCatalog modules;
    private final Function<Path, Expressions> expressionsFor;
    private final Sources sources;
    private final Roles roles;
    private final TagSelection tags;
    private final Function<List<Frame>, Scope> staticScope;
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Map<Path, Expressions> expressions = new ConcurrentHashMap<>();

    /** @param staticScope what is known before any host: {@code -e}, and these variables */
    Compiler(
            ModuleCatalog modules, Function<Path, Expressions> expressionsFor, Sources sources, TagSelection tags,
            Function<List<Frame>, Scope> staticScope) {
        this.modules = modules;
        this.staticScope = staticScope;
        this.expressionsFor = expressionsFor;
        this.sources = sources;
        this.roles = new Roles(sources);
        this.tags = tags;
    }

    /** What tasks would register that could not be compiled. */
    Set<String> lost() {
        return lost;
    }

    /**
     * A play and the imports by which it came in.
     *
     * @param file the runbook it stands in; null where that is no file
     * @param imports the {@code import_playbook}s around it, the outermost first
     */
    record Linked(Runbook.Play play, Path directory, @Nullable Path file, List<Runbook.Common> imports) {}

    ModuleCatalog modules() {
        return modules;
    }

    Sources sources() {
        return sources;
    }

    Roles roles() {
        return roles;
    }

    TagSelection tags() {
        return tags;
    }

    Scope staticScope(List<Frame> frames) {
        return staticScope.apply(frames);
    }

    Expressions expressions(Path directory) {
        return expressions.computeIfAbsent(directory, expressionsFor);
    }

    /** What has errors is left out; the errors are in the collector. */
    Program.Play play(Linked linked, Diagnostics diagnostics) {
        Runbook.Play play = linked.play();
        Runbook.Common common = play.common();
        Place place = Place.of(linked.directory(), linked.file());
        Expressions here = expressions(place.base());
        PlayParts parts = new PlayParts();
        StepCompiler steps = new StepCompiler(this, place, parts, diagnostics);
        Around outside = Around.NOTHING;
        List<Frame> imported = new ArrayList<>();
        for (Runbook.Common around : linked.imports()) {
            outside = outside.withSettings(outside.settings().with(around, here, diagnostics)).withTags(around.tags());
            imported.addAll(0, steps.frames(Precedence.PLAY_VARS, "import_playbook vars", around.vars()));
        }
        // A play's own variables are kept apart: vars_files come between them and the variables of blocks and tasks.
        Around around = outside.withSettings(outside.settings().with(common, here, diagnostics))
                .withTags(common.tags())
                .withDefaults(steps.defaults(common));
        List<Frame> frames = new ArrayList<>(steps.frames(Precedence.PLAY_VARS, "play vars", common.vars()));
        frames.addAll(imported);
        parts.known().addAll(frames);
        List<Program.Step> ofRoles = new ArrayList<>();
        play.roles().forEach(use -> ofRoles.addAll(steps.roleOfPlay(use, around)));
        List<Program.Step> pre = steps.steps(play.preTasks(), around);
        List<Program.Step> tasks = steps.steps(play.tasks(), around);
        List<Program.Step> post = steps.steps(play.postTasks(), around);
        List<Program.Task> own = steps.handlers(play.handlers(), around);
        List<Program.Task> handlers = new ArrayList<>(parts.handlers());
        handlers.addAll(own);
        frames.addAll(parts.exported());
        return new Program.Play(
                play,
                linked.directory(),
                common.name() == null ? null : here.text(common.name(), diagnostics),
                here.value(play.hosts(), diagnostics),
                paths(play.varsFiles(), here, diagnostics),
                List.copyOf(frames),
                value(play.gatherFacts(), here, diagnostics),
                around.settings(),
                new Program.Course(
                        play.serial().stream().map(size -> here.value(size, diagnostics)).toList(),
                        value(play.maxFailPercentage(), here, diagnostics),
                        value(play.strategy(), here, diagnostics),
                        value(play.forceHandlers(), here, diagnostics),
                        value(play.order(), here, diagnostics)),
                pre,
                List.copyOf(ofRoles),
                tasks,
                post,
                List.copyOf(handlers));
    }

    private static List<Expression> paths(List<Node> files, Expressions expressions, Diagnostics diagnostics) {
        List<Expression> paths = new ArrayList<>();
        for (Node file : files) {
            switch (file) {
                case Node.ScalarNode path -> paths.add(expressions.text(path, diagnostics));
                case Node.SequenceNode choices -> choices.items().forEach(choice -> {
                    if (choice instanceof Node.ScalarNode path) {
                        paths.add(expressions.text(path, diagnostics));
                    }
                });
                case Node.MappingNode mapping -> {} // the parser has said so
            }
        }
        return paths;
    }

    private static @Nullable Expression value(@Nullable Node node, Expressions expressions, Diagnostics diagnostics) {
        return node == null ? null : expressions.value(node, diagnostics);
    }
}
