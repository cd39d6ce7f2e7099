package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.event.Event;
import dev.runbook.execution.Engine;
import dev.runbook.execution.EngineException;
import dev.runbook.execution.ExitStatus;
import dev.runbook.execution.Preparation;
import dev.runbook.execution.RunOptions;
import dev.runbook.host.ShellHosts;
import dev.runbook.host.simulated.SimulatedHosts;
import dev.runbook.host.simulated.StandIns;
import dev.runbook.language.RunbookException;
import dev.runbook.rehearsal.Pass;
import dev.runbook.rehearsal.Verdict;
import dev.runbook.rehearsal.VerdictText;
import dev.runbook.report.ProgressLine;
import dev.runbook.report.TextReport;
import dev.runbook.world.Prompter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code runbook rehearse}: check, run, check, run, on machines and services in memory. */
final class RehearseCommand implements Command {
    private static final Set<String> LEFT_OUT = Set.of(
            "check", "diff", "list-tasks", "list-hosts", "list-tags", "exit-on-change", "ask-pass", "ask-become-pass",
            "private-key", "host-keys", "timeout", "output");

    @Override
    public String name() {
        return "rehearse";
    }

    @Override
    public String summary() {
        return "Runs runbooks against stand-ins, and proves them: check, run, check, run";
    }

    @Override
    public String usage() {
        return "FILE… [options]";
    }

    @Override
    public List<Option> options() {
        return RunFlags.forRuns().stream().filter(option -> !LEFT_OUT.contains(option.name())).toList();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "runbook rehearse site.yml -i inventory/hosts.yml     # every host is a machine in memory",
                "runbook rehearse site.yml -i web1,web2, -e port=80   # hosts need not exist",
                "runbook rehearse site.yml -t config                  # a part of it");
    }

    @Override
    public int run(Parsed parsed, Console console) throws InterruptedException {
        if (parsed.arguments().isEmpty()) {
            throw new UsageException("which runbook?", "runbook rehearse FILE");
        }
        VerdictText words = new VerdictText(console.style());
        List<Pass> passes = new ArrayList<>();
        Prompter prompter = remembering(Runs.prompter(console));
        try (ModuleCatalog modules = Setup.modules(console);
                StandIns standIns = new StandIns(modules.standIns());
                SimulatedHosts hosts = new SimulatedHosts(ShellHosts.create(), standIns)) {
            for (int number = 1; number <= 4; number++) {
                boolean check = number % 2 == 1;
                Preparation.Prepared prepared = Setup.preparation(modules).prepare(request(parsed, console, check));
                if (!prepared.good()) {
                    Setup.show(prepared.diagnostics(), false, console);
                    return ExitStatus.INVALID;
                }
                if (number == 1) {
                    Setup.show(prepared.diagnostics(), false, console);
                    console.out().println("REHEARSAL  " + String.join(" ", parsed.arguments())
                            + "  on simulated hosts and stand-ins for services");
                }
                long start = System.nanoTime();
                Pass pass = new Pass(check);
                Engine engine = new Engine(prepared, hosts, standIns, prompter);
                try {
                    engine.ask();
                } catch (RunbookException e) {
                    Setup.show(e.diagnostics(), false, console);
                    return ExitStatus.INVALID;
                }
                int exit = carryOut(engine, pass, parsed, console, hosts);
                passes.add(pass);
                console.out().println(words.pass(number, pass, (System.nanoTime() - start) / 1e9));
                console.out().flush();
                if (exit == ExitStatus.INTERRUPTED || exit == ExitStatus.INTERNAL) {
                    return exit;
                }
                if (!pass.good() && !check) {
                    break;
                }
            }
        }
        return conclude(passes, words, parsed, console);
    }

    private static Preparation.Request request(Parsed parsed, Console console, boolean check) {
        RunOptions options = RunFlags.options(parsed, console, check).onlySimulated().checking(check);
        return new Preparation.Request(
                parsed.arguments(), parsed.values("inventory"), parsed.values("extra-vars"), options, console.directory());
    }

    private static int carryOut(Engine engine, Pass pass, Parsed parsed, Console console, SimulatedHosts hosts)
            throws InterruptedException {
        TextReport report = report(parsed, console);
        try {
            Runs.obeyInterrupt(engine, hosts, console);
            return engine.run(event -> {
                pass.accept(event);
                if (parsed.count("verbose") > 0) {
                    report.accept(event);
                }
            });
        } catch (EngineException e) {
            return Runs.internalError(e, parsed, console);
        }
    }

    private static int conclude(List<Pass> passes, VerdictText words, Parsed parsed, Console console) {
        Pass last = passes.getLast();
        if (!last.good() && parsed.count("verbose") == 0) {
            TextReport report = report(parsed, console);
            report.accept(new Event.RunStarted(parsed.arguments(), last.check()));
            last.failures().forEach(report::accept);
        }
        Verdict verdict = Verdict.of(passes);
        console.out().println();
        console.out().print(words.table(verdict));
        console.out().println();
        console.out().print(words.conclusion(verdict));
        return verdict.holds() && last.good() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private static TextReport report(Parsed parsed, Console console) {
        return new TextReport(
                console.out(),
                console.style(),
                new TextReport.Options(true, Math.max(0, parsed.count("verbose") - 1)),
                Setup.renderer(console)::render,
                new ProgressLine(console.out(), console.terminal()));
    }

    /** One who was asked in the first pass is not asked again. */
    private static Prompter remembering(Prompter prompter) {
        Map<String, Optional<String>> answers = new HashMap<>();
        return (text, hidden) -> answers.computeIfAbsent(text, key -> prompter.ask(key, hidden));
    }
}
