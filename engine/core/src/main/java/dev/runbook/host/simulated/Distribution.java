package dev.runbook.host.simulated;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The systems that machines can begin with. All of Debian's family, with the same small set of packages. */
enum Distribution {
    DEBIAN_12("debian12", "debian", "Debian GNU/Linux", "12", "12 (bookworm)", "bookworm", "12.5", "6.1.0-18-amd64"),
    DEBIAN_13("debian13", "debian", "Debian GNU/Linux", "13", "13 (trixie)", "trixie", "13.1", "6.12.43-amd64"),
    DEBIAN_11("debian11", "debian", "Debian GNU/Linux", "11", "11 (bullseye)", "bullseye", "11.9", "5.10.0-28-amd64"),
    UBUNTU_22_04(
            "ubuntu22.04", "ubuntu", "Ubuntu", "22.04", "22.04.4 LTS (Jammy Jellyfish)", "jammy", "bookworm/sid",
            "5.15.0-101-generic"),
    UBUNTU_24_04(
            "ubuntu24.04", "ubuntu", "Ubuntu", "24.04", "24.04.1 LTS (Noble Numbat)", "noble", "trixie/sid",
            "6.8.0-41-generic");

    /** As variables name it. */
    final String label;

    final String id;
    final String fullName;
    final String version;
    final String longVersion;
    final String codename;
    final String debianVersion;
    final String kernel;

    Distribution(
            String label, String id, String fullName, String version, String longVersion, String codename,
            String debianVersion, String kernel) {
        this.label = label;
        this.id = id;
        this.fullName = fullName;
        this.version = version;
        this.longVersion = longVersion;
        this.codename = codename;
        this.debianVersion = debianVersion;
        this.kernel = kernel;
    }

    /** @param label null for the usual one */
    static Optional<Distribution> named(@Nullable String label) {
        return label == null
                ? Optional.of(DEBIAN_12)
                : Arrays.stream(values()).filter(distribution -> distribution.label.equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(distribution -> distribution.label).sorted().toList();
    }

    /** {@code /etc/os-release}. */
    String osRelease() {
        boolean ubuntu = id.equals("ubuntu");
        String pretty = ubuntu ? "Ubuntu " + longVersion.replaceFirst(" \\(.*", "") : fullName + " " + longVersion;
        return "PRETTY_NAME=\"" + pretty + "\"\nNAME=\"" + fullName + "\"\nVERSION_ID=\"" + version + "\"\nVERSION=\""
                + longVersion + "\"\nVERSION_CODENAME=" + codename + "\nID=" + id + "\n"
                + (ubuntu ? "ID_LIKE=debian\n" : "");
    }

    /** {@code /etc/apt/sources.list}. */
    String sources() {
        return id.equals("ubuntu")
                ? "deb http://archive.ubuntu.com/ubuntu " + codename + " main universe\n"
                : "deb http://deb.debian.org/debian " + codename + " main\n";
    }

    /** The kernel's own words about itself. */
    String kernelVersion() {
        return id.equals("ubuntu")
                ? "#111-Ubuntu SMP Tue Mar 5 20:16:58 UTC 2024"
                : "#1 SMP PREEMPT_DYNAMIC Debian " + kernel.replace("-amd64", "") + " (2024-02-01)";
    }
}
