package dev.runbook.modules.system;

import dev.runbook.api.TaskModule;
import dev.runbook.host.Host;
import dev.runbook.modules.system.account.GroupModule;
import dev.runbook.modules.system.account.UserModule;
import dev.runbook.modules.system.check.HttpCheckModule;
import dev.runbook.modules.system.check.WaitForModule;
import dev.runbook.modules.system.control.AssertModule;
import dev.runbook.modules.system.control.DebugModule;
import dev.runbook.modules.system.control.FactsModule;
import dev.runbook.modules.system.control.FailModule;
import dev.runbook.modules.system.control.PauseModule;
import dev.runbook.modules.system.control.SetFactModule;
import dev.runbook.modules.system.packaging.AptModule;
import dev.runbook.modules.system.packaging.AptRepositoryModule;
import dev.runbook.modules.system.service.SystemdUnitModule;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.TestHosts;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SystemModulesDocumentationTest {
    static Stream<TaskModule> modules() {
        return Stream.of(
                new GroupModule(),
                new UserModule(),
                new HttpCheckModule(),
                new WaitForModule(),
                new AssertModule(),
                new DebugModule(),
                new FactsModule(),
                new FailModule(),
                new PauseModule(),
                new SetFactModule(),
                new AptModule(),
                new AptRepositoryModule(),
                new SystemdUnitModule());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void isDocumentedAndItsExamplesAreTasks(TaskModule module) {
        try (Host host = TestHosts.local()) {
            ModuleContract.of(module, host).documented();
        }
    }
}
