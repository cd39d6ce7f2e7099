package dev.runbook.modules.system.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Evaluated;
import dev.runbook.api.host.SystemFacts;
import dev.runbook.api.host.SystemFacts.Subset;
import dev.runbook.modules.system.Tasks;
import dev.runbook.testkit.FakeWorld;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControlTest {
    private static AssertModule.Parameters conditions(Evaluated... conditions) {
        return new AssertModule.Parameters(List.of(conditions), null, null, false);
    }

    @Test
    void allConditionsThatDoNotHoldAreNamedWithTheirValues() {
        var failure = Tasks.failure(() -> new AssertModule().query(
                conditions(
                        new Evaluated("a > 1", false, "a = 0"),
                        new Evaluated("b", true, "b = true"),
                        new Evaluated("c == 'x'", false, "c = y")),
                new FakeWorld()));

        assertEquals("does not hold: a > 1  (a = 0); c == 'x'  (c = y)", failure.getMessage());
        assertEquals(List.of("a > 1", "c == 'x'"), ((AssertModule.Result) failure.result()).failed());
    }

    @Test
    void aConditionIsTrueOrFalse() {
        var failure = Tasks.failure(
                () -> new AssertModule().query(conditions(new Evaluated("name", "web", "")), new FakeWorld()));

        assertEquals("a condition must be true or false, but name is text", failure.getMessage());
    }

    @Test
    void assertionsThatHold() {
        assertEquals(
                "all assertions hold",
                new AssertModule().query(conditions(new Evaluated("a", true, "")), new FakeWorld()).msg());
        assertTrue(Tasks.refusal(new AssertModule(), "assert: {that: []}").contains("at least one condition"));
    }

    @Test
    void failSaysWhy() {
        FailModule module = new FailModule();

        assertEquals(
                "no",
                Tasks.failure(() -> module.query(Tasks.parameters(module, "fail: {msg: no}"), new FakeWorld())).getMessage());
        assertEquals(
                "failed as requested",
                Tasks.failure(() -> module.query(Tasks.parameters(module, "fail: {}"), new FakeWorld())).getMessage());
    }

    @Test
    void debugShowsOneThing() {
        DebugModule module = new DebugModule();
        DebugModule.Parameters parameters = Tasks.parameters(module, "debug: {msg: [1, two]}");

        assertEquals(2, ((List<?>) module.query(parameters, new FakeWorld()).msg()).size());
        assertTrue(Tasks.refusal(module, "debug: {}").contains("needs msg or var"));
    }

    @Test
    void factsThatAreSet() {
        SetFactModule module = new SetFactModule();
        SetFactModule.Parameters parameters = Tasks.parameters(module, "set_fact: {a: x, list: [1], cacheable: true}");

        assertEquals(Set.of("a", "list"), module.query(parameters, new FakeWorld()).variables().keySet());
        assertTrue(Tasks.refusal(module, "set_fact: {a-b: 1}").contains("cannot be a variable"));
        assertTrue(Tasks.refusal(module, "set_fact: {}").contains("at least one variable"));
    }

    @Test
    void pauses() {
        PauseModule module = new PauseModule();
        FakeWorld world = new FakeWorld().typing("yes");

        module.query(Tasks.<PauseModule.Parameters>parameters(module, "pause: {minutes: 1.5}"), world);
        assertEquals(90, world.waited().toSeconds());
        assertEquals(
                "yes",
                module.query(Tasks.<PauseModule.Parameters>parameters(module, "pause: {prompt: Go on?}"), world).userInput());
        assertTrue(Tasks.refusal(module, "pause: {seconds: 1, minutes: 1}").contains("not both"));
        assertTrue(Tasks.refusal(module, "pause: {seconds: -1}").contains("from 0"));
    }

    @Test
    void partsOfFacts() {
        FactsModule module = new FactsModule();
        FactsModule.Parameters parameters =
                Tasks.parameters(module, "facts: {gather_subset: ['!hardware', '!virtual']}");
        FakeWorld world = new FakeWorld()
                .answer(new SystemFacts(EnumSet.of(Subset.NETWORK)), Map.of("hostname", "web1"));

        assertEquals("web1", module.query(parameters, world).facts().get("hostname"));
        assertTrue(Tasks.refusal(module, "facts: {gather_subset: disk}").contains("there is no part \"disk\""));
    }
}
