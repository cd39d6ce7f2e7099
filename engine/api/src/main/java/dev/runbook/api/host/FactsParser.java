package dev.runbook.api.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes facts of what {@link FactsScript} prints. */
final class FactsParser {
    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry("debian", "Debian"),
            Map.entry("ubuntu", "Debian"),
            Map.entry("raspbian", "Debian"),
            Map.entry("linuxmint", "Debian"),
            Map.entry("rhel", "RedHat"),
            Map.entry("fedora", "RedHat"),
            Map.entry("centos", "RedHat"),
            Map.entry("amzn", "RedHat"),
            Map.entry("suse", "Suse"),
            Map.entry("opensuse", "Suse"),
            Map.entry("sles", "Suse"),
            Map.entry("alpine", "Alpine"),
            Map.entry("arch", "Archlinux"));

    private FactsParser() {}

    /** The output by its sections. */
    static Map<String, String> sections(String output) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String part : output.split(String.valueOf(FactsScript.MARK))) {
            int end = part.indexOf('\n');
            if (end > 0) {
                sections.put(part.substring(0, end), part.substring(end + 1).stripTrailing());
            }
        }
        return sections;
    }

    static Map<String, Object> facts(Map<String, String> sections, Set<SystemFacts.Subset> subsets) {
        Map<String, Object> facts = new LinkedHashMap<>();
        minimum(sections, facts);
        if (subsets.contains(SystemFacts.Subset.HARDWARE)) {
            HardwareFacts.add(sections, facts);
        }
        if (subsets.contains(SystemFacts.Subset.NETWORK)) {
            NetworkFacts.add(sections, facts);
        }
        if (subsets.contains(SystemFacts.Subset.VIRTUAL)) {
            virtual(sections, facts);
        }
        return facts;
    }

    private static void minimum(Map<String, String> sections, Map<String, Object> facts) {
        List<String> host = lines(sections, "host");
        String name = line(host, 0);
        String fqdn = line(host, 1).isEmpty() ? name : line(host, 1);
        put(facts, "hostname", name.split("\\.", 2)[0]);
        put(facts, "fqdn", fqdn);
        int dot = fqdn.indexOf('.');
        facts.put("domain", dot < 0 ? "" : fqdn.substring(dot + 1));
        List<String> uname = lines(sections, "uname");
        put(facts, "system", line(uname, 0));
        put(facts, "kernel", line(uname, 1));
        put(facts, "kernel_version", line(uname, 3));
        put(facts, "architecture", line(uname, 2));
        put(facts, "package_architecture", packageArchitecture(line(uname, 2)));
        facts.put("distribution", distribution(sections));
        Map<String, String> managers = values(sections, "managers");
        put(facts, "service_manager", managers.getOrDefault("service", ""));
        put(facts, "package_manager", managers.getOrDefault("package", ""));
        user(sections, facts);
        date(sections, facts);
        String uptime = sections.getOrDefault("uptime", "").split("[ .]", 2)[0];
        if (!uptime.isEmpty()) {
            facts.put("uptime_seconds", number(uptime));
        }
    }

    private static Map<String, Object> distribution(Map<String, String> sections) {
        Map<String, String> release = values(sections, "os");
        String id = release.getOrDefault("ID", "linux");
        // Debian's os-release has only the major version; its own file has the minor one too.
        String own = sections.getOrDefault("debian", "");
        String version = id.equals("debian") && own.matches("[0-9]+\\.[0-9]+")
                ? own
                : release.getOrDefault("VERSION_ID", "");
        Map<String, Object> distribution = new LinkedHashMap<>();
        distribution.put("id", id);
        distribution.put("name", release.getOrDefault("NAME", id).replaceFirst(" (GNU/Linux|Linux)$", ""));
        distribution.put("description", release.getOrDefault("PRETTY_NAME", id));
        distribution.put("version", version);
        distribution.put("major_version", version.split("\\.", 2)[0]);
        distribution.put("codename", release.getOrDefault("VERSION_CODENAME", ""));
        distribution.put("family", family(id, release.getOrDefault("ID_LIKE", "")));
        return distribution;
    }

    private static String family(String id, String like) {
        for (String candidate : (id + " " + like).split(" ")) {
            String family = FAMILIES.get(candidate.replaceFirst("-(leap|tumbleweed)$", ""));
            if (family != null) {
                return family;
            }
        }
        return id;
    }

    /** The architecture's name in packages and in the archives that projects publish. */
    private static String packageArchitecture(String machine) {
        return switch (machine) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "armv7l" -> "armv7";
            case "armv6l" -> "armv6";
            case "i386", "i486", "i586", "i686" -> "386";
            default -> machine;
        };
    }

    private static void user(Map<String, String> sections, Map<String, Object> facts) {
        List<String> id = lines(sections, "user");
        String[] passwd = sections.getOrDefault("passwd", "").lines().findFirst().orElse("").split(":", -1);
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("name", line(id, 1));
        user.put("uid", number(line(id, 0)));
        user.put("group", line(id, 3));
        user.put("gid", number(line(id, 2)));
        user.put("home", passwd.length > 6 ? passwd[5] : sections.getOrDefault("home", ""));
        user.put("shell", passwd.length > 6 ? passwd[6] : "");
        facts.put("user", user);
    }

    private static void date(Map<String, String> sections, Map<String, Object> facts) {
        String[] parts = sections.getOrDefault("date", "").split(" ");
        if (parts.length < 7) {
            return;
        }
        Map<String, Object> date = new LinkedHashMap<>();
        date.put("date", parts[0]);
        date.put("time", parts[1]);
        date.put("iso8601", parts[0] + "T" + parts[1] + parts[3].replaceFirst("(\\d\\d)$", ":$1"));
        date.put("epoch", number(parts[2]));
        date.put("tz_offset", parts[3]);
        date.put("tz", parts[4]);
        String[] day = parts[0].split("-");
        String[] time = parts[1].split(":");
        if (day.length == 3 && time.length == 3) {
            date.put("year", number(day[0]));
            date.put("month", number(day[1]));
            date.put("day", number(day[2]));
            date.put("hour", number(time[0]));
            date.put("minute", number(time[1]));
            date.put("second", number(time[2]));
        }
        date.put("day_of_year", number(parts[5]));
        date.put("weekday", number(parts[6]));
        facts.put("date_time", date);
    }

    private static void virtual(Map<String, String> sections, Map<String, Object> facts) {
        String container = sections.getOrDefault("container", "").lines().findFirst().orElse("");
        Map<String, String> dmi = values(sections, "dmi");
        String detected = sections.getOrDefault("virt", "").strip();
        String type = !detected.isEmpty()
                ? detected
                : !container.isEmpty() ? container : machine(dmi, sections.getOrDefault("hypervisor", ""));
        Map<String, Object> virtualization = new LinkedHashMap<>();
        virtualization.put("type", type);
        virtualization.put("guest", !type.equals("none"));
        virtualization.put("container", !container.isEmpty());
        facts.put("virtualization", virtualization);
        put(facts, "system_vendor", dmi.getOrDefault("sys_vendor", ""));
        put(facts, "product_name", dmi.getOrDefault("product_name", ""));
    }

    private static String machine(Map<String, String> dmi, String hypervisor) {
        String text = String.join(" ", dmi.values()).toLowerCase(Locale.ROOT);
        for (String known : List.of("kvm", "qemu", "vmware", "virtualbox", "xen", "amazon ec2", "google")) {
            if (text.contains(known)) {
                return switch (known) {
                    case "qemu" -> "kvm";
                    case "virtualbox" -> "oracle";
                    case "amazon ec2" -> "amazon";
                    default -> known;
                };
            }
        }
        return text.contains("microsoft corporation virtual machine")
                ? "microsoft"
                : hypervisor.isEmpty() ? "none" : "vm-other";
    }

    static List<String> lines(Map<String, String> sections, String name) {
        return sections.getOrDefault(name, "").lines().toList();
    }

    static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index).strip() : "";
    }

    /** Lines of the form {@code name=value} or {@code name="value"}. */
    static Map<String, String> values(Map<String, String> sections, String name) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : lines(sections, name)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String value = line.substring(equals + 1).strip();
                boolean quoted = value.length() > 1
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
                values.put(line.substring(0, equals), quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return values;
    }

    static void put(Map<String, Object> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
    }

    static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}
