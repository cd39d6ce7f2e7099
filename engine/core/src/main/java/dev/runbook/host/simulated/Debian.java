package dev.runbook.host.simulated;

import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PackageInfo;
import dev.runbook.api.host.PasswdEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What every simulated machine begins as: a small system of Debian's family. */
final class Debian {
    /** When its files were made: 2024-02-10, the day of Debian 12.5. */
    static final long MADE = 1_707_523_200L;

    private static final List<String> DIRECTORIES = List.of(
            "/boot", "/dev", "/etc", "/etc/apt", "/etc/apt/keyrings", "/etc/apt/sources.list.d", "/etc/cron.d",
            "/etc/default", "/etc/profile.d", "/etc/skel", "/etc/ssh", "/etc/ssh/sshd_config.d", "/etc/sudoers.d",
            "/etc/sysctl.d", "/etc/systemd", "/etc/systemd/system", "/etc/systemd/system/multi-user.target.wants",
            "/etc/systemd/user", "/home", "/media", "/mnt", "/opt", "/proc", "/root", "/run", "/run/systemd",
            "/run/systemd/system", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/lib", "/usr/lib/systemd",
            "/usr/lib/systemd/system", "/usr/lib/systemd/user", "/usr/local", "/usr/local/bin", "/usr/local/lib",
            "/usr/local/sbin", "/usr/local/share", "/usr/sbin", "/usr/share", "/usr/share/keyrings", "/var",
            "/var/cache", "/var/cache/apt", "/var/lib", "/var/lib/apt", "/var/lib/apt/lists", "/var/log", "/var/tmp");

    private static final List<String> LINKS = List.of("/bin", "/lib", "/sbin");

    private static final List<String> PROGRAMS = List.of(
            "apt-get", "awk", "bash", "cat", "chmod", "chown", "cp", "curl", "date", "dash", "dpkg", "echo", "env",
            "false", "find", "getent", "gpg", "grep", "gzip", "head", "hostname", "id", "install", "journalctl", "ln",
            "ls", "mkdir", "mktemp", "mv", "printf", "rm", "sed", "sh", "sha256sum", "sleep", "sort", "stat", "sudo",
            "systemctl", "tail", "tar", "tee", "test", "touch", "true", "uname", "wc", "wget", "whoami", "xargs");

    private static final List<String> ADMINISTRATION = List.of(
            "groupadd", "groupdel", "groupmod", "ip", "nologin", "reboot", "sshd", "sysctl", "useradd", "userdel",
            "usermod", "visudo");

    /** Name, uid, gid, home, shell. */
    private static final String USERS =
            """
            root 0 0 /root /bin/bash
            daemon 1 1 /usr/sbin /usr/sbin/nologin
            bin 2 2 /bin /usr/sbin/nologin
            sys 3 3 /dev /usr/sbin/nologin
            sync 4 65534 /bin /bin/sync
            man 6 12 /var/cache/man /usr/sbin/nologin
            mail 8 8 /var/mail /usr/sbin/nologin
            www-data 33 33 /var/www /usr/sbin/nologin
            backup 34 34 /var/backups /usr/sbin/nologin
            _apt 42 65534 /nonexistent /usr/sbin/nologin
            nobody 65534 65534 /nonexistent /usr/sbin/nologin
            systemd-network 998 998 / /usr/sbin/nologin
            messagebus 100 107 /nonexistent /usr/sbin/nologin
            sshd 101 65534 /run/sshd /usr/sbin/nologin
            """;

    private static final String GROUPS =
            """
            root 0
            daemon 1
            bin 2
            sys 3
            adm 4
            tty 5
            disk 6
            mail 8
            man 12
            sudo 27
            www-data 33
            backup 34
            shadow 42
            video 44
            staff 50
            users 100
            messagebus 107
            nogroup 65534
            systemd-journal 999
            systemd-network 998
            """;

