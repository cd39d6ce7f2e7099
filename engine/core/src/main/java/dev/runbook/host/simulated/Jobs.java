package dev.runbook.host.simulated;

import dev.runbook.api.host.JobStatus;
import dev.runbook.api.host.StartJob;
import dev.runbook.host.Simulation.Reply;
import dev.runbook.host.simulated.SimulatedMachine.Job;
import java.time.Duration;
import java.util.Map;

/** Commands in the background: what they do is done when they are started, and known when their time is over. */
final class Jobs {
    private Jobs() {}

    static void start(StartJob start, Session session, Map<String, String> environment) {
        Reply reply = Commands.run(start.command(), session, environment);
        Duration takes = Duration.ofMillis(Math.round(reply.seconds() * 1000));
        boolean late = takes.compareTo(start.atMost()) > 0;
        // 143 is what a shell says of a command ended by TERM.
        JobStatus.State.Finished end = late
                ? new JobStatus.State.Finished(143, "", "", true)
                : new JobStatus.State.Finished(reply.exitStatus(), reply.stdout(), reply.stderr(), false);
        long done = System.nanoTime() + (late ? start.atMost() : takes).toNanos();
        session.machine.jobs.put(key(session, start.id()), new Job(done, end));
    }

    static JobStatus.State state(Session session, String id) {
        Job job = session.machine.jobs.get(key(session, id));
        if (job == null) {
            return new JobStatus.State.None();
        }
        return job.done() - System.nanoTime() > 0 ? new JobStatus.State.Running() : job.end();
    }

    static void remove(Session session, String id) {
        session.machine.jobs.remove(key(session, id));
    }

    /** They are kept below the home of who started them, so nobody else finds them. */
    private static String key(Session session, String id) {
        return session.me.name() + "/" + id;
    }
}
