package dev.runbook.execution;

import dev.runbook.event.Event;
import dev.runbook.event.EventSink;
import dev.runbook.event.Masker;
import dev.runbook.expression.Scope;
import dev.runbook.host.Hosts;
import dev.runbook.host.Reach;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.variables.Frame;
import dev.runbook.variables.HostVariables;
import dev.runbook.variables.Precedence;
import dev.runbook.world.Prompter;
import dev.runbook.world.RunServices;
import dev.runbook.world.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Carries out a prepared run. One instance per run. */
public final class Engine {
    private final Preparation.Prepared prepared;
    private final Hosts hosts;
    private final Reach reach;
    private final Prompter prompter;
    private final Masker masker = new Masker();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<@Nullable String> stoppedAt = new AtomicReference<>();
    private final AtomicReference<@Nullable String> aborted = new AtomicReference<>();
    private final Prompts prompts;

    /**
     * @param prepared without errors
     * @param hosts closed by whoever made it, after the run
     * @param reach where services are
     */
    public Engine(Preparation.Prepared prepared, Hosts hosts, Reach reach, Prompter prompter) {
        this.prepared = prepared;
        this.hosts = hosts;
        this.reach = reach;
        this.prompter = prompter;
        this.prompts = new Prompts(prepared.program(), prepared.variables(), prompter, masker);
    }

    /**
     * Asks for what {@code vars_prompt} wants to know; before the run, so that nothing is half done when an answer is
     * missing. Without this call, defaults count.
     *
     * @throws RunbookException where a variable gets no value
     */
    public void ask() {
        prompts.ask();
    }

    /** Takes secrets out of whatever is said about this run. */
    public Masker masker() {
        return masker;
    }

    /** Ends the run behind the tasks that are under way. May be called from any thread. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Runs all plays.
     *
     * @param sink hears the events, without secrets
     * @return the exit status, one of {@link ExitStatus}
     * @throws EngineException where the engine or a module is broken
     */
    public int run(EventSink sink) throws InterruptedException {
        Instant start = Instant.now();
        RunOptions options = prepared.request().options();
        EventSink masked = serialized(masker.before(sink));
        Recap recap = new Recap();
        RunServices services = new RunServices(reach);
        RunContext context = new RunContext(
                options, masked, masker, hosts, services, new View(), prompter, recap,
                new Semaphore(options.forks()), stoppedAt, stopping, new RunInventory(prepared.variables()));
        masked.accept(new Event.RunStarted(prepared.request().runbooks(), options.check()));
        prepared.diagnostics().forEach(warning -> masked.accept(new Event.Warning(warning)));
        boolean completed = false;
        try {
            plays(context);
            completed = true;
        } finally {
            int exit = completed ? exit(recap, options) : ExitStatus.INTERRUPTED;
            String stopped = stoppedAt.get();
            if (stopped == null && (!completed || stopping.get())) {
                stopped = "the tasks under way were cut off";
            }
            masked.accept(new Event.RunFinished(
                    recap.counts(), exit, Duration.between(start, Instant.now()),
                    completed && !stopping.get() ? null : stopped, aborted.get()));
            services.close();
        }
        return exit(recap, options);
    }

    private void plays(RunContext context) throws InterruptedException {
        Selection selection = new Selection(prepared.variables(), context.options(), prepared.program());
        boolean started = context.options().startAt() == null;
        for (Program.Play play : prepared.program().plays()) {
            if (stopping.get() || aborted.get() != null) {
                return;
            }
            Program.Play toRun = play;
            if (!started) {
                toRun = StartAt.from(play, String.valueOf(context.options().startAt()));
                started = toRun != null;
                if (toRun == null) {
                    continue;
                }
            }
            selection.check(play, new Diagnostics());
            List<HostState> taking = selection.hosts(play).stream()
                    .map(context.inventory()::state)
                    .filter(HostState::active)
                    .toList();
            if (selection.hosts(play).isEmpty() && selection.grows()) {
                context.sink().accept(new Event.Warning(Diagnostic.warning(
                        "no-hosts", play.ast().hosts().span(), "No host is in this pattern; the play is left out")));
            }
            if (!taking.isEmpty()) {
                play(context, toRun, taking);
            }
        }
    }

