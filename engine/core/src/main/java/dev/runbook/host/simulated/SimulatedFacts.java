package dev.runbook.host.simulated;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.SystemFacts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The facts of a machine: what the script of a real host would print there, read by the same parser, so that names and
 * types cannot differ.
 */
final class SimulatedFacts {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("DDD").withZone(ZoneOffset.UTC);

    private static final String MACHINE =
            """
            \u001ecpu
            processor\t: 0
            model name\t: Simulated CPU
            physical id\t: 0
            cpu cores\t: 2
            processor\t: 1
            model name\t: Simulated CPU
            physical id\t: 0
            cpu cores\t: 2
            \u001enproc
            2
            \u001eload
            0.00 0.00 0.00 1/100 1000
            \u001ememory
            MemTotal:        4194304 kB
            MemFree:         2097152 kB
            MemAvailable:    3145728 kB
            SwapTotal:             0 kB
            SwapFree:              0 kB
            \u001emounts
            /dev/sda1 / ext4 rw,relatime 0 0
            \u001edf
            Filesystem 1024-blocks Used Available Capacity Mounted on
            /dev/sda1 20971520 4194304 16777216 20% /
            \u001edisks
            sda|41943040|0|0|Simulated disk
            \u001elinks
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 link/loopback 00:00:00:00:00:00
            2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 link/ether 02:00:00:00:00:01
            \u001eaddresses
            1: lo inet 127.0.0.1/8 scope host lo
            2: eth0 inet ADDRESS/24 scope global eth0
            \u001eroute4
            default via 192.0.2.1 dev eth0
            \u001eresolv
            nameserver 192.0.2.1
            \u001evirt
            kvm
            """;

    private SimulatedFacts() {}

    static Map<String, Object> of(
            SystemFacts query, Distribution system, String host, PasswdEntry.User user, String group, long now) {
        Instant time = Instant.ofEpochSecond(now);
        int weekday = time.atZone(ZoneOffset.UTC).getDayOfWeek().getValue();
        String text = "\u001eos\n" + system.osRelease() + "\u001edebian\n" + system.debianVersion + "\n"
                + "\u001euname\nLinux\n" + system.kernel + "\nx86_64\n" + system.kernelVersion() + "\n"
                + "\u001ehost\n" + host + "\n" + host + "\n"
                + "\u001emanagers\nservice=systemd\npackage=apt\n"
                + "\u001euser\n" + user.uid() + "\n" + user.name() + "\n" + user.gid() + "\n" + group + "\n"
                + "\u001epasswd\n" + user.name() + ":x:" + user.uid() + ":" + user.gid() + "::" + user.home() + ":"
                + user.shell() + "\n"
                + "\u001edate\n" + DATE.format(time) + " " + now + " +0000 UTC "
                + DAY.format(time) + " " + weekday + "\n"
                + "\u001euptime\n86400.00 1.00\n"
                + MACHINE.replace("ADDRESS", address(host));
        CommandOutput output = new CommandOutput(0, text.getBytes(StandardCharsets.UTF_8), new byte[0]);
        return parsed(query, output);
    }

    private static Map<String, Object> parsed(SystemFacts query, CommandOutput output) {
        return query.probe().parse(List.of(query), output).getFirst();
    }

    /** One of the addresses that are kept free for examples; the same for the same name. */
    private static String address(String host) {
        return "192.0.2." + (2 + Math.floorMod(host.hashCode(), 250));
    }

    /** Facts with others laid over them, mapping by mapping. */
    static Map<String, Object> laid(Map<String, Object> facts, Map<?, ?> over) {
        Map<String, Object> laid = new LinkedHashMap<>(facts);
        over.forEach((key, value) -> {
            Object present = laid.get(String.valueOf(key));
            laid.put(String.valueOf(key), present instanceof Map<?, ?> map && value instanceof Map<?, ?> more
                    ? laid(strings(map), more)
                    : value);
        });
        return laid;
    }

    private static Map<String, Object> strings(Map<?, ?> map) {
        Map<String, Object> strings = new LinkedHashMap<>();
        map.forEach((key, value) -> strings.put(String.valueOf(key), value));
        return strings;
    }
}
