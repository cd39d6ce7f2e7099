package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a package is installed, and in which version. Understood by hosts with dpkg, apk or rpm; where there is none
 * of them, every package is absent.
 *
 * @param name the package's name, without version; {@code name:arch} for another architecture
 */
public record PackageStatus(String name) implements HostQuery<PackageInfo> {
    @Override
    public Probe<PackageStatus, PackageInfo> probe() {
        return PackageProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "package " + name;
    }

    /** One {@code dpkg-query} for all packages. */
    private enum PackageProbe implements Probe<PackageStatus, PackageInfo> {
        INSTANCE;

        @Override
        public String script(List<PackageStatus> queries) {
            String names = ShellScript.quote(
                    queries.stream().map(PackageStatus::name).distinct().toList());
            // apk and rpm are asked one by one, so that each answer is known to belong to its question.
            return """
                    if command -v dpkg-query >/dev/null 2>&1; then
                      dpkg-query -W -f='${Package}\\t${Architecture}\\t${db:Status-Abbrev}\\t${Version}\\n' -- %1$s 2>/dev/null
                      echo "native $(dpkg --print-architecture 2>/dev/null)"
                    elif command -v apk >/dev/null 2>&1; then
                      for p in %1$s; do
                        apk info -e "$p" >/dev/null 2>&1 || continue
                        v=$(apk list --installed "$p" 2>/dev/null) v=${v%%%% *}
                        printf '%%s\\t\\tii\\t%%s\\n' "$p" "${v#"$p"-}"
                      done
                    elif command -v rpm >/dev/null 2>&1; then
                      for p in %1$s; do
                        v=$(rpm -q --qf '%%{EVR}\\n' -- "$p" 2>/dev/null) || continue
                        printf '%%s\\t\\tii\\t%%s\\n' "$p" "$v"
                      done
                    fi
                    exit 0
                    """.formatted(names);
        }

        @Override
        public List<PackageInfo> parse(List<PackageStatus> queries, CommandOutput output) {
            Map<String, PackageInfo> found = new HashMap<>();
            String nativeArchitecture = "";
            for (String line : output.stdout().lines().toList()) {
                String[] fields = line.split("\t", -1);
                if (fields.length == 4) {
                    PackageInfo info = info(fields[2], fields[3]);
                    found.put(fields[0] + ":" + fields[1], info);
                    found.merge(fields[0], info, (a, b) -> a.installed() ? a : b);
                } else if (line.startsWith("native ")) {
                    nativeArchitecture = line.substring("native ".length());
                }
            }
            String suffix = ":" + nativeArchitecture;
            return queries.stream()
                    .map(query -> {
                        PackageInfo own = found.get(query.name() + suffix);
                        return own != null ? own : found.getOrDefault(query.name(), PackageInfo.ABSENT);
                    })
                    .toList();
        }

        /** dpkg's three letters: what is wanted, what is there, and whether something is wrong. */
        private static PackageInfo info(String status, String version) {
            return switch (status.length() < 2 ? 'n' : status.charAt(1)) {
                case 'i' -> PackageInfo.installed(version);
                case 'c' -> new PackageInfo(PackageInfo.State.CONFIGURATION_LEFT, dev.runbook.api.Value.of(""));
                case 'n' -> PackageInfo.ABSENT;
                default -> new PackageInfo(PackageInfo.State.BROKEN, dev.runbook.api.Value.of(version));
            };
        }
    }
}
