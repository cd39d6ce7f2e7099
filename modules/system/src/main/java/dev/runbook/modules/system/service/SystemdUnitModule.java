package dev.runbook.modules.system.service;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Module;
import dev.runbook.api.Query;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.UnitFile;
import dev.runbook.api.host.UnitInfo;
import dev.runbook.api.host.UnitStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The module {@code systemd_unit}. */
@Module(
        name = "systemd_unit",
        summary = "Manages a unit of systemd: its file, whether it is enabled, and whether it runs",
        description = {
            "With `content` or `template` the unit's file is put into /etc/systemd/system, after systemd-analyze has"
                    + " looked at it. Programs that it names must be there, or be made by an earlier task.",
            "systemd reads its files anew where they have changed. A changed file alone restarts nothing: notify a"
                    + " handler with `state: restarted` for that.",
            "After a start it waits until the unit is active and stays so; if it does not, the task fails with the last"
                    + " lines of the unit's journal."
        },
        formerNames = {"systemd", "systemd_service", "service"},
        examples = {
            "systemd_unit: {name: prometheus, enabled: true, state: started}",
            "systemd_unit: {name: prometheus.service, state: reloaded}",
            "systemd_unit:\n  name: backup.timer\n  enabled: true\n  state: started\n  content: |\n    [Timer]\n"
                    + "    OnCalendar=daily\n    [Install]\n    WantedBy=timers.target"
        })
public final class SystemdUnitModule implements ResourceModule<UnitParameters, UnitState> {
    @Override
    public UnitState observe(UnitParameters parameters, World world) {
        UnitStatus query = new UnitStatus(parameters.name(), parameters.user());
        UnitState.Place place = UnitFiles.place(parameters, world);
        String text = parameters.text();
        List<Query<?>> queries = new ArrayList<>(List.of(query));
        if (text != null) {
            queries.add(new FileStatus(place.path(), false));
            queries.add(new FileContent(place.path(), Content.of(text).sha256()));
        }
        world.prefetch(queries);
        UnitInfo info = world.ask(query);
        UnitState.File file = text == null ? null : UnitFiles.observe(place.path(), text, world);
        if (text == null) {
            requireUsable(parameters, info);
        } else if (file == null || !file.content().equals(Content.of(text))) {
            Verification.require(parameters, text, world);
        }
        requireMaskable(parameters, info, place);
        requireReloadable(parameters, info);
        return new UnitState(
                file, info.enabled(), info.masked(), UnitState.stateOf(info), info.needDaemonReload(), null, info, place);
    }

    private static void requireUsable(UnitParameters parameters, UnitInfo info) {
        boolean onlyMask = parameters.masked() != null && parameters.state() == null && parameters.enabled() == null;
        if (!info.exists() && !onlyMask) {
            throw new TaskFailedException(
                    "there is no unit " + parameters.name() + " on this host",
                    null,
                    List.of("a unit file is given with content or template, or comes with a package"));
        }
        if (!info.exists() || info.masked() || info.loadState().equals("loaded")) {
            return;
        }
        throw new TaskFailedException(
                "systemd refuses the file of " + parameters.name() + ": " + info.loadState(),
                null,
                List.of("systemctl status " + parameters.name() + " on the host says why"));
    }

    private static void requireMaskable(UnitParameters parameters, UnitInfo info, UnitState.Place place) {
        boolean unmasks = Boolean.FALSE.equals(parameters.masked());
        boolean uses = parameters.starts() || Boolean.TRUE.equals(parameters.enabled()) || parameters.text() != null;
        if (info.masked() && !unmasks && uses) {
            throw new TaskFailedException(
                    parameters.name() + " is masked, so it can neither be started nor enabled nor given a file",
                    null,
                    List.of("masked: false takes the mask off"));
        }
        if (Boolean.TRUE.equals(parameters.masked()) && !info.masked() && info.fragmentPath().equals(place.path())) {
            throw new TaskFailedException(
                    parameters.name() + " cannot be masked, because its own file stands where the mask would: "
                            + place.path(),
                    null,
                    List.of("stop and disable it, and remove the file"));
        }
    }

