package dev.runbook.api.host;

import java.util.Locale;

/**
 * What a unit file says about how the unit will show itself, as far as that can be told from the file alone.
 *
 * @param installable whether it has something to enable
 * @param type of a service as systemd will name it; "" where the file describes no service
 * @param remainAfterExit whether it counts as active after its program has ended
 * @param reloadable whether it can read its configuration anew while it runs
 */
public record UnitFile(boolean installable, String type, boolean remainAfterExit, boolean reloadable) {
    /** Reads the text of a unit file; what it does not understand it passes over. */
    public static UnitFile parse(String text) {
        String section = "";
        String type = "";
        boolean service = false;
        boolean installable = false;
        boolean remain = false;
        boolean bus = false;
        boolean start = false;
        boolean reload = false;
        for (String line : text.replace("\\\n", " ").lines().map(String::strip).toList()) {
            if (line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
                service |= section.equals("Service");
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                continue;
            }
            String key = line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            switch (section + "." + key) {
                case "Install.WantedBy", "Install.RequiredBy", "Install.Alias", "Install.Also", "Install.UpheldBy" ->
                    installable |= !value.isEmpty();
                case "Service.Type" -> type = value;
                case "Service.BusName" -> bus = !value.isEmpty();
                case "Service.RemainAfterExit" -> remain = truth(value);
                case "Service.ExecStart" -> start |= !value.isEmpty();
                case "Service.ExecReload" -> reload |= !value.isEmpty();
                default -> {}
            }
        }
        String shown = !service ? "" : !type.isEmpty() ? type : bus ? "dbus" : start ? "simple" : "oneshot";
        return new UnitFile(installable, shown, remain, reload || type.equals("notify-reload"));
    }

    private static boolean truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1", "yes", "true", "on", "y", "t" -> true;
            default -> false;
        };
    }
}