    private static final List<String> PACKAGES = List.of(
            "apt=2.6.1", "base-files=12.4+deb12u5", "bash=5.2.15-2+b2", "ca-certificates=20230311",
            "coreutils=9.1-1", "curl=7.88.1-10+deb12u5", "dash=0.5.12-2", "dbus=1.14.10-1~deb12u1", "dpkg=1.21.22",
            "gnupg=2.2.40-1.1", "iproute2=6.1.0-3", "libc6=2.36-9+deb12u4", "openssh-server=1:9.2p1-2+deb12u2",
            "passwd=1:4.13+dfsg1-1+b1", "sudo=1.9.13p3-1+deb12u1", "systemd=252.22-1~deb12u1", "tar=1.34+dfsg-1.2",
            "tzdata=2024a-0+deb12u1", "wget=1.21.3-1+b2");

    private Debian() {}

    static FileTree files(String name, Distribution distribution) {
        FileTree files = new FileTree();
        DIRECTORIES.forEach(path -> files.put(path, Inode.directory(0755, "root", "root", MADE), MADE));
        LINKS.forEach(path -> files.put(path, Inode.link("usr" + path, "root", "root", MADE), MADE));
        for (String path : List.of("/tmp", "/var/tmp")) {
            files.put(path, Inode.directory(01777, "root", "root", MADE), MADE);
        }
        files.put("/root", Inode.directory(0700, "root", "root", MADE), MADE);
        files.put("/dev/null", Inode.device(0666), MADE);
        PROGRAMS.forEach(program -> file(files, "/usr/bin/" + program, 0755, ""));
        ADMINISTRATION.forEach(program -> file(files, "/usr/sbin/" + program, 0755, ""));
        file(files, "/etc/hostname", 0644, name + "\n");
        file(files, "/etc/hosts", 0644, "127.0.0.1\tlocalhost\n127.0.1.1\t" + name + "\n");
        file(files, "/etc/debian_version", 0644, distribution.debianVersion + "\n");
        file(files, "/etc/os-release", 0644, distribution.osRelease());
        file(files, "/etc/apt/sources.list", 0644, distribution.sources());
        file(files, "/etc/ssh/sshd_config", 0644, "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\n");
        file(files, "/etc/sudoers", 0440, "root ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n");
        file(files, "/etc/sysctl.conf", 0644, "");
        file(files, "/etc/fstab", 0644, "/dev/sda1 / ext4 errors=remount-ro 0 1\n");
        return files;
    }

    private static void file(FileTree files, String path, int mode, String text) {
        files.put(path, Inode.file(text.getBytes(StandardCharsets.UTF_8), mode, "root", "root", MADE), MADE);
    }

    static Accounts accounts() {
        Accounts accounts = new Accounts();
        USERS.lines().map(line -> line.split(" ")).forEach(f -> accounts.users.put(f[0], new PasswdEntry.User(
                f[0], Integer.parseInt(f[1]), Integer.parseInt(f[2]), f[0].equals("root") ? "root" : "", f[3], f[4])));
        GROUPS.lines().map(line -> line.split(" ")).forEach(f ->
                accounts.groups.put(f[0], new GroupEntry.Group(f[0], Integer.parseInt(f[1]), List.of())));
        return accounts;
    }

    static Map<String, PackageInfo> packages() {
        Map<String, PackageInfo> packages = new TreeMap<>();
        for (String entry : PACKAGES) {
            int equals = entry.indexOf('=');
            packages.put(entry.substring(0, equals), PackageInfo.installed(entry.substring(equals + 1)));
        }
        return packages;
    }

    /** Units that packages of the system bring, all enabled and running. */
    static void units(Units units, FileTree files) {
        for (String name : List.of("ssh", "cron", "dbus", "systemd-journald", "systemd-timesyncd")) {
            String unit = name + ".service";
            file(files, "/usr/lib/systemd/system/" + unit, 0644, Units.packaged("/usr/bin/" + name));
            units.bring(unit, files, MADE);
        }
    }
}
