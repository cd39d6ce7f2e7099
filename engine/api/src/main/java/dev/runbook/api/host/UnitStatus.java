package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What systemd says about a unit. A unit that does not exist gives {@link UnitInfo#NOT_FOUND}.
 *
 * @param name with its suffix: {@code ssh.service}
 * @param user whether it is asked of the user's own manager instead of the system's
 */
public record UnitStatus(String name, boolean user) implements FileQuery<UnitInfo> {
    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9:_.@\\\\-]{1,245}\\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)");

    public UnitStatus {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a unit: " + name);
        }
    }

    /** Of the system's manager. */
    public UnitStatus(String name) {
        this(name, false);
    }

    /** Whether the text can be the name of a unit, with its suffix. */
    public static boolean validName(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public Probe<UnitStatus, UnitInfo> probe() {
        return UnitProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "unit " + name;
    }

    /** A file put into the directory for units makes or changes the unit; so does one that goes. */
    @Override
    public Answer<UnitInfo> after(FileAction action, Answer<UnitInfo> before) {
        if (user || !(before instanceof Answer.Known<UnitInfo>(UnitInfo unit))) {
            return before;
        }
        String path = "/etc/systemd/system/" + name;
        Left left = action.at(path);
        if (left == null) {
            boolean dropIn = action.paths().stream().anyMatch(changed -> changed.startsWith(path + ".d/"));
            return dropIn && unit.exists() ? Answer.of(unit.withNeedDaemonReload(true)) : before;
        }
        return switch (left) {
            case Left.Altered altered -> before;
            case Left.Unsure unsure -> Answer.unknown(unsure.why());
            case Left.Gone gone -> !unit.fragmentPath().equals(path)
                    ? before
                    : unit.active()
                            ? Answer.of(unit.withNeedDaemonReload(true))
                            : Answer.unknown("another file may describe " + name + " once " + path + " is gone");
            case Left.Stands stands -> written(stands, path, unit);
        };
    }

    private Answer<UnitInfo> written(Left.Stands stands, String path, UnitInfo unit) {
        byte[] bytes = stands.payload() == null ? null : stands.payload().inMemory();
        if (bytes == null) {
            return Answer.unknown("the content of " + path + " is not known before it is there");
        }
        UnitFile file = UnitFile.parse(new String(bytes, StandardCharsets.UTF_8));
        String state = unit.enabled() ? "enabled" : file.installable() ? "disabled" : "static";
        // A unit that systemd did not know is read when it is next asked for; one that it knows is not.
        return Answer.of(new UnitInfo(
                "loaded",
                unit.activeState(),
                unit.subState(),
                state,
                path,
                unit.exists(),
                file.type(),
                file.remainAfterExit(),
                file.reloadable(),
                unit.result()));
    }

    /** One {@code systemctl show} for all units of one manager. */
    private enum UnitProbe implements Probe<UnitStatus, UnitInfo> {
        INSTANCE;

        private static final String PROPERTIES = "Id,LoadState,ActiveState,SubState,UnitFileState,FragmentPath,"
                + "NeedDaemonReload,Type,RemainAfterExit,CanReload,Result";

        @Override
        public String script(List<UnitStatus> queries) {
            StringBuilder script = new StringBuilder("""
                    command -v systemctl >/dev/null 2>&1 || { echo 'no systemctl' >&2; exit 3; }
                    [ -d /run/systemd/system ] || { echo 'systemd does not run' >&2; exit 3; }
                    """);
            if (queries.stream().anyMatch(UnitStatus::user)) {
                script.append("XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}; export XDG_RUNTIME_DIR\n");
            }
            for (boolean user : List.of(false, true)) {
                List<String> units = concrete(queries, user);
                if (!units.isEmpty()) {
                    script.append("systemctl ").append(user ? "--user " : "").append("show --no-pager -p ")
                            .append(PROPERTIES).append(" -- ").append(ShellScript.quote(units)).append(" || exit 4\n");
                }
            }
            // systemctl show refuses templates; only whether one is enabled can be asked.
            for (UnitStatus query : queries.stream().filter(UnitProbe::template).distinct().toList()) {
                script.append("printf '\\nLoadState=template\\nUnitFileState=%s\\n' \"$(systemctl ")
                        .append(query.user() ? "--user " : "").append("is-enabled ")
                        .append(ShellScript.quote(query.name())).append(" 2>/dev/null)\"\n");
            }
            return script.append("exit 0\n").toString();
        }

        @Override
        public List<UnitInfo> parse(List<UnitStatus> queries, CommandOutput output) {
            if (output.exitStatus() != 0) {
                throw refusal(output);
            }
            List<UnitStatus> order = new ArrayList<>();
            for (boolean user : List.of(false, true)) {
                concrete(queries, user).forEach(name -> order.add(new UnitStatus(name, user)));
            }
            queries.stream().filter(UnitProbe::template).distinct().forEach(order::add);
            List<String> blocks = java.util.Arrays.stream(output.stdout().split("\n\n"))
                    .filter(block -> !block.isBlank())
                    .toList();
            if (blocks.size() != order.size()) {
                throw new TaskFailedException("systemctl answered for " + blocks.size() + " units instead of "
                        + order.size() + ": " + output.stderr().strip());
            }
            Map<UnitStatus, UnitInfo> found = new HashMap<>();
            for (int i = 0; i < blocks.size(); i++) {
                found.put(order.get(i), info(blocks.get(i)));
            }
            return queries.stream().map(query -> found.getOrDefault(query, UnitInfo.NOT_FOUND)).toList();
        }

        private static TaskFailedException refusal(CommandOutput output) {
            String error = output.stderr().strip();
            return output.exitStatus() == 3
                    ? new TaskFailedException("this host is not run by systemd (" + error + ")")
                    : new TaskFailedException("systemd did not answer: " + error);
        }

        private static boolean template(UnitStatus query) {
            return query.name().contains("@.");
        }

        private static List<String> concrete(List<UnitStatus> queries, boolean user) {
            return queries.stream()
                    .filter(query -> query.user() == user && !template(query))
                    .map(UnitStatus::name)
                    .distinct()
                    .toList();
        }

        private static UnitInfo info(String block) {
            Map<String, String> values = new HashMap<>();
            for (String line : block.lines().toList()) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
            String load = values.getOrDefault("LoadState", "not-found");
            String fileState = values.getOrDefault("UnitFileState", "");
            if (load.equals("template")) {
                load = fileState.isEmpty() || fileState.equals("not-found") ? "not-found" : "loaded";
            }
            return new UnitInfo(
                    load,
                    values.getOrDefault("ActiveState", "inactive"),
                    values.getOrDefault("SubState", "dead"),
                    fileState.equals("not-found") ? "" : fileState,
                    values.getOrDefault("FragmentPath", ""),
                    "yes".equals(values.get("NeedDaemonReload")),
                    values.getOrDefault("Type", ""),
                    "yes".equals(values.get("RemainAfterExit")),
                    "yes".equals(values.get("CanReload")),
                    values.getOrDefault("Result", ""));
        }
    }
}