    private static void requireReloadable(UnitParameters parameters, UnitInfo info) {
        String text = parameters.text();
        boolean can = text == null ? info.canReload() : UnitFile.parse(text).reloadable();
        if (parameters.state() == UnitParameters.State.RELOADED && info.active() && !can) {
            throw new TaskFailedException(
                    parameters.name() + " cannot be reloaded: its unit file has no ExecReload",
                    null,
                    List.of("state: restarted"));
        }
    }

    @Override
    public UnitState wanted(UnitParameters parameters, UnitState current) {
        UnitInfo info = current.status();
        String text = parameters.text();
        boolean enables = text != null ? UnitFile.parse(text).installable() : current.hasInstallSection();
        boolean once = once(parameters, info);
        String state = current.state();
        String operation = null;
        if (parameters.state() != null) {
            boolean active = state.equals(UnitState.STARTED);
            state = parameters.starts() ? once ? state : UnitState.STARTED : UnitState.STOPPED;
            operation = switch (parameters.state()) {
                case STARTED -> once && !active ? "started" : null;
                case STOPPED -> null;
                case RESTARTED -> "restarted";
                case RELOADED -> active ? "reloaded" : once ? "started" : null;
            };
        }
        boolean masked = parameters.masked() != null ? parameters.masked() : current.masked();
        boolean enabled = parameters.enabled() != null && enables ? parameters.enabled() : current.enabled();
        return new UnitState(
                text == null
                        ? null
                        : new UnitState.File(
                                current.place().path(),
                                Content.of(text),
                                current.place().owner(),
                                current.place().group(),
                                FileMode.octal(parameters.fileMode())),
                // Of a masked unit, systemd does not tell any more that it is enabled.
                enabled && (!masked || current.masked()),
                masked,
                state,
                current.daemonReload() && !parameters.daemonReload(),
                operation,
                info,
                current.place());
    }

    /** Of a file that is to be written, its text says how the unit will show itself; else systemd does. */
    private static boolean once(UnitParameters parameters, UnitInfo info) {
        String text = parameters.text();
        if (text == null) {
            return info.runsOnce();
        }
        UnitFile file = UnitFile.parse(text);
        return file.type().equals("oneshot") && !file.remainAfterExit();
    }

    @Override
    public List<Action> actions(UnitParameters parameters, UnitState current, UnitState wanted) {
        String name = parameters.name();
        boolean user = parameters.user();
        List<Action> actions = new ArrayList<>();
        if (current.masked() && !wanted.masked()) {
            actions.add(new MaskUnit(name, false, user));
        }
        boolean written = wanted.file() != null && !wanted.file().equals(current.file());
        if (written) {
            actions.addAll(UnitFiles.write(parameters, current));
        }
        boolean stale = current.daemonReload() && parameters.daemonReload();
        if (stale || written) {
            actions.add(new ReloadUnitFiles(user));
        }
        boolean masks = wanted.masked() && !current.masked();
        boolean asked = parameters.enabled() != null && wanted.enabled() == parameters.enabled();
        if (wanted.enabled() != current.enabled() && (!masks || asked)) {
            actions.add(new EnableUnit(name, wanted.enabled(), user));
        }
        if (masks) {
            actions.add(new MaskUnit(name, true, user));
        }
        RunUnit.Verb verb = verb(current, wanted);
        if (verb != null) {
            actions.add(new RunUnit(name, verb, user, once(parameters, current.status()), parameters.timeout()));
        }
        return actions;
    }

    private static RunUnit.@Nullable Verb verb(UnitState current, UnitState wanted) {
        if ("restarted".equals(wanted.operation())) {
            return RunUnit.Verb.RESTART;
        }
        if ("reloaded".equals(wanted.operation())) {
            return RunUnit.Verb.RELOAD;
        }
        if ("started".equals(wanted.operation())) {
            return RunUnit.Verb.START;
        }
        if (wanted.state().equals(current.state())) {
            return null;
        }
        return wanted.state().equals(UnitState.STOPPED) ? RunUnit.Verb.STOP : RunUnit.Verb.START;
    }

    @Override
    public String target(UnitParameters parameters) {
        return "unit " + parameters.name();
    }

    @Override
    public boolean exists(UnitState state) {
        return state.file() != null || state.status().exists();
    }
}
