package dev.runbook.execution;

import dev.runbook.catalog.Arguments;
import dev.runbook.catalog.FileLocator;
import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Expressions;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Precedence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles a runbook: every expression, every task's parameters. Finds every mistake that needs no host. */
public final class Compiler {
    private final ModuleCatalog modules;
    private final Expressions expressions;
    private final FileLocator files;
    private final Path directory;
    private final TagSelection tags;
    private final Diagnostics diagnostics;

    public Compiler(
            ModuleCatalog modules,
            Expressions expressions,
            FileLocator files,
            Path directory,
            RunOptions options,
            Diagnostics diagnostics) {
        this.modules = modules;
        this.expressions = expressions;
        this.files = files;
        this.directory = directory;
        this.tags = new TagSelection(options.tags(), options.skipTags());
        this.diagnostics = diagnostics;
    }

    /** What a task takes over from the blocks and the play around it. */
    private record Around(Settings settings, List<Frame> frames, Set<String> tags, List<Expression> notifies) {
        Around with(Settings inner, List<Frame> more, List<String> moreTags, List<Expression> moreNotifies) {
            List<Frame> allFrames = new ArrayList<>(frames);
            allFrames.addAll(more);
            Set<String> allTags = new LinkedHashSet<>(tags);
            allTags.addAll(moreTags);
            List<Expression> allNotifies = new ArrayList<>(notifies);
            allNotifies.addAll(moreNotifies);
            return new Around(inner, allFrames, allTags, allNotifies);
        }
    }

    /** The plays of one runbook. What has errors is left out; the errors are in the collector. */
    List<Program.Play> compile(Runbook runbook) {
        return runbook.plays().stream().map(play -> play(play)).toList();
    }

    private Program.Play play(Runbook.Play play) {
        Runbook.Common common = play.common();
        Settings settings = Settings.NONE.with(common, expressions, diagnostics);
        // A play's own variables are kept apart: vars_files come between them and the variables of blocks and tasks.
        Around around = new Around(settings, List.of(), new LinkedHashSet<>(common.tags()), List.of());
        List<Program.Task> handlers = new ArrayList<>();
        for (Runbook.Task handler : play.handlers()) {
            task(handler, around).ifPresent(handlers::add);
        }
        Program.Play compiled = new Program.Play(
                play,
                directory,
                common.name() == null ? null : expressions.text(common.name(), diagnostics),
                expressions.value(play.hosts(), diagnostics),
                play.varsFiles().stream().map(file -> expressions.text(file, diagnostics)).toList(),
                frames(Precedence.PLAY_VARS, "play vars", common),
                play.gatherFacts() == null ? null : expressions.value(play.gatherFacts(), diagnostics),
                settings,
                steps(play.preTasks(), around),
                steps(play.tasks(), around),
                steps(play.postTasks(), around),
                handlers);
        return compiled;
    }

    private List<Frame> frames(Precedence precedence, String origin, Runbook.Common common) {
        if (common.vars().isEmpty()) {
            return List.of();
        }
        Frame frame = Frame.of(precedence, origin, common.vars());
        frame.check(expressions, diagnostics);
        return List.of(frame);
    }

    private List<Program.Step> steps(List<Runbook.Step> steps, Around around) {
        List<Program.Step> compiled = new ArrayList<>();
        for (Runbook.Step step : steps) {
            switch (step) {
                case Runbook.Task task -> task(task, around).ifPresent(compiled::add);
                case Runbook.Block block -> compiled.add(block(block, around));
            }
        }
        return compiled;
    }

    private Program.Block block(Runbook.Block block, Around around) {
        Around inner = around.with(
                around.settings().with(block.common(), expressions, diagnostics),
                frames(Precedence.BLOCK_VARS, "block vars", block.common()),
                block.common().tags(),
                block.notifies().stream().map(n -> expressions.value(n, diagnostics)).toList());
        List<Program.Step> main = steps(block.block(), inner);
        List<Program.Step> rescue = steps(block.rescue(), inner);
        List<Program.Step> always = steps(block.always(), inner);
        boolean selected = List.of(main, rescue, always).stream()
                .flatMap(List::stream)
                .anyMatch(Program.Step::selected);
        return new Program.Block(block, main, rescue, always, selected);
    }

    private Optional<Program.Task> task(Runbook.Task task, Around around) {
        Runbook.Common common = task.common();
        Around inner = around.with(
                around.settings().with(common, expressions, diagnostics),
                frames(Precedence.TASK_VARS, "task vars", common),
                common.tags(),
                task.notifies().stream().map(n -> expressions.value(n, diagnostics)).toList());
        ModuleDescriptor module = modules.find(task.module().text()).orElse(null);
        if (module == null) {
            return Optional.empty(); // the parser has said so
        }
        Arguments arguments = Arguments.compile(
                module, task.arguments(), task.extraArguments(), expressions, files, diagnostics, task.module().span());
        return Optional.of(new Program.Task(
                task,
                module,
                arguments,
                common.name() == null ? null : expressions.text(common.name(), diagnostics),
                inner.settings(),
                inner.frames(),
                loop(task),
                retry(task),
                conditions(task.changedWhen()),
                conditions(task.failedWhen()),
                inner.notifies(),
                inner.tags(),
                tags.selects(inner.tags())));
    }

    private Program.@Nullable Loop loop(Runbook.Task task) {
        if (task.loop() == null) {
            return null;
        }
        Runbook.LoopControl control = task.loopControl();
        return new Program.Loop(
                expressions.value(task.loop(), diagnostics),
                control.loopVar(),
                control.indexVar(),
                control.label() == null ? null : expressions.value(control.label(), diagnostics),
                control.pause() == null ? null : expressions.value(control.pause(), diagnostics),
                conditions(control.breakWhen()),
                control.extended());
    }

    private Program.@Nullable Retry retry(Runbook.Task task) {
        if (task.until().isEmpty() && task.retries() == null) {
            return null;
        }
        return new Program.Retry(
                conditions(task.until()),
                task.retries() == null ? null : expressions.value(task.retries(), diagnostics),
                task.delay() == null ? null : expressions.value(task.delay(), diagnostics));
    }

    private List<Expression> conditions(List<Node.ScalarNode> written) {
        return written.stream().map(scalar -> expressions.condition(scalar, diagnostics)).toList();
    }
}
