package dev.runbook.cli;

import dev.runbook.event.EventSink;
import dev.runbook.execution.Engine;
import dev.runbook.execution.EngineException;
import dev.runbook.execution.ExitStatus;
import dev.runbook.execution.Preparation;
import dev.runbook.host.Hosts;
import dev.runbook.host.Reach;
import dev.runbook.host.ShellHosts;
import dev.runbook.host.simulated.SimulatedHosts;
import dev.runbook.language.RunbookException;
import dev.runbook.report.JsonLines;
import dev.runbook.report.ProgressLine;
import dev.runbook.report.TextReport;
import dev.runbook.world.Prompter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/** Carries out what is prepared, reports it, and obeys Ctrl-C. */
final class Runs {
    private Runs() {}

    /** @return the exit status */
    static int run(Preparation.Prepared prepared, Parsed parsed, Console console) throws InterruptedException {
        boolean jsonLines = Setup.jsonLines(parsed);
        if (!prepared.good()) {
            Setup.show(prepared.diagnostics(), jsonLines, console);
            return ExitStatus.INVALID;
        }
        try (Hosts hosts = new SimulatedHosts(ShellHosts.create())) {
            Engine engine = new Engine(prepared, hosts, Reach.REAL, prompter(console));
            try {
                engine.ask();
            } catch (RunbookException e) {
                Setup.show(e.diagnostics(), jsonLines, console);
                return ExitStatus.INVALID;
            }
            AtomicInteger exit = new AtomicInteger();
            EventSink report = report(prepared, parsed, console, jsonLines);
            obeyInterrupt(engine, hosts, console);
            exit.set(engine.run(report));
            return exit.get();
        } catch (EngineException e) {
            return internalError(e, parsed, console);
        }
    }

    static int internalError(EngineException e, Parsed parsed, Console console) {
        console.out().flush();
        console.err().println("runbook: internal error: " + e.getCause());
        console.err().println("This is a bug in runbook or in a module, not in your runbook.");
        if (parsed.count("verbose") > 1) {
            e.printStackTrace(console.err());
        } else {
            console.err().println("help: -vv shows where it happened");
        }
        return ExitStatus.INTERNAL;
    }

    private static EventSink report(
            Preparation.Prepared prepared, Parsed parsed, Console console, boolean jsonLines) {
        if (jsonLines) {
            return new JsonLines(console.out());
        }
        // Whoever runs one module by hand wants to see what it gave.
        int results = prepared.request().runbooks().equals(ExecCommand.RUNBOOKS) ? 1 : 0;
        var options = new TextReport.Options(
                prepared.request().options().diff(), Math.max(results, parsed.count("verbose")));
        return new TextReport(
                console.out(),
                console.style(),
                options,
                Setup.renderer(console)::render,
                new ProgressLine(console.out(), console.terminal()));
    }

    static Prompter prompter(Console console) {
        if (!console.terminal()) {
            return Prompter.NOBODY;
        }
        return (text, hidden) -> {
            java.io.Console terminal = System.console();
            if (terminal == null) {
                return Optional.empty();
            }
            if (hidden) {
                char[] typed = terminal.readPassword("%s", text);
                return typed == null ? Optional.empty() : Optional.of(new String(typed));
            }
            return Optional.ofNullable(terminal.readLine("%s", text));
        };
    }

    /** The first Ctrl-C ends the run behind the tasks under way, the second cuts them off. */
    static void obeyInterrupt(Engine engine, Hosts hosts, Console console) {
        AtomicInteger asked = new AtomicInteger();
        Thread main = Thread.currentThread();
        Signal.handle(new Signal("INT"), signal -> {
            if (asked.incrementAndGet() == 1) {
                console.err().println("\nStopping behind the tasks under way; press Ctrl-C again to cut them off.");
                engine.stop();
            } else {
                hosts.close();
                main.interrupt();
            }
        });
    }
}