    private void play(RunContext context, Program.Play play, List<HostState> hosts) throws InterruptedException {
        List<Frame> asked = new ArrayList<>(play.frames());
        Map<String, Object> answers = prompts.answers(play);
        if (!answers.isEmpty()) {
            asked.add(Frame.data(Precedence.VARS_PROMPT, "vars_prompt", answers));
        }
        Course course;
        try {
            course = Course.of(play, hosts.getFirst().variables().scope(asked));
        } catch (RunbookException e) {
            e.diagnostics().forEach(diagnostic -> context.sink().accept(new Event.Warning(diagnostic)));
            hosts.forEach(host -> context.recap().count(host.name(), Event.Status.FAILED, false, false));
            aborted.set("the play's keywords cannot be told");
            return;
        }
        for (List<HostState> batch : course.batches(hosts)) {
            List<HostState> active = batch.stream().filter(HostState::active).toList();
            if (active.isEmpty() || stopping.get()) {
                continue;
            }
            PlayState state = batch(context, play, course, active, asked);
            if (state.fatal() != null) {
                aborted.set(String.valueOf(state.fatal()));
            } else if (state.allFailed()) {
                aborted.set("no host is left");
            }
            if (aborted.get() != null || state.end() == PlayState.End.PLAY) {
                return;
            }
        }
    }

    private PlayState batch(
            RunContext context, Program.Play play, Course course, List<HostState> hosts, List<Frame> playFrames)
            throws InterruptedException {
        Map<String, Object> magic = Map.of("play_hosts", hosts.stream().map(HostState::name).toList());
        Map<HostState, List<Frame>> frames = new LinkedHashMap<>();
        int failed = 0;
        for (HostState host : hosts) {
            List<Frame> known = new ArrayList<>(playFrames);
            known.add(Frame.data(Precedence.MAGIC, "built in", magic));
            try {
                known.addAll(prepared.varsFiles()
                        .frames(play.ast().varsFiles(), play.directory(), host.variables().scope(known)));
                Facts.offer(context, host, play, known);
                frames.put(host, known);
            } catch (RunbookException e) {
                e.diagnostics().forEach(diagnostic -> context.sink().accept(new Event.Warning(diagnostic)));
                context.recap().count(host.name(), Event.Status.FAILED, false, false);
                host.fail();
                failed++;
            }
        }
        Pacer pacer = new Pacer(frames.keySet().stream().map(HostState::name).toList(), course.free());
        PlayState state = new PlayState(pacer, hosts.size(), course.maxFailPercentage());
        for (int i = 0; i < failed; i++) {
            state.hostFailed();
        }
        if (!frames.isEmpty()) {
            HostState first = frames.keySet().iterator().next();
            String name = name(play, first.variables(), frames.getOrDefault(first, List.of()));
            PlayRunner.run(context, play, name, frames, state);
        }
        return state;
    }

    private static String name(Program.Play play, HostVariables host, List<Frame> frames) {
        if (play.name() == null) {
            return play.hosts().literal() ? String.valueOf(play.hosts().evaluate(Steps.EMPTY)) : "(unnamed)";
        }
        try {
            Scope scope = host.scope(frames);
            return String.valueOf(play.name().evaluate(scope));
        } catch (RunbookException e) {
            return play.ast().common().name() == null ? "(unnamed)" : play.ast().common().name().text();
        }
    }

    private int exit(Recap recap, RunOptions options) {
        if (stopping.get()) {
            return ExitStatus.INTERRUPTED;
        }
        if (recap.failed()) {
            return ExitStatus.FAILED;
        }
        if (recap.unreachable()) {
            return ExitStatus.UNREACHABLE;
        }
        if (aborted.get() != null) {
            return ExitStatus.FAILED; // rescued, but the plays were not carried out to their end
        }
        boolean pending = options.check() && recap.any(r -> r.changed() > 0 || r.unknown() > 0);
        return pending && options.exitOnChange() ? ExitStatus.PENDING : ExitStatus.DONE;
    }

    /** Hosts run side by side; listeners hear one event at a time. */
    private static EventSink serialized(EventSink sink) {
        var lock = new java.util.concurrent.locks.ReentrantLock();
        return event -> {
            lock.lock();
            try {
                sink.accept(event);
            } finally {
                lock.unlock();
            }
        };
    }
}
