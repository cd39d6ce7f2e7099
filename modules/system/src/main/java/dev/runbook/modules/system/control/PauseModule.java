package dev.runbook.modules.system.control;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.World;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The module {@code pause}. */
@Module(
        name = "pause",
        summary = "Waits for a time or for a person",
        description = {
            "With seconds or minutes it waits that long; otherwise it asks at the terminal, and the answer is registered"
                    + " as `user_input`.",
            "In check mode it does not wait, and an answer is unknown."
        },
        controllerOnly = true,
        examples = {
            "pause: {seconds: 10}",
            "pause: {prompt: Point the load balancer at the new host and press Enter}",
            "pause: {prompt: Token, echo: false}"
        })
public final class PauseModule implements QueryModule<PauseModule.Parameters, PauseModule.Result> {
    /** Parameters of {@code pause}. */
    public record Parameters(
            @Param("How many seconds to wait.") @Nullable Double seconds,
            @Param("How many minutes to wait.") @Nullable Double minutes,
            @Param("What to ask. With a time it is only announced in the result.") @Nullable String prompt,
            @Param(value = "Show what is typed.", defaultValue = "true") boolean echo) {
        public Parameters {
            requireTime("seconds", seconds);
            requireTime("minutes", minutes);
            if (seconds != null && minutes != null) {
                throw new InvalidParameterException("minutes", "give either seconds or minutes, not both");
            }
        }

        private static void requireTime(String name, @Nullable Double value) {
            if (value != null && !(value >= 0 && value <= 31_536_000)) {
                throw new InvalidParameterException(name, "expected a time from 0 up to a year");
            }
        }

        @Nullable Duration duration() {
            if (seconds == null && minutes == null) {
                return null;
            }
            double total = seconds != null ? seconds : minutes != null ? minutes * 60 : 0;
            return Duration.ofMillis(Math.round(total * 1000));
        }
    }

    /**
     * @param userInput what was typed, or ""
     * @param seconds how long was to be waited, or 0
     */
    public record Result(String userInput, double seconds) {}

    @Override
    public Result query(Parameters parameters, World world) {
        Duration duration = parameters.duration();
        if (duration != null) {
            world.pause(duration);
            return new Result("", duration.toMillis() / 1000.0);
        }
        String prompt = parameters.prompt() == null ? "Press Enter to continue" : parameters.prompt();
        return new Result(world.prompt(prompt + ": ", !parameters.echo()), 0);
    }
}
