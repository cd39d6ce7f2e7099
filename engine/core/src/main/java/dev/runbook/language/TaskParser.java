package dev.runbook.language;

import dev.runbook.language.Keywords.Level;
import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses lists of tasks, blocks and handlers. */
final class TaskParser {
    private static final Pattern KEY_VALUE = Pattern.compile("\\s*[A-Za-z_]\\w*=.*", Pattern.DOTALL);

    private static final Pattern INLINE = Pattern.compile("(?<=\\s|^)(chdir|creates|removes|executable)=\\S+");

    private final ModuleNames modules;
    private final Diagnostics diagnostics;
    private final KeyChecker keys;
    private final LoopControlParser loopControls;

    TaskParser(ModuleNames modules, Diagnostics diagnostics) {
        this.modules = modules;
        this.diagnostics = diagnostics;
        this.keys = new KeyChecker(modules, diagnostics);
        this.loopControls = new LoopControlParser(keys.shapes(), diagnostics);
    }

    KeyChecker keys() {
        return keys;
    }

    List<Runbook.Step> steps(@Nullable Node list) {
        List<Runbook.Step> steps = new ArrayList<>();
        if (list instanceof SequenceNode sequence) {
            for (Node item : sequence.items()) {
                if (item instanceof MappingNode mapping) {
                    step(mapping, steps);
                } else {
                    notATask(item, "task");
                }
            }
        }
        return steps;
    }

    List<Runbook.Task> handlers(@Nullable Node list) {
        List<Runbook.Task> handlers = new ArrayList<>();
        if (list instanceof SequenceNode sequence) {
            for (Node item : sequence.items()) {
                if (!(item instanceof MappingNode mapping)) {
                    notATask(item, "handler");
                } else if (mapping.entry("block").isPresent()) {
                    diagnostics.error(
                            Codes.MISPLACED_KEYWORD.id(), mapping.entry("block").get().key().span(),
                            "A handler cannot be a block",
                            "write several handlers that `listen` to the same name");
                } else {
                    handlers.add(task(mapping, Level.HANDLER));
                }
            }
        }
        return handlers;
    }

    private void notATask(Node item, String what) {
        String summary = item instanceof ScalarNode scalar && scalar.isNull()
                ? "There is nothing after this `-`"
                : "A " + what + " is a mapping, and this is " + KeywordShapes.what(item);
        if (item instanceof ScalarNode scalar && modules.contains(scalar.text())) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(), item.span(), summary, "write `" + scalar.text() + ":` with its parameters");
        } else {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(), item.span(), summary, "a " + what + " looks like `- module: {parameter: value}`");
        }
    }

    private void step(MappingNode node, List<Runbook.Step> steps) {
        boolean play = node.entry("hosts").isPresent()
                && node.entries().stream().noneMatch(entry -> modules.contains(entry.key().text()));
        if (play) {
            diagnostics.error(
                    Codes.PLAY_NOT_TASK.id(), node.entry("hosts").orElseThrow().key().span(),
                    "This is a play, in a list of tasks",
                    "a play begins at the left margin of the runbook: `- hosts: …`");
        } else if (node.entry("block").isPresent()) {
            steps.add(block(node));
        } else {
            steps.add(task(node, Level.TASK));
        }
    }

    private Runbook.Block block(MappingNode node) {
        KeyChecker.Checked checked = keys.check(node, Level.BLOCK);
        Fields fields = checked.fields();
        if (fields.node("block") instanceof SequenceNode tasks && tasks.items().isEmpty()) {
            diagnostics.error(Codes.MISSING_VALUE.id(), tasks.span(), "This block has no tasks");
        }
        return new Runbook.Block(
                fields.common(), List.copyOf(fields.scalars("notify")), steps(fields.node("block")),
                steps(fields.node("rescue")), steps(fields.node("always")));
    }

    private Runbook.Task task(MappingNode node, Level level) {
        KeyChecker.Checked checked = keys.check(node, level);
        Fields fields = checked.fields();
        Entry module = checked.module();
        if (module == null) {
            if (!checked.explained()) {
                noModule(node, level);
            }
            ScalarNode none = new ScalarNode("", false, "", node.span());
            module = new Entry(none, none);
        } else if (!EngineTasks.contains(module.key().text())) {
            arguments(module);
        }
        Entry taken = module;
        Runbook.EngineCall call = EngineTasks.find(module.key().text())
                .map(known -> new EngineCallParser(keys, diagnostics).parse(known, taken, fields))
                .orElse(null);
        useless(fields);
        fields.scalars("listen").stream().filter(KeywordShapes::hasTemplate).forEach(name -> diagnostics.error(
                Codes.WRONG_SHAPE.id(), name.span(), "A name to listen to cannot hold an expression"));
        return new Runbook.Task(
                fields.common(), module.key(), module.value(), fields.node("args"), call, fields.scalar("register"),
                fields.node("loop"), loopControls.parse(fields.node("loop_control")), fields.conditions("until"),
                fields.node("retries"), fields.node("delay"), fields.conditions("changed_when"),
                fields.conditions("failed_when"), fields.node("async"), fields.node("poll"),
                List.copyOf(fields.scalars("notify")),
                fields.scalars("listen").stream().map(ScalarNode::text).toList());
    }

    private void noModule(MappingNode node, Level level) {
        Span place = node.entries().isEmpty() ? node.span() : node.entries().getFirst().key().span();
        diagnostics.error(
                Codes.NO_MODULE.id(), place,
                "This " + (level == Level.HANDLER ? "handler" : "task") + " names no module, and so does nothing",
                "add one: `copy:`, `command:`, …; `runbook doc` lists them");
    }

    private void arguments(Entry module) {
        String name = module.key().text();
        if (!(module.value() instanceof ScalarNode text)) {
            keys.shapes().bracesIn(module.value());
            return;
        }
        if (modules.takesText(name)) {
            inline(text, name);
        } else if (KEY_VALUE.matcher(text.text()).matches()) {
            String mapping = KeyValueArguments.asMapping(text.text());
            diagnostics.error(
                    Codes.KEY_VALUE_ARGUMENTS.id(), text.span(),
                    "The parameters of `" + name + "` are a mapping, not `name=value` text",
                    mapping.isEmpty() ? "write each parameter as `name: value`" : "write `" + name + ": " + mapping + "`");
        }
        keys.shapes().bracesIn(module.value());
    }

    /** Ansible takes these out of a command; here they would be passed on to it. */
    private void inline(ScalarNode text, String name) {
        Matcher matcher = INLINE.matcher(text.text());
        if (matcher.find()) {
            String option = matcher.group(1);
            diagnostics.add(Diagnostic.warning(
                    Codes.KEY_VALUE_ARGUMENTS.id(), text.spanOf(matcher.start(1), matcher.end()),
                    "`" + option + "=` is passed to the command as it stands",
                    "for the parameter of `" + name + "` write `args: {" + option + ": …}` beside it"));
        }
    }

    private void useless(Fields fields) {
        needs(fields, "loop_control", "loop");
        needs(fields, "delay", "until", "retries");
        needs(fields, "poll", "async");
        needs(fields, "delegate_facts", "delegate_to");
    }

    private void needs(Fields fields, String keyword, String... any) {
        Entry entry = fields.entry(keyword);
        if (entry == null || List.of(any).stream().anyMatch(other -> fields.entry(other) != null)) {
            return;
        }
        diagnostics.warning(
                Codes.USELESS_KEYWORD.id(), entry.key().span(),
                "`" + keyword + "` does nothing without " + Suggestions.either(List.of(any)));
    }
}
