package dev.runbook.modules.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runbook.catalog.ModuleDescriptor;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Knowing the modules costs nothing: AWS's SDK is there only once one of them runs. */
class LoadingTest {
    /** Run in a process of its own. */
    public static final class Describing {
        public static void main(String[] arguments) {
            ModuleDescriptor.describe(new CloudwatchAssessModule());
            ModuleDescriptor.describe(new CloudwatchExportModule());
            ModuleDescriptor.describe(new S3SyncModule());
        }
    }

    @Test
    void describingTheModulesLoadsNothingOfTheSdk() throws Exception {
        Process java = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xlog:class+load:stdout", "-cp", System.getProperty("java.class.path"), Describing.class.getName())
                .redirectErrorStream(true).start();
        List<String> lines = java.inputReader().lines().toList();
        assertEquals(true, java.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, java.exitValue(), () -> String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
        assertEquals(List.of(), lines.stream().filter(line -> line.contains("software.amazon")).toList());
        assertEquals(1, lines.stream().filter(line -> line.contains(" dev.runbook.modules.aws.S3SyncModule ")).count());
    }
}
