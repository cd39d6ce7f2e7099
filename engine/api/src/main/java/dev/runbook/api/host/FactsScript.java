package dev.runbook.api.host;

import java.util.Set;

/** The shell that reads facts: sections that begin with a line of RS and a name. Each part may be missing. */
final class FactsScript {
    /** Begins the line that names a section. */
    static final char MARK = '\u001e';

    private static final String MIN =
            """
            s() { printf '\\036%s\\n' "$1"; }
            have() { command -v "$1" >/dev/null 2>&1; }
            quick() { if have timeout; then timeout 2 "$@"; else "$@"; fi 2>/dev/null; }
            PATH=$PATH:/usr/sbin:/sbin
            s os; if [ -r /etc/os-release ]; then cat /etc/os-release
            elif [ -r /usr/lib/os-release ]; then cat /usr/lib/os-release; fi
            s debian; [ -r /etc/debian_version ] && cat /etc/debian_version
            s uname; uname -s; uname -r; uname -m; uname -v
            s host; uname -n; quick hostname -f || echo
            s managers
            if [ -d /run/systemd/system ]; then echo service=systemd
            elif [ -x /sbin/openrc-run ]; then echo service=openrc
            elif [ -r /proc/1/comm ]; then read -r c </proc/1/comm && echo "service=$c"; fi
            for c in apt-get dnf yum zypper apk pacman opkg; do
              if have $c; then echo "package=${c%-get}"; break; fi
            done
            s user; id -u; id -un; id -g; id -gn
            n=$(id -un 2>/dev/null)
            s passwd; if have getent; then getent passwd "$n"
            elif [ -r /etc/passwd ]; then while IFS= read -r l; do
              case $l in "$n":*) printf '%s\\n' "$l" ;; esac; done </etc/passwd; fi
            s home; printf '%s\\n' "$HOME"
            s date; date '+%Y-%m-%d %H:%M:%S %s %z %Z %j %u'
            s uptime; [ -r /proc/uptime ] && cat /proc/uptime
            """;

    private static final String HARDWARE =
            """
            s cpu; grep -E '^(processor|model name|Model|Hardware|physical id|cpu cores)' /proc/cpuinfo 2>/dev/null
            s nproc; nproc 2>/dev/null
            s load; [ -r /proc/loadavg ] && cat /proc/loadavg
            s memory; grep -E '^(Mem|Swap)(Total|Free|Available):' /proc/meminfo 2>/dev/null
            s mounts; [ -r /proc/mounts ] && cat /proc/mounts
            s df; quick df -kPl || quick df -kP
            s disks
            for d in /sys/block/*; do
              case ${d##*/} in loop*|ram*|zram*|'*') continue ;; esac
              z=0 r='' m='' v=''
              [ -r "$d/size" ] && read -r z <"$d/size"
              [ -r "$d/queue/rotational" ] && read -r r <"$d/queue/rotational"
              [ -r "$d/removable" ] && read -r v <"$d/removable"
              [ -r "$d/device/model" ] && read -r m <"$d/device/model"
              printf '%s|%s|%s|%s|%s\\n' "${d##*/}" "$z" "$r" "$v" "$m"
            done
            """;

    private static final String NETWORK =
            """
            s addresses; have ip && ip -o addr show 2>/dev/null
            s links; have ip && ip -o link show 2>/dev/null
            s route4; have ip && ip route show default 2>/dev/null
            s route6; have ip && ip -6 route show default 2>/dev/null
            s resolv; [ -r /etc/resolv.conf ] && cat /etc/resolv.conf
            """;

    private static final String VIRTUAL =
            """
            s virt; have systemd-detect-virt && quick systemd-detect-virt
            s container; [ -e /.dockerenv ] && echo docker; [ -e /run/.containerenv ] && echo podman
            [ -r /run/systemd/container ] && cat /run/systemd/container
            s hypervisor; grep -q '^flags.* hypervisor' /proc/cpuinfo 2>/dev/null && echo yes
            s dmi; for f in sys_vendor product_name product_version bios_vendor; do
              [ -r /sys/class/dmi/id/$f ] && read -r v </sys/class/dmi/id/$f && printf '%s=%s\\n' $f "$v"
            done
            """;

    private FactsScript() {}

    static String of(Set<SystemFacts.Subset> subsets) {
        StringBuilder script = new StringBuilder(MIN);
        if (subsets.contains(SystemFacts.Subset.HARDWARE)) {
            script.append(HARDWARE);
        }
        if (subsets.contains(SystemFacts.Subset.NETWORK)) {
            script.append(NETWORK);
        }
        if (subsets.contains(SystemFacts.Subset.VIRTUAL)) {
            script.append(VIRTUAL);
        }
        return script.append("exit 0\n").toString();
    }
}
