package dev.runbook.modules.system.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.HostAction;
import dev.runbook.api.Secret;
import dev.runbook.api.Value;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.ShadowStatus;
import dev.runbook.api.host.UserGroups;
import dev.runbook.modules.system.Tasks;
import dev.runbook.testkit.FakeWorld;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserModuleTest {
    private static final AccountTools.Tools TOOLS =
            new AccountTools.Tools(AccountTools.Family.SHADOW, "/home", "/bin/sh", 0755, List.of(".bashrc"));

    private static FakeWorld without(String user) {
        return new FakeWorld()
                .answer(new PasswdEntry(user), null)
                .answer(new UserGroups(user), null)
                .answer(new GroupEntry(user), null)
                .answer(new FileStatus("/home/" + user, true), null)
                .answer(new AccountTools(), TOOLS);
    }

    private static FakeWorld with(String user, String... groups) {
        return without(user)
                .answer(new PasswdEntry(user), new PasswdEntry.User(user, 1001, 1001, "", "/home/" + user, "/bin/sh"))
                .answer(new UserGroups(user), new UserGroups.Membership(user, List.of(groups)))
                .answer(new GroupEntry(user), new GroupEntry.Group(user, 1001, List.of()))
                .answer(
                        new FileStatus("/home/" + user, true),
                        new FileInfo(FileInfo.Type.DIRECTORY, 0755, user, user, 4096, 0, null));
    }

    @Test
    void aServiceAccountOnABareHost() {
        FakeWorld world = without("prometheus");
        String task = "user: {name: prometheus, system: true, shell: /bin/false, create_home: false}";
        Tasks.Decision<UserState> decision = Tasks.decide(new UserModule(), task, world);

        assertEquals(List.of("create user prometheus"), decision.summaries());
        assertTrue(text(decision).contains("useradd -r -U -c '' -d /home/prometheus -s /bin/false -M -- prometheus"));
        assertInstanceOf(Value.Later.class, decision.wanted().uid());

        Tasks.Decision<UserState> again = Tasks.decide(new UserModule(), task, world.after(decision.actions()));
        assertEquals(List.of(), again.summaries(), "the prediction is the wanted state");
        assertEquals("prometheus", world.ask(new GroupEntry("prometheus")).name());
    }

    @Test
    void aHomeDirectoryIsPredictedWithItsUser() {
        FakeWorld world = without("alice").answer(new FileStatus("/home/alice/x", false), null);
        world.after(Tasks.decide(new UserModule(), "user: {name: alice}", world).actions());

        assertEquals("alice", world.ask(new FileStatus("/home/alice", true)).owner());
        assertEquals(null, world.ask(new FileStatus("/home/alice/x", false)));
    }

    @Test
    void aGroupOfTheSameNameIsTaken() {
        FakeWorld world = without("app").answer(new GroupEntry("app"), new GroupEntry.Group("app", 99, List.of()));

        assertTrue(text(Tasks.decide(new UserModule(), "user: {name: app}", world)).contains("useradd -N -g app "));
    }

    @ParameterizedTest
    @CsvSource({
        "'groups: [adm]', usermod -G adm -- bob",
        "'groups: adm, append: true', 'usermod -G adm,www -- bob'",
        "'groups: []', usermod -G '' -- bob",
        "shell: /bin/bash, usermod -s /bin/bash -- bob",
        "'comment: Bob B.', usermod -c 'Bob B.' -- bob",
        "uid: 1500, usermod -u 1500 -- bob",
    })
    void fields(String parameters, String command) {
        FakeWorld world = with("bob", "www")
                .answer(new GroupEntry("adm"), new GroupEntry.Group("adm", 4, List.of()))
                .answer(new GroupEntry("www"), new GroupEntry.Group("www", 33, List.of("bob")));
        String task = "user: {name: bob, " + parameters + "}";
        Tasks.Decision<UserState> decision = Tasks.decide(new UserModule(), task, world);

        assertEquals(command, text(decision).lines().skip(1).findFirst().orElse("").replace("\"", "'"));
        assertEquals(List.of(), Tasks.decide(new UserModule(), task, world.after(decision.actions())).summaries());
    }

    @Test
    void nothingAskedNothingDone() {
        assertEquals(List.of(), Tasks.decide(new UserModule(), "user: {name: bob}", with("bob", "www")).summaries());
    }

    @Test
    void aPasswordIsComparedOnTheHostAndNeverShown() {
        String hash = "$6$salt$abcdefgh";
        ShadowStatus query = new ShadowStatus("bob", new Secret(hash));
        FakeWorld world = with("bob").answer(query, new ShadowStatus.Shadow(true, false, false, ShadowStatus.NEVER));
        String task = "user: {name: bob, password: '" + hash + "'}";
        Tasks.Decision<UserState> decision = Tasks.decide(new UserModule(), task, world);

        assertEquals(List.of("set the password of user bob"), decision.summaries());
        assertFalse(decision.toString().contains("salt"));
        assertFalse(text(decision).contains("salt"), "the hash is input, not an argument");
        assertEquals(List.of(), Tasks.decide(new UserModule(), task, world.after(decision.actions())).summaries());
    }

    @Test
    void removal() {
        FakeWorld world = with("bob");
        String task = "user: {name: bob, state: absent, remove: true}";
        Tasks.Decision<UserState> decision = Tasks.decide(new UserModule(), task, world);

        assertTrue(text(decision).contains("userdel -r -- bob"));
        world.after(decision.actions());
        assertEquals(null, world.ask(new FileStatus("/home/bob", true)));
        assertEquals(null, world.ask(new GroupEntry("bob")));
        assertEquals(List.of(), Tasks.decide(new UserModule(), task, world).summaries());
    }

    @Test
    void aMissingGroup() {
        FakeWorld world = with("bob").answer(new GroupEntry("docker"), null);

        assertEquals(
                "there is no group docker on this host",
                Tasks.failure(() -> Tasks.decide(new UserModule(), "user: {name: bob, groups: docker}", world))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "password: hunter2, name: a|expected a crypt hash",
        "name: 'a:b'|cannot be a name",
        "name: a, home: relative|expected an absolute path",
        "name: a, append: true|nothing to append",
        "name: a, expires: tomorrow|is no day",
        "name: a, remove: true|is only for state: absent",
        "name: a, uid: -5|expected a number from 0 up",
    })
    void mistakes(String parameters, String message) {
        String refusal = Tasks.refusal(new UserModule(), "user: {" + parameters + "}");

        assertTrue(refusal.contains(message), refusal);
    }

    @ParameterizedTest
    @CsvSource({"never, never", "-1, never", "0, 1970-01-01", "1893456000, 2030-01-01", "2031-02-03, 2031-02-03"})
    void expiry(String given, String meant) {
        assertEquals(meant, Expiry.parse(given));
        assertEquals(meant, Expiry.text(Expiry.days(meant)));
    }

    private static String text(Tasks.Decision<UserState> decision) {
        return decision.actions().stream()
                .map(action -> ((HostAction) action).script().text())
                .reduce("", String::concat);
    }
}
